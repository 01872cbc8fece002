"""Tables of what is commissioned for which need, and of the services that come to annual reviews."""

from sendmetrics.contracts.shapes import Column, Table
from sendmetrics.contracts.tables_of_cases import CHILD_KEYS, KNOWN_TO
from sendmetrics.contracts.tables_of_people_and_places import LA_CODE, ORIGIN

COMMISSIONED_ROUTES = Table(
    "commissioned_routes",
    "What is commissioned for which need, as each register said on each day it was given.",
    columns=(
        Column("commissioned_route_id", "text", "The route, in that register on that day"),
        LA_CODE,
        Column("register_number", "integer", "Which of the registers"),
        Column("snapshot_date", "date", "Day the register describes"),
        Column("need_type", "code", "Need", codes="sen_type"),
        Column("service", "code", "Service for it", codes="service"),
        Column("provider_code", "text", "Who provides it"),
        Column("is_commissioned", "flag", "The service is commissioned for that need"),
        Column("from_date", "date", "First day of what the row says"),
        Column("to_date", "date", "Last day of it"),
        *ORIGIN,
    ),
    key=("commissioned_route_id",),
    appears="snapshot_date",
    first_date="snapshot_date",
    last_date="snapshot_date",
    filled_by=("commissioned_routes",),
)
REVIEW_CONTRIBUTIONS = Table(
    "review_contributions",
    "Services asked to annual reviews: one row a child, day of review and service.",
    columns=(
        Column("review_contribution_id", "text", "The service at that review"),
        *CHILD_KEYS,
        Column("service", "code", "Service", codes="service"),
        Column("review_date", "date", "Day of the review meeting"),
        Column("is_invited", "flag", "Invited; unknown where not recorded"),
        Column("has_attended", "flag", "Somebody of the service came; unknown where not recorded"),
        Column("has_reported", "flag", "The service sent a report; unknown where not recorded"),
        KNOWN_TO,
        *ORIGIN,
    ),
    key=("review_contribution_id",),
    appears="review_date",
    first_date="review_date",
    last_date="known_to",
    filled_by=("review_contributions",),
)
