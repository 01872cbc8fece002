"""NHS England's workbook of waiting lists into its raw relation: every figure for children a row, with its sheet, row and column.

Figures of adults are not read. A blank is no 0: nobody submitted a figure.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sendmetrics.contracts.findings import REJECT_FILE, REJECT_RECORD, TELL, Finding, describe_rows, describe_value
from sendmetrics.contracts.published_lists import PUBLISHED_LISTS
from sendmetrics.extracts.published_sheets import (
    GET_AGAIN,
    Organisation,
    Table,
    find_organisations,
    find_published_date,
    find_table,
)
from sendmetrics.extracts.sources import Source
from sendmetrics.extracts.staging import Staging
from sendmetrics.extracts.workbooks import Cell, Sheet, WorkbookError, column_letters, read_sheets
from sendmetrics.words import say_list

ENGLAND_ONLY = "*"
_WHOLE_NUMBER = re.compile(r"[0-9]{1,3}(,[0-9]{3}){1,2}|[0-9]{1,9}")
UNREADABLE, REPEATED = "figure_not_readable", "organisation_repeated"


def load_published_lists(staging: Staging, source: Source, path: Path) -> list[Finding]:
    """Append the workbook's figures to ``raw_published_lists``; a workbook with a part missing is not read at all.

    Returns what was found in it; figures that cannot be read are refused.
    """
    try:
        sheets = read_sheets(path)
        tables = [table for table in map(find_table, sheets) if table is not None]
        _refuse_unsound(tables)
        organisations = [find_organisations(table) for table in tables]
        _refuse_without_england(tables, organisations)
    except WorkbookError as error:
        return [
            Finding(
                REJECT_FILE,
                source.name,
                error.sheet,
                error.row,
                error.column,
                "workbook_unsound",
                error.message,
                error.action,
            )
        ]
    reading = _Reading(staging, source, sheets)
    for table, listed in zip(tables, organisations, strict=True):
        reading.read(table, listed)
    return reading.finish()


def _refuse_unsound(tables: list[Table]) -> None:
    """One table of all who wait, and one for each part of the weeks from 0 on, all of one month."""
    for wrong in (band for band, count in Counter(table.band for table in tables).items() if count > 1):
        names = say_list([f'"{table.sheet.name}"' for table in tables if table.band == wrong])
        raise WorkbookError(f"Sheets {names} say that they hold the same weeks of waiting.", GET_AGAIN)
    if "total" not in {table.band for table in tables}:
        raise WorkbookError('No sheet has the title "Total waiting list by service".', GET_AGAIN)
    if len(months := sorted({table.month for table in tables})) > 1:
        said = say_list([f"{month:%B %Y}" for month in months])
        raise WorkbookError(f"Its sheets are of different months: {said}.", GET_AGAIN)
    bands = [table.band for table in tables if table.band != "total"]
    by_start = {re.split("[-+]", band)[0]: band for band in bands}
    reached = "0"
    while reached in by_start and "+" not in by_start[reached]:
        reached = by_start.pop(reached).split("-")[1]
    if list(by_start) != [reached] or len({re.split("[-+]", band)[0] for band in bands}) < len(bands):
        message = f"Its sheets leave out some weeks of waiting, or hold some twice, from {reached} weeks on."
        raise WorkbookError(message, GET_AGAIN)


def _refuse_without_england(tables: list[Table], organisations: list[list[Organisation]]) -> None:
    for table, listed in zip(tables, organisations, strict=True):
        if not any(organisation.level == "england" for organisation in listed):
            message = (
                f'Sheet "{table.sheet.name}" has no row for England, whose figures are never added up from others.'
            )
            raise WorkbookError(message, GET_AGAIN, table.sheet.name)


class _Reading:
    """One reading of a workbook's tables: rows kept, and what was found on the way."""

    def __init__(self, staging: Staging, source: Source, sheets: list[Sheet]) -> None:
        self.staging, self.source = staging, source
        self.published = find_published_date(sheets)
        self.rows: list[tuple] = []
        self.refused: dict[str, list[int]] = {UNREADABLE: [], REPEATED: []}
        self.unreadable: dict[tuple[str, int, str], list[int]] = {}
        self.repeated: dict[str, list[int]] = {}
        self.unknown_levels: dict[str, list[int]] = {}
        self.unknown_services: dict[str, list[int]] = {}
        # By organisation and service: all who wait, with their place, and those in the bands.
        self.totals: dict[tuple[str, str, str], tuple[int, str, int, int]] = {}
        self.in_bands: Counter[tuple[str, str, str]] = Counter()

    def read(self, table: Table, organisations: list[Organisation]) -> None:
        seen: set[tuple[str, str]] = set()
        for place, service in table.services.items():
            if service is None:
                self.unknown_services.setdefault(table.sheet.name, []).append(place)
        for organisation in organisations:
            key = (organisation.level, organisation.name.casefold())
            if key in seen:
                self.repeated.setdefault(table.sheet.name, []).append(organisation.row)
            if organisation.level == "other":
                self.unknown_levels.setdefault(table.sheet.name, []).append(organisation.row)
            for place, service in table.services.items():
                self._read_figure(table, organisation, place, service)
                if key in seen:
                    self.refused[REPEATED].append(len(self.rows))
            seen.add(key)

    def _read_figure(self, table: Table, organisation: Organisation, place: int, service: str | None) -> None:
        cell = organisation.cells[place]
        waiting, flag = read_figure(cell)
        number = len(self.rows) + 1
        if flag == "not_readable":
            value = describe_value(str(cell), may_identify=False)
            self.unreadable.setdefault((table.sheet.name, place, value), []).append(organisation.row)
            self.refused[UNREADABLE].append(number)
        if waiting is not None and service is not None:
            self._add_up(table, organisation, place, service, int(waiting))
        values = {
            "month_date": table.month.isoformat(),
            "published_date": self.published.isoformat() if self.published else None,
            "level": organisation.level,
            "org_code": organisation.code,
            "org_name": organisation.name,
            "published_service": service,
            "band": table.band,
            "waiting": waiting,
            "flag": flag,
            "sheet": table.sheet.name,
            "sheet_row": str(organisation.row),
            "sheet_column": column_letters(place),
        }
        self.rows.append((number, None, None, *(values[name] for name in PUBLISHED_LISTS.column_names)))

    def _add_up(self, table: Table, organisation: Organisation, place: int, service: str, waiting: int) -> None:
        key = (organisation.level, organisation.name, service)
        if table.band == "total":
            self.totals.setdefault(key, (waiting, table.sheet.name, organisation.row, place))
        else:
            self.in_bands[key] += waiting

    def finish(self) -> list[Finding]:
        self.staging.append_rows(PUBLISHED_LISTS, self.source.file_id, self.rows)
        for rule, numbers in self.refused.items():
            self.staging.refuse_rows(PUBLISHED_LISTS, self.source.file_id, numbers, rule)
        return [
            *self._unreadable_figures(),
            *self._repeated_organisations(),
            *self._too_many_in_bands(),
            *self._unknown(),
        ]

    def _finding(
        self,
        severity: str,
        sheet: str,
        rows: Iterable[int],
        column: str,
        rule: str,
        message: str,
        action: str,
        count: int,
    ) -> Finding:
        return Finding(severity, self.source.name, sheet, min(rows, default=None), column, rule, message, action, count)

    def _unreadable_figures(self) -> Iterator[Finding]:
        for (sheet, place, value), rows in self.unreadable.items():
            column = column_letters(place)
            message = f'Sheet "{sheet}", column {column}: {value} is not a number of children ({describe_rows(min(rows), len(rows))}).'
            action = (
                "Look the figure up where it is published and correct it in the list of rejected rows, or leave it out."
            )
            yield self._finding(REJECT_RECORD, sheet, rows, column, UNREADABLE, message, action, len(rows))

    def _repeated_organisations(self) -> Iterator[Finding]:
        for sheet, rows in self.repeated.items():
            message = f'Sheet "{sheet}" has an organisation a second time ({describe_rows(min(rows), len(rows))}).'
            action = f"The first row was kept. {GET_AGAIN}"
            yield self._finding(REJECT_RECORD, sheet, rows, "", REPEATED, message, action, len(rows))

    def _too_many_in_bands(self) -> Iterator[Finding]:
        """Published bands may fall short of all who wait, and do; they never held more."""
        found: dict[tuple[str, int], list[int]] = {}
        for key, (waiting, sheet, row, place) in self.totals.items():
            if key[0] in ("england", "region", "icb") and self.in_bands[key] > waiting:
                found.setdefault((sheet, place), []).append(row)
        for (sheet, place), rows in found.items():
            column = column_letters(place)
            message = f'Sheet "{sheet}", column {column}: the weeks of waiting hold more children than wait in all ({describe_rows(min(rows), len(rows))}).'
            action = f"Compare the figure with what is published; the rows are kept. {GET_AGAIN}"
            yield self._finding(TELL, sheet, rows, column, "bands_exceed_total", message, action, len(rows))

    def _unknown(self) -> Iterator[Finding]:
        for sheet, rows in self.unknown_levels.items():
            message = f'Sheet "{sheet}" does not say of an organisation what it is, or says what we do not know ({describe_rows(min(rows), len(rows))}).'
            action = "Nothing, if it is neither a region nor an integrated care board: it was set aside."
            yield self._finding(TELL, sheet, rows, "", "level_unknown", message, action, len(rows))
        for sheet, places in self.unknown_services.items():
            columns = say_list([column_letters(place) for place in places])
            message = f'Sheet "{sheet}" has a service that is in no list of ours, in column {columns}.'
            action = "Its figures were set aside. Add it to data/reference/published_services.csv."
            yield self._finding(TELL, sheet, [], columns, "service_unknown", message, action, len(places))


def read_figure(cell: Cell) -> tuple[str | None, str | None]:
    """The number of children in a cell as text, or why there is none: a code of the list ``published_flag``."""
    if cell is None or (isinstance(cell, str) and not cell.replace("\xa0", " ").strip()):
        return None, "blank"
    if isinstance(cell, str):
        text = cell.replace("\xa0", " ").strip()
        if text == ENGLAND_ONLY:
            return None, ENGLAND_ONLY
        return (text.replace(",", ""), None) if _WHOLE_NUMBER.fullmatch(text) else (None, "not_readable")
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1e9 and cell == int(cell):
        return str(int(cell)), None
    return None, "not_readable"
