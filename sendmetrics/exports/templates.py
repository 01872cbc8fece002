"""Our templates: empty CSV files with the headings a school or service fills in, and services.toml to write one's own in."""

import csv
import io

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.reference import OTHER_SERVICE, read_reference
from sendmetrics.contracts.shapes import Feed

# Every line is a note until its # is taken away, so that the file as it is says nothing.
_SERVICES = """\
# services.toml: standards of your own, and services we do not know.
# Put it in the folder of extracts, take the # from the lines you need, and build again.
#
# The standard of a service of ours, by its code: days, and whose it is, in words every reader will see.
#
#[salt]
#standard_days = 84
#standard = "Our contract for therapies: seen within 12 weeks"
#share_wanted = 90          # per cent of children to be within it; left out, {share}
#
# A service we do not know: a code of your own, which your files then use; its label; health, education or care.
# Left out with its source, its standard is {days} days, as a local assumption.
#
#[portage]
#label = "Portage"          # its own, at most 60 letters
#sector = "education"
#standard_days = 42
#standard = "Early years strategy: first visit within 6 weeks"
#team_types = ["J1"]        # NHS team types that mean it, where files say nothing else
#
# Our own, with their codes:
#
"""


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


def render_services_template() -> str:
    """services.toml with an example of each kind to be uncommented, and our services with the standards they have."""
    services = read_reference("services")
    (other,) = (row for row in services if row["service"] == OTHER_SERVICE)
    head = _SERVICES.format(share=other["share_wanted"], days=other["standard_days"])
    width = max(len(row["service"]) for row in services)
    listed = [
        f"# {row['service'].ljust(width)}  {row['label']}: {row['standard_days']} days. {row['standard']}"
        for row in services
    ]
    return head + "\n".join(listed) + "\n"
