"""Waiting lists of children's community health services as NHS England publishes them: a workbook a month.

Read as the workbook itself, each figure a row. The headings are those under
which figures that were rejected come back, as a CSV.
"""

from sendmetrics.contracts.shapes import ORGANISATION, Column, Feed, Pattern

COLUMN_LETTERS = Pattern("[A-Z]{1,3}", "is not a column of a workbook", "Give its letters, such as AK.")
# What a sheet is called may be anything; only a name of this form, or the sheet's place, goes further than the file.
SHEET_NAME = Pattern(
    "(?i:table|sheet) ?[0-9]{1,3} ?[A-Za-z]?", "is not a sheet's name", "Write it as Table 4a or sheet 5."
)

PUBLISHED_LISTS = Feed(
    name="published_lists",
    title="Published waiting lists (NHS England, Community Health Services Waiting Times)",
    family="NHS England waiting lists",
    recognised_by=("published_month", "published_level", "published_service", "published_band"),
    columns=(
        Column("month_date", "date", "Month the list was counted in", heading="published_month", required=True),
        Column("published_date", "date", "Day it was published or revised"),
        Column("level", "code", "Whose list", heading="published_level", required=True, codes="published_level"),
        Column("org_code", "text", "Organisation's code, where it is given", pattern=ORGANISATION),
        Column("org_name", "text", "Organisation's name", required=True),
        Column("published_service", "code", "Service as published", codes="published_service"),
        Column("band", "code", "Weeks waited", heading="published_band", required=True, codes="published_band"),
        Column("waiting", "integer", "Children waiting", lowest=0),
        Column("flag", "code", "Why there is no figure", heading="published_flag", codes="published_flag"),
        Column("sheet", "text", "Sheet it stands on, by its name or its place", pattern=SHEET_NAME),
        Column("sheet_row", "integer", "Row of the sheet", lowest=1),
        Column("sheet_column", "text", "Column of the sheet", pattern=COLUMN_LETTERS),
    ),
)

FEEDS = (PUBLISHED_LISTS,)
