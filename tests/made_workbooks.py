"""Made-up workbooks in the three layouts in which NHS England has published its waiting lists, written cell by cell.

All numbers are made up. What is not said otherwise is as in the layout: adults
beside children, a cover, sheets of other tables, blanks and stars.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

import openpyxl

Row = list[object]
SERVICES = (
    "(A) Audiology",
    "(CYP) Audiology",
    "(CYP) Community paediatric service",
    "(CYP) Safeguarding",
    "(CYP) Therapy interventions: speech and language",
)
BANDS = {
    "4a": "Number waiting 0-1 weeks (0-7 days)",
    "4b": "Number waiting >1-2 weeks (8-14 days)",
    "4c": "Number waiting >2-4 weeks (15-28 days)",
    "4d": "Number waiting >4-12 weeks (29-84 days)",
    "4e": "Number waiting >12-18 weeks (85-126 days)",
    "4f": "Number waiting >18-52 weeks (127-364 days)",
    "4g": "Number waiting over 52 weeks (over 365 days)",
}
BANDS_OF_2025 = BANDS | {
    "4g": "Number waiting >52-104 weeks (365-728 days)",
    "4h": "Number waiting over 104 weeks (over 2 years)",
}
# Level, code, name; then all who wait, by service. Bands hold a tenth of each.
ORGANISATIONS: tuple[tuple[str, str, str, Row], ...] = (
    ("National", "", "England", [900, 100, 2000, 30, 1000]),
    ("Region", "Y61", "EAST OF ENGLAND", [500, 60, 1200, "*", 600]),
    ("Region", "Y56", "LONDON", [400, 40, 780, "*", 0]),
    ("ICB", "QAA", "MARLSHIRE AND THE VALE", [300, 30, 700, "*", 600]),
    ("ICB", "QBB", "OAKSHIRE", [None, None, None, "*", None]),
    ("Provider", "RZ1", "MARLSHIRE NHS TRUST", [300, 30, 700, "*", 600]),
)


@dataclass(frozen=True)
class Workbook:
    """Sheets by name, as rows of cells; a test spoils one and writes the bytes."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)

    def changed(self, sheet: str, change: Callable[[list[Row]], None]) -> "Workbook":
        """The same workbook with one sheet changed in place."""
        rows = [list(row) for row in self.sheets[sheet]]
        change(rows)
        return replace(self, sheets={**self.sheets, sheet: rows})

    def with_cell(self, sheet: str, row: int, column: int, value: object) -> "Workbook":
        """One cell changed; row and column as a spreadsheet counts them, from 1."""

        def put(rows: list[Row]) -> None:
            rows[row - 1][column - 1] = value

        return self.changed(sheet, put)

    def without(self, *sheets: str) -> "Workbook":
        return replace(self, sheets={name: rows for name, rows in self.sheets.items() if name not in sheets})

    def content(self) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for number, row in enumerate(rows, start=1):
                for place, cell in enumerate(row, start=1):
                    if cell is not None:
                        sheet.cell(number, place).value = cell
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _figures(figures: Row, band: str) -> Row:
    """A band's figures: a tenth of all; safeguarding, and what has no figure, as in all."""
    if band == "total":
        return figures
    tenth = [figure // 10 if isinstance(figure, int) else figure for figure in figures]
    return [*tenth[:3], "*", *tenth[4:]]


def _head(title: str, month: str) -> list[Row]:
    return [
        [f"{title} by service, {month}"],
        ["Blanks indicate no organisation submitted for the service line."],
        ["Data is submitted at provider level and aggregated up."],
        ["* Data for safeguarding is only published at national level."],
    ]


def _headed(band: str, title: str, month: str, organisation: Iterable[str], with_codes: bool) -> list[Row]:
    rows = [*_head(title, month), [*organisation, *SERVICES]]
    for level, code, name, figures in ORGANISATIONS:
        whose = [level, code, name] if with_codes else [level, name.title()]
        rows.append([*whose, *_figures(figures, band)])
    return rows


def _unheaded(band: str, title: str, month: str) -> list[Row]:
    """January 2023: an empty first column, no headings over level and name, a level on the first row of its block."""
    rows = [[None, *row] for row in _head(title, month)] + [[None]]
    rows.append([None, None, None, *SERVICES])
    last = ""
    for level, _, name, figures in ORGANISATIONS:
        shown = {"National": None, "Provider": "Organisation"}.get(level, level)
        cells = ["" if cell is None else cell for cell in _figures(figures, band)]
        rows.append([None, shown if shown != last else None, name.title(), *cells])
        last = shown
    return rows


def _cover(published: object, revised: object = "-") -> list[Row]:
    return [
        ["Title:", "Community Health Services Waiting Times"],
        ["Summary:", "Data are unvalidated management information."],
        ["Period:", "01 April 2025 - 31 March 2026"],
        ["Published:", published],
        ["Revised:", revised],
    ]


def _contents(bands: dict[str, str], month: str) -> list[Row]:
    titles = {"4": "Total waiting list", **bands}
    return [["Contents"], *([f"Table {name}: {title} by service, {month}"] for name, title in titles.items())]


def _others(month: str) -> dict[str, list[Row]]:
    """Tables that are not read: who did not submit, the series, the overview."""
    return {
        "Table 1": [["Number of organisations of 141 in scope that did not submit"], [], ["Organisation Type", "Organisation Name", month], ["", "England", 2]],
        "Table 3": [["National overview of waiting list metrics"], ["", "Total waiting list"], ["(CYP) Audiology", 100], ["(CYP) Safeguarding", 30]],
    }  # fmt: skip


def january_2023() -> Workbook:
    month = "January 2023"
    sheets = {"Cover page": [[None, *row] for row in _cover(datetime(2023, 3, 9))]}  # noqa: DTZ001
    sheets |= {"Contents": _contents(BANDS, month), **_others(month)}
    sheets["Table 4"] = _unheaded("total", "Total waiting list", month)
    return Workbook(sheets | {f"Table {name}": _unheaded(name, title, month) for name, title in BANDS.items()})


def june_2023() -> Workbook:
    month, headings = "June 2023", ("Organisation Type", "Organisation Name")
    sheets = {"Cover page": _cover(datetime(2023, 8, 10)), "Contents": _contents(BANDS, month), **_others(month)}  # noqa: DTZ001
    sheets["Table 4"] = _headed("total", "Total waiting list", month, headings, False)
    for name, title in BANDS.items():
        named = ("level", "name") if name == "4g" else headings
        sheets[f"Table {name}"] = _headed(name, title, month, named, False)
    return Workbook(sheets)


def october_2025(published: object = "11/12/2025", revised: object = "-") -> Workbook:
    month, headings = "October 2025", ("Organisation Type", "Organisation Code", "Organisation Name")
    sheets = {"Cover page": _cover(published, revised), "Contents": _contents(BANDS_OF_2025, month), **_others(month)}
    sheets["Table 4"] = _headed("total", "Total waiting list", month, headings, True)
    for name, title in BANDS_OF_2025.items():
        sheets[f"Table {name}"] = _headed(name, title, month, headings, True)
    return Workbook(sheets)


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same zip with each part as ``change`` makes it; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            changed = change(part.filename, old.read(part))
            if changed is not None:
                new.writestr(part.filename, changed)
    return out.getvalue()
