"""A published list beside our own: the newest month, the reader's boards, blanks that stay blank, and what differs."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine

from sendmetrics.contracts.reference import read_reference
from sendmetrics.metrics.published_lists import PublishedLists, read_published_lists
from sendmetrics.metrics.question import Reader

# Leeds has one board, as the reference list has it; Barnet has another.
LEEDS, BARNET = "383", "302"
AUTHORITIES = f"""
la_code  | la_name | region_name              | is_loaded
{LEEDS}  | Leeds   | Yorkshire and The Humber | true
{BARNET} | Barnet  | London                   | false
"""
BOTH = AUTHORITIES.replace("false", "true")
LISTS = """
month_date | level   | org_name             | service     | published_service_name       | band   | waiting | flag  | published_date
2025-09-01 | england | England              | salt        | Speech and language          | total  | 900     |       | 2025-11-13
2025-10-01 | england | England              | salt        | Speech and language          | total  | 1000    |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 0-1    | 400     |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 18-52  | 350     |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 52-104 | 30      |       | 2025-12-11
2025-10-01 | england | England              | salt        | Speech and language          | 104+   | 20      |       | 2025-12-11
2025-10-01 | region  | London               | salt        | Speech and language          | total  | 300     |       | 2025-12-11
2025-10-01 | icb     | West Yorkshire       | salt        | Speech and language          | total  | 60      |       | 2025-12-11
2025-10-01 | icb     | West Yorkshire       | salt        | Speech and language          | 52-104 | 3       |       | 2025-12-11
2025-10-01 | icb     | West Yorkshire       | salt        | Speech and language          | 104+   |         | blank | 2025-12-11
2025-10-01 | icb     | North Central London | salt        | Speech and language          | total  |         | blank | 2025-12-11
2025-10-01 | icb     | Marlshire            | salt        | Speech and language          | total  | 7       |       | 2025-12-11
2025-10-01 | england | England              | paediatrics | Community paediatric service | total  | 5000    |       | 2025-12-11
"""


def read(
    tmp_path, service: str = "salt", reader: Reader = LEADERS, authorities: str = AUTHORITIES, lists: str = LISTS
) -> PublishedLists | None:
    engine = make_engine(tmp_path, "2026-01-15", authorities=authorities, published_lists=lists)
    return read_published_lists(engine.warehouse, service, reader)


def limited(*codes: str) -> Reader:
    return Reader("tester", "leaders", (("authorities", codes),))


def areas(found: PublishedLists) -> list[str]:
    return [item.area for item in found.lists]


def test_england_and_the_readers_board_of_the_newest_month(tmp_path):
    found = read(tmp_path)
    assert [(item.level, item.area, item.waiting) for item in found.lists] == [
        ("england", "England", 1000),
        ("icb", "West Yorkshire", 60),
    ]
    assert (found.month, found.published_date) == (datetime.date(2025, 10, 1), datetime.date(2025, 12, 11))
    assert (found.is_same_service, found.boards_missing) == (True, ())
    assert found.source == "NHS England, Community Health Services Waiting Times"


def test_england_is_its_own_row_and_no_sum(tmp_path):
    """The boards add up to 67, the region has 300."""
    assert read(tmp_path).lists[0].waiting == 1000


@pytest.mark.parametrize(
    ("reader", "authorities", "expected"),
    [
        (LEADERS, BOTH, ["England", "North Central London", "West Yorkshire"]),
        (limited(BARNET), BOTH, ["England", "North Central London"]),
        (limited(LEEDS), BOTH, ["England", "West Yorkshire"]),
        (limited(BARNET), AUTHORITIES, ["England"]),
        (limited(), BOTH, ["England"]),
        (CASEWORK, AUTHORITIES, ["England", "West Yorkshire"]),
        (SHARED, AUTHORITIES, ["England", "West Yorkshire"]),
    ],
)
def test_boards_are_those_of_the_authorities_the_reader_may_see(reader, authorities, expected, tmp_path):
    assert areas(read(tmp_path, reader=reader, authorities=authorities)) == expected


def test_a_blank_stays_blank_and_says_why(tmp_path):
    found = read(tmp_path, reader=limited(BARNET), authorities=BOTH)
    board = found.lists[1]
    assert (board.waiting, board.waiting_over(52), board.percent_over(52)) == (None, None, None)
    assert board.why_none.startswith("Blank: no organisation submitted a figure")
    assert found.lists[0].why_none == ""


def test_weeks_add_up_over_bands_and_never_over_a_blank(tmp_path):
    england, board = read(tmp_path).lists
    assert [band.code for band in england.bands] == ["0-1", "18-52", "52-104", "104+"]
    assert (england.waiting_over(18), england.waiting_over(52), england.waiting_over(104)) == (400, 50, 20)
    # Of the 800 in bands, not of the 1,000 who wait.
    assert england.percent_over(18) == 50.0
    assert england.waiting_over(26) is None
    assert (board.waiting_over(52), board.percent_over(52)) == (None, None)


def test_one_band_over_52_weeks_as_in_2023(tmp_path):
    lists = "\n".join(line for line in LISTS.splitlines() if "104+" not in line).replace("52-104", "52+   ")
    england = read(tmp_path, lists=lists).lists[0]
    assert (england.waiting_over(52), england.waiting_over(18)) == (30, 380)
    assert england.bands[-1].last_week is None


def test_a_board_the_file_does_not_name_is_told(tmp_path):
    found = read(tmp_path, lists=LISTS.replace("West Yorkshire      ", "Yorkshire           "))
    assert (areas(found), found.boards_missing) == (["England"], ("West Yorkshire",))


def test_what_differs_is_said_in_whole_sentences(tmp_path):
    found = read(tmp_path)
    assert len(found.differences) == 4
    assert all(text[0].isupper() or text[0].isdigit() for text in found.differences)
    assert all(text.endswith(".") for text in found.differences)
    said = " ".join(found.differences)
    assert "no authority's figure can be read off" in said
    assert "come in bands only" in said
    assert "2 of 3 boards have a figure for that month" in said


def test_a_service_that_is_only_nearly_ours_says_so(tmp_path):
    found = read(tmp_path, "paediatrics")
    assert found.is_same_service is False
    assert "autism and ADHD" in found.differences[-1]


@pytest.mark.parametrize("service", ["camhs", "ep", "none such", "'; drop table"])
def test_nothing_where_nothing_is_published(service, tmp_path):
    assert read(tmp_path, service) is None


def test_nothing_where_no_workbook_is_loaded(tmp_path):
    engine = make_engine(tmp_path, "2026-01-15", authorities=AUTHORITIES)
    assert read_published_lists(engine.warehouse, "salt", LEADERS) is None


def test_services_meant_are_ours_and_each_certain_or_not():
    rows = [row for row in read_reference("published_services") if row["service"]]
    assert {row["service"]: row["certainty"] for row in rows} == {
        "audiology": "C",
        "paediatrics": "P",
        "ot": "C",
        "physio": "C",
        "salt": "C",
    }
    assert all(row["certainty"] for row in rows)
    assert {row["service"] for row in rows} <= {row["service"] for row in read_reference("services")}
    assert not [row for row in read_reference("published_services") if row["certainty"] and not row["service"]]
