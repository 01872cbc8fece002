"""Where things stand on the sheets of NHS England's workbook of waiting lists: month, weeks, headings, whose row it is.

Its layout has changed, so nothing is looked for in a fixed place: a sheet says
in its first rows what it holds, and below them a row of headings names the
services, after the columns that say whose figures these are.
"""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from sendmetrics.contracts.published_lists import PUBLISHED_LISTS
from sendmetrics.contracts.reference import code_labels
from sendmetrics.contracts.shapes import normalise_heading
from sendmetrics.extracts.workbooks import MOST_ROWS, Cell, Sheet, WorkbookError, column_letters, read_sheets

# A title and headings stand in the first rows, on every sheet seen in the first six.
ROWS_OF_HEAD = 15
TITLE = "communityhealthserviceswaitingtimes"
CHILDREN, ADULTS = "(CYP)", "(A)"
_TOTAL = re.compile(r"total waiting list by service", re.IGNORECASE)
_BAND = re.compile(
    r"number waiting (?P<over>over |more than |>)?\s*(?P<low>\d+)(?:\s*(?:-|–|to)\s*(?P<high>\d+))?(?P<plus>\+)? weeks?",
    re.IGNORECASE,
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)}) (20\d\d)\b", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d)")
# What the columns before the services are called.
_LEVELS, _CODES, _NAMES = (
    {"organisationtype", "orgtype", "organisationlevel", "level", "type"},
    {"organisationcode", "orgcode", "odscode", "code"},
    {"organisationname", "orgname", "organisation", "name"},
)
_LEVEL_OF_WORD = {
    "england": "england",
    "national": "england",
    "region": "region",
    "icb": "icb",
    "integratedcareboard": "icb",
    "integratedcareboardicb": "icb",
    "provider": "provider",
    "organisation": "provider",
}
GET_AGAIN = "Get the workbook again from where NHS England publishes it; if it is the same, its layout has changed: leave it out."


@dataclass(frozen=True)
class Table:
    """A sheet of figures: which weeks and month, where its headings end, and where things stand in a row.

    ``services`` maps columns to our codes of the services published, None for
    one we do not know. ``is_filled_down`` where a level stands on the first row
    of its block only.
    """

    sheet: Sheet
    band: str
    month: datetime.date
    heading_row: int
    services: dict[int, str | None]
    level: int | None
    code: int | None
    name: int
    is_filled_down: bool


@dataclass(frozen=True)
class Organisation:
    """Whose figures a row holds; ``row`` as the sheet numbers it."""

    row: int
    level: str
    code: str | None
    name: str
    cells: tuple[Cell, ...]


def holds_published_lists(path: Path) -> bool:
    """Whether a workbook is this publication. Raises WorkbookError where it cannot be opened."""
    return any(map(_is_published_list, read_sheets(path, ROWS_OF_HEAD)))


def _is_published_list(sheet: Sheet) -> bool:
    """Whether the head of a sheet is one of this publication."""
    head = sheet.rows[:ROWS_OF_HEAD]
    return (
        any(normalise_heading(text) == TITLE for row in head for text in row if isinstance(text, str))
        or _find_title(head) is not None
        or _find_headings(head) is not None
    )


def find_table(sheet: Sheet) -> Table | None:
    """The table of a sheet, None where it holds none by organisation and service.

    Raises WorkbookError where a part of it is missing.
    """
    head = sheet.rows[:ROWS_OF_HEAD]
    heading_row = _find_headings(head)
    title = _find_title(head, is_numbered=heading_row is not None)
    if title is None and heading_row is None:
        return None
    if title is None:
        raise _unsound(sheet, "does not say above its headings which weeks of waiting it holds")
    if heading_row is None:
        raise _unsound(sheet, f'has no row of headings that begin with "{CHILDREN}"')
    if len(sheet.rows) > MOST_ROWS:
        raise _unsound(sheet, f"has more than {MOST_ROWS:,} rows")
    headings = [_text(cell) for cell in sheet.rows[heading_row - 1]]
    first = next(place for place, text in enumerate(headings) if text.upper().startswith((CHILDREN, ADULTS)))
    level, code, name, is_filled_down = _find_columns(sheet, heading_row, headings[:first])
    services = _find_services(sheet, heading_row, headings)
    return Table(
        sheet,
        _read_band(sheet, title),
        _read_month(sheet, title),
        heading_row,
        services,
        level,
        code,
        name,
        is_filled_down,
    )


def find_organisations(table: Table) -> list[Organisation]:
    """The rows below the headings that belong to an organisation, in their order.

    Raises WorkbookError where a row holds figures of nobody.
    """
    found, level = [], ""
    for number, row in enumerate(table.sheet.rows[table.heading_row :], start=table.heading_row + 1):
        cells = (*row, *(None for _ in range(max(table.services) + 1 - len(row))))
        name = _text(cells[table.name])
        if not name:
            if any(_text(cells[place]) for place in table.services):
                raise _unsound(table.sheet, "has figures in a row that names no organisation", number)
            continue
        word = "" if table.level is None else _text(cells[table.level])
        level = word or (level if table.is_filled_down else "")
        code = "" if table.code is None else _text(cells[table.code])
        kind = (
            "england" if normalise_heading(name) == "england" else _LEVEL_OF_WORD.get(normalise_heading(level), "other")
        )
        is_code = re.fullmatch(PUBLISHED_LISTS.column("org_code").pattern.form, code)
        found.append(Organisation(number, kind, code if is_code else None, tidy_name(name), cells))
    return found


def find_published_date(sheets: list[Sheet]) -> datetime.date | None:
    """The day on the cover: of revision where there was one, else of publication."""
    days: dict[str, datetime.date] = {}
    for sheet in sheets:
        for row in sheet.rows[:ROWS_OF_HEAD]:
            for place, cell in enumerate(row[:-1]):
                key = normalise_heading(_text(cell))
                day = _read_day(row[place + 1]) if key in ("published", "revised") else None
                if day is not None:
                    days.setdefault(key, day)
    return days.get("revised") or days.get("published")


def tidy_name(name: str) -> str:
    """A name in one way of writing, since workbooks differ in capitals, and in what they add before and after a board's."""
    plain = re.sub(
        r"^NHS | (ICB|Integrated Care Board)$", "", re.sub(r"\s+", " ", name.replace("&", "and")).strip(), flags=re.I
    )
    words = re.sub(r"[^\W\d_]+('[^\W\d_]+)?", lambda found: found.group().capitalize(), plain)
    small = re.sub(
        r"(?<=[ -])(And|Of|The|On|In|With|Upon|Under|By|For)(?=[ -])", lambda found: found.group().lower(), words
    )
    return re.sub(r"\bNhs\b", "NHS", small)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).replace("\xa0", " ").strip()


def _find_title(head: list[tuple[Cell, ...]], is_numbered: bool = False) -> str | None:
    """What a sheet says it holds; a list of contents says it too, each title behind the number of its table."""
    texts = [_text(cell) for row in head for cell in row if isinstance(cell, str)]
    if is_numbered:
        texts = [re.sub(r"^Table \w+\W+", "", text, flags=re.IGNORECASE) for text in texts]
    return next((text for text in texts if _TOTAL.match(text) or text.casefold().startswith("number waiting")), None)


def _find_headings(head: list[tuple[Cell, ...]]) -> int | None:
    """The number of the first row with several services side by side; elsewhere they stand one below the other."""
    for number, row in enumerate(head, start=1):
        if sum(_text(cell).upper().startswith(CHILDREN) for cell in row) > 1:
            return number
    return None


def _find_columns(sheet: Sheet, row: int, before: list[str]) -> tuple[int | None, int | None, int, bool]:
    """Where level, code and name stand. Without headings the name comes last before the services, the level before it."""
    places = {normalise_heading(text): place for place, text in reversed(list(enumerate(before))) if text}
    if not places:
        if len(before) < 2:
            raise _unsound(sheet, "has no columns that say whose figures these are", row)
        return len(before) - 2, None, len(before) - 1, True
    level, code, name = (
        next((place for heading, place in places.items() if heading in known), None)
        for known in (_LEVELS, _CODES, _NAMES)
    )
    if name is None or level is None:
        raise _unsound(sheet, "has no column of organisations' types and names", row)
    return level, code, name, False


def _find_services(sheet: Sheet, row: int, headings: list[str]) -> dict[int, str | None]:
    codes = {normalise_heading(label): code for code, label in code_labels("published_service").items()}
    services: dict[int, str | None] = {}
    seen: dict[str, int] = {}
    for place, text in enumerate(headings):
        if text.upper().startswith(CHILDREN):
            heading = normalise_heading(text[len(CHILDREN) :])
            if heading in seen:
                same = f"the same service as column {column_letters(seen[heading])}"
                raise _unsound(sheet, f"has in column {column_letters(place)} {same}", row, column_letters(place))
            seen[heading] = place
            services[place] = codes.get(heading)
    return services


def _read_band(sheet: Sheet, title: str) -> str:
    if _TOTAL.match(title):
        return "total"
    found = _BAND.match(title)
    if found:
        is_open = not found["high"] and (found["over"] or found["plus"])
        band = f"{found['low']}+" if is_open else f"{found['low']}-{found['high']}"
        if band in code_labels("published_band"):
            return band
    raise _unsound(sheet, "does not say in its title which weeks of waiting it holds, or says weeks we do not know")


def _read_month(sheet: Sheet, title: str) -> datetime.date:
    found = _MONTH.search(title)
    if not found:
        raise _unsound(sheet, "does not say in its title of which month it is")
    return datetime.date(int(found[2]), _MONTHS.index(found[1].capitalize()) + 1, 1)


def _read_day(cell: Cell) -> datetime.date | None:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    found = _DAY.fullmatch(_text(cell))
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _unsound(sheet: Sheet, what: str, row: int | None = None, column: str = "") -> WorkbookError:
    return WorkbookError(f'Sheet "{sheet.name}" {what}.', GET_AGAIN, sheet.name, row, column)
