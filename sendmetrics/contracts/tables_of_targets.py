"""Tables of what an authority has said itself, in its targets.toml: aims, what happened when, and school holidays."""

from sendmetrics.contracts.shapes import Column, Table
from sendmetrics.contracts.tables_of_people_and_places import LA_CODE

OF_METRIC = Column("metric", "text", "Our measure it belongs to")

TARGETS = Table(
    "targets",
    "Targets the authority has set itself.",
    columns=(
        LA_CODE,
        OF_METRIC,
        Column("from_date", "date", "First day it holds for; empty where it always did"),
        Column("to_date", "date", "Last day it holds for; empty where it still does"),
        Column("value", "number", "The target, in the measure's unit"),
    ),
    key=("la_code", "metric", "from_date", "value"),
)
TRAJECTORIES = Table(
    "trajectories",
    "The way the authority has planned for a measure, as dated points.",
    columns=(
        LA_CODE,
        OF_METRIC,
        Column("point_date", "date", "Day the point is for"),
        Column("value", "number", "Where the measure should stand then, in its unit"),
    ),
    key=("la_code", "metric", "point_date"),
)
ANNOTATIONS = Table(
    "annotations",
    "What happened when, in the authority's own few words, to be marked on charts.",
    columns=(
        LA_CODE,
        Column("metric", "text", "Our measure it belongs to; empty where it belongs to all"),
        Column("event_date", "date", "Day it happened"),
        Column("note", "text", "What happened"),
    ),
    key=("la_code", "event_date", "note", "metric"),
)
HOLIDAYS = Table(
    "holidays",
    "School holidays as the authority gave them.",
    columns=(
        LA_CODE,
        Column("holiday_name", "text", "Name"),
        Column("from_date", "date", "First day"),
        Column("to_date", "date", "Last day"),
    ),
    key=("la_code", "from_date", "to_date", "holiday_name"),
)
