"""Tables of what is commissioned, and of who comes: routes for each need."""

from sendmetrics.contracts.shapes import Column, Table
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
