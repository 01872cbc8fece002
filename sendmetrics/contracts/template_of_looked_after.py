"""Our template of who is looked after, as children's social care can export it: sensitive, so only a yes or no enters."""

from sendmetrics.contracts.shapes import Column, Feed
from sendmetrics.contracts.templates import ADVICE_REQUESTS, FAMILY, SNAPSHOT_DATE, SOURCE

# Headings of its own: any list of things that begin and end would be taken for it, were they start_date and end_date.
LOOKED_AFTER = Feed(
    name="looked_after",
    title="Children looked after (looked_after.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("person_ref", "looked_after_from"),
    key=("source", "snapshot_date", "person_ref", "start_date"),
    in_order=(("start_date", "end_date"),),
    expected=("end_date",),
    columns=(
        SNAPSHOT_DATE,
        SOURCE,
        ADVICE_REQUESTS.column("person_ref"),
        Column(
            "start_date",
            "date",
            "First day of a period in which the authority looked after the child; one row a period, ended ones too",
            heading="looked_after_from",
            required=True,
        ),
        Column(
            "end_date",
            "date",
            "Last day of the period; empty while it goes on",
            heading="looked_after_to",
        ),
    ),
)

FEEDS = (LOOKED_AFTER,)
