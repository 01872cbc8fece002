"""Our template of who came to annual reviews: which service was invited to which, whether it came and whether it sent a report."""

from sendmetrics.contracts.shapes import Column, Feed
from sendmetrics.contracts.templates import FAMILY, SNAPSHOT_DATE, SOURCE, person_ref

REVIEW_CONTRIBUTIONS = Feed(
    name="review_contributions",
    title="Services at annual reviews (review_contributions.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("person_ref", "review_date", "service"),
    # Without its column nobody came, or nobody reported.
    expected=("has_attended", "has_reported"),
    columns=(
        SNAPSHOT_DATE,
        SOURCE,
        person_ref(),
        Column("review_date", "date", "Day of the review meeting", required=True),
        Column("service", "code", "Service asked; one row for each service and review", codes="service", required=True),
        Column("is_invited", "flag", "Whether the service was invited", heading="was_invited"),
        Column(
            "has_attended", "flag", "Whether somebody of the service came; empty if not recorded", heading="attended"
        ),
        Column("has_reported", "flag", "Whether the service sent a report; empty if not recorded", heading="reported"),
    ),
)

FEEDS = (REVIEW_CONTRIBUTIONS,)
