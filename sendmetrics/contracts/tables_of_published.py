"""The table of waiting lists that NHS England publishes: numbers of organisations, with no child in it."""

from sendmetrics.contracts.shapes import Column, Table
from sendmetrics.contracts.tables_of_people_and_places import ORIGIN

PUBLISHED_LISTS = Table(
    "published_lists",
    "Published waiting lists of children's community health services: England, its regions and integrated care boards.",
    columns=(
        Column("month_date", "date", "First day of the month it was counted in"),
        Column("level", "code", "England, a region or an integrated care board", codes="published_level"),
        Column("org_code", "text", "Organisation's code, where the file gives one"),
        Column("org_name", "text", "Its name"),
        Column("service", "code", "Service with us, where one of ours is meant", codes="service"),
        Column("published_service", "code", "Service as published", codes="published_service"),
        Column("published_service_name", "text", "Its published name"),
        Column("band", "code", "Weeks waited since referral, or all", codes="published_band"),
        Column("waiting", "integer", "Children waiting; empty where there is no figure, which is not 0"),
        Column("flag", "code", "Why there is no figure", codes="published_flag"),
        Column("published_date", "date", "Day it was published or revised"),
        Column("sheet", "text", "Sheet of the workbook, by its name or its place"),
        Column("sheet_row", "integer", "Row of that sheet"),
        Column("sheet_column", "text", "Column of that sheet"),
        *ORIGIN,
    ),
    key=("month_date", "level", "org_name", "published_service", "band"),
    filled_by=("published_lists",),
)
