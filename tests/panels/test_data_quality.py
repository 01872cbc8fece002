"""What the page Data quality gives to whom: exact numbers of rows would undo what is hidden and rounded elsewhere."""

import re
from dataclasses import astuple

import pytest
from harness import CASEWORK, LEADERS, SHARED

from sendmetrics.contracts.findings import REJECT_RECORD, Finding
from sendmetrics.metrics.question import Reader
from sendmetrics.panels.data_quality import (
    sum_of_rows,
    table_of_files,
    table_of_findings,
    table_of_matches,
    why_no_numbers,
)
from sendmetrics.warehouse.quality import read_departures, read_findings, read_loads, read_match_rates

LIMITED = Reader("tester", "casework", (("schools", ("900001",)),))
LIMITED_AND_SHARED = Reader("tester", "shared", (("authorities", ("999",)),))
FINDING = Finding(REJECT_RECORD, "referrals.csv", "Referrals", 7, "upn", "pupil_registered_twice", "Twice (row 7 and 3 more).", "Mend it.", 4)  # fmt: skip


def everything_said(authority, reader) -> list[str]:
    """All that the page says, without what files are called and their hashes."""
    warehouse = authority.engine.warehouse
    matches = table_of_matches(warehouse, reader)
    tables = [
        table_of_files(warehouse, reader),
        table_of_findings([FINDING], reader, ""),
        *([matches] if matches else []),
    ]
    names = {word for load in read_loads(warehouse) for word in (load.file, load.sha256[:12])}
    return [
        sum_of_rows(warehouse, reader),
        *(cell for t in tables for row in t.rows for cell in row if cell not in names),
    ]


@pytest.mark.parametrize("reader", [SHARED, LIMITED, LIMITED_AND_SHARED], ids=["shared", "limited", "both"])
def test_no_number_of_rows_for_whoever_could_subtract_it(authority, reader):
    said = " | ".join(everything_said(authority, reader))
    numbers = re.findall(r"(?<!\w)\d[\d,.]*%?", said)
    files = str(len(read_loads(authority.engine.warehouse)))
    assert [number for number in numbers if number != files and not re.fullmatch(r"\d{1,3}%", number)] == []
    assert "not given" in why_no_numbers(reader)


def test_shares_are_whole_percentages_of_ten_or_more_and_not_for_readers_of_a_part(authority, monkeypatch):
    from sendmetrics.panels import data_quality
    from sendmetrics.warehouse.quality import MatchRate

    rates = [MatchRate("ten", 3, 10), MatchRate("nine", 3, 9), MatchRate("many", 1, 999)]
    monkeypatch.setattr(data_quality, "read_match_rates", lambda _: rates)
    rows = table_of_matches(authority.engine.warehouse, SHARED).rows
    assert rows == (("ten", "30%"), ("nine", "too few records"), ("many", "0%"))
    assert table_of_matches(authority.engine.warehouse, LIMITED) is None
    assert table_of_matches(authority.engine.warehouse, LIMITED_AND_SHARED) is None


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_whoever_sees_the_whole_authority_sees_every_row_accounted_for(authority, reader):
    warehouse = authority.engine.warehouse
    files = table_of_files(warehouse, reader)
    assert [row[2] for row in files.rows] == [f"{load.rows_in:,}" for load in read_loads(warehouse)]
    assert sum(row[6].count(":") >= 1 for row in files.rows) == len({d.file_id for d in read_departures(warehouse)})
    assert "rows in = " in sum_of_rows(warehouse, reader)
    matches = table_of_matches(warehouse, reader)
    assert [row[1:3] for row in matches.rows] == [
        (f"{rate.matched:,}", f"{rate.rows:,}") for rate in read_match_rates(warehouse)
    ]
    assert why_no_numbers(reader) == ""


def test_a_finding_without_numbers_still_says_what_is_wrong(authority):
    shown = table_of_findings([FINDING], SHARED, "")
    assert shown.rows == (
        (REJECT_RECORD, "referrals.csv", "Referrals", "upn", "Pupil registered twice", "Mend it."),
    )  # fmt: skip
    for finding in read_findings(authority.engine.warehouse):
        (row,) = table_of_findings([finding], SHARED, "").rows
        assert finding.message not in row
        assert len(row) == len(shown.headings)
    (full,) = table_of_findings([FINDING], LEADERS, "").rows
    assert set(map(str, astuple(FINDING)[:5])) <= set(full)
