"""Our template of what is commissioned for which need: the registers that an authority and its integrated care board keep."""

from sendmetrics.contracts.shapes import ORGANISATION, Column, Feed
from sendmetrics.contracts.templates import FAMILY, SNAPSHOT_DATE

COMMISSIONED_ROUTES = Feed(
    name="commissioned_routes",
    title="Services commissioned for each need (commissioned_routes.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("need_code", "is_commissioned"),
    key=("source", "snapshot_date", "need_code", "service", "provider_code", "from_date"),
    in_order=(("from_date", "to_date"),),
    columns=(
        SNAPSHOT_DATE,
        # The authority's register and the board's are two: what one leaves out the other may hold.
        Column("source", "text", "Whose register it is, such as authority or board"),
        Column("need_code", "code", "Need, as the census codes it", codes="sen_type", required=True),
        Column("service", "code", "Service for it", codes="service"),
        Column("provider_code", "text", "Who provides it", pattern=ORGANISATION),
        Column(
            "is_commissioned",
            "flag",
            "Whether the service is commissioned for that need; a need for which nothing is has a row that says no",
            required=True,
        ),
        Column(
            "from_date", "date", "First day of what the row says; empty where not known", heading="commissioned_from"
        ),
        Column("to_date", "date", "Last day of it; empty while it goes on", heading="commissioned_to"),
    ),
)

FEEDS = (COMMISSIONED_ROUTES,)
