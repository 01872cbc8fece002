"""Our templates as empty CSV files with the headings a school or service fills in."""

import csv
import io

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.shapes import Feed


def template_feeds() -> dict[str, Feed]:
    """Feeds that are templates of our own, by name."""
    return {feed.name: feed for feed in FEEDS.values() if feed.is_template}


def template_name(feed: Feed) -> str:
    """The file name the template is known by, such as referrals.csv."""
    return feed.title.rpartition("(")[2].rstrip(")")


def render_template(feed: Feed) -> str:
    """The headings of a template as CSV, ready to be filled and read back."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow(
        column.heading.split("|")[0] or column.name for column in feed.columns
    )
    return file.getvalue()
