"""Who was looked after on the day they asked: yes, no, or not known, and never a guess."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, SHARED, ask
from small_files import Built, build, write_census, write_csv, write_return
from test_row_accounting import check_every_row_is_accounted_for, rows_of_tables

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.question import Question

ANN, BEN, CAT, DAN = "A999200118001", "B999200118002", "C999200118003", "D999200118004"
HEADINGS = "snapshot_date | source | person_ref | looked_after_from | looked_after_to"
LONG_AGO = f"2026-01-15 | care | {DAN} | 2018-01-01 | 2019-01-01"
SUPERSEDED = "Superseded by a newer extract"


def write_care(folder, *rows: str, name: str = "looked_after") -> None:
    write_csv(folder / f"{name}.csv", "\n".join([HEADINGS, *rows]))


def write_requests(folder, *rows: str, la_code: str = "999") -> None:
    """Requests of a return of 15 January 2026: UPN and the day received."""
    lines = [f"{row} | A" for row in rows]
    write_return(folder, "2026-01-15", "\n".join(["upn | received | decision", *lines]), la_code=la_code)


def told(built: Built, table: str = "requests", day: str = "received_date") -> dict[str, bool | None]:
    """The answer by the day of the row."""
    return {
        f"{row['asked']}": row["answer"]
        for row in built.rows(f"select {day} as asked, is_looked_after as answer from {table} order by 1")
    }


def reasons(built: Built) -> dict[str, int]:
    title = "Children looked after (looked_after.csv)"
    return {gone.reason: gone.rows for gone in built.report.departures if gone.record == title}


def test_the_first_and_the_last_day_of_a_period_are_in_it(tmp_path):
    folder = tmp_path / "in"
    days = ("2025-02-28", "2025-03-01", "2025-06-30", "2025-07-01")
    write_requests(folder, *(f"{ANN} | {day}" for day in days), f"{BEN} | 2025-05-01")
    write_care(folder, LONG_AGO, f"2026-01-15 | care | {ANN} | 2025-03-01 | 2025-06-30")
    built = build(folder)
    assert told(built) == {
        "2025-02-28": False,
        "2025-03-01": True,
        "2025-05-01": False,
        "2025-06-30": True,
        "2025-07-01": False,
    }
    assert not built.report.rejects


def test_an_extract_speaks_from_the_first_day_a_period_ended_to_its_own(tmp_path):
    """What ended before need not be in it, so that neither a yes nor a no would be fair; nor does it know what came after."""
    folder = tmp_path / "in"
    days = ("2024-05-09", "2024-05-10", "2025-09-30", "2025-10-01")
    write_requests(folder, *(f"{ANN} | {day}" for day in days), *(f"{BEN} | {day[:-2]}02" for day in days[:2]))
    write_care(
        folder,
        f"2025-09-30 | care | {ANN} | 2020-01-01 |",
        f"2025-09-30 | care | {CAT} | 2023-01-01 | 2024-05-10",
        f"2025-09-30 | care | {DAN} | 2023-01-01 | 2024-12-31",
    )
    built = build(folder)
    assert told(built) == {
        "2024-05-02": None,
        "2024-05-09": None,
        "2024-05-10": True,
        "2025-09-30": True,
        "2025-10-01": None,
    }
    assert built.rows("from looked_after_days") == [
        {"la_code": "999", "first_known_date": datetime.date(2024, 5, 10), "known_to": datetime.date(2025, 9, 30)}
    ]


def test_a_list_of_who_is_looked_after_now_speaks_for_its_own_day(tmp_path):
    folder = tmp_path / "in"
    write_requests(folder, f"{ANN} | 2025-05-01", f"{BEN} | 2025-06-01", f"{ANN} | 2026-01-15")
    write_care(folder, f"2026-01-15 | care | {ANN} | 2020-01-01 |")
    built = build(folder)
    assert told(built) == {"2025-05-01": None, "2025-06-01": None, "2026-01-15": True}
    assert built.findings("looked_after_none_ended") == 1


def test_of_a_child_without_a_upn_nobody_knows_unless_the_extract_names_it(tmp_path):
    """A list by UPN cannot say that a child it could not have named is not in it."""
    folder = tmp_path / "in"
    write_return(
        folder,
        "2026-01-15",
        f"""
        upn   | surname | forename | birth      | received   | decision
              | Oakes   | Pia      | 2022-02-03 | 2025-05-01 | A
        {ANN} | Birkett | Ada      | 2015-02-03 | 2025-05-02 | A
        {BEN} | Calder  | Eli      | 2015-02-04 | 2025-05-03 | A
        """,
    )
    write_csv(folder / "person_links.csv", f"person_ref | ref_kind | upn\nLCS 7 | local_id | {BEN}")
    write_care(folder, LONG_AGO, "2026-01-15 | care | lcs7 | 2025-01-01 |")
    built = build(folder)
    assert told(built) == {"2025-05-01": None, "2025-05-02": False, "2025-05-03": True}
    assert built.findings("looked_after_child_unknown") == 0


def test_references_that_nobody_knows_tell_nothing(tmp_path):
    """Taken at its word, the extract would make everybody one of the others."""
    folder = tmp_path / "in"
    write_requests(folder, f"{ANN} | 2025-05-01")
    write_care(folder, "2026-01-15 | care | L1 | 2025-01-01 | 2025-02-01", "2026-01-15 | care | L2 | 2025-01-01 |")
    built = build(folder)
    assert told(built) == {"2025-05-01": None}
    assert built.findings("looked_after_not_used") == built.findings("looked_after_child_unknown") == 2
    assert built.rows("from looked_after_days") == []


def test_of_several_authorities_nobody_knows_whose_children_an_extract_lists(tmp_path):
    folder = tmp_path / "in"
    write_requests(folder, f"{ANN} | 2025-05-01")
    write_requests(folder / "other", f"{BEN} | 2025-05-02", la_code="998")
    write_care(folder, LONG_AGO, f"2026-01-15 | care | {ANN} | 2025-01-01 |")
    built = build(folder)
    assert told(built) == {"2025-05-01": None, "2025-05-02": None}
    assert reasons(built) == {"Whose children they are cannot be told: not one authority alone is loaded": 2}
    assert built.findings("looked_after_not_used") == 2
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_the_newest_extract_of_a_source_holds_every_period(tmp_path):
    folder = tmp_path / "in"
    write_requests(folder, f"{ANN} | 2025-05-01", f"{BEN} | 2025-05-02")
    write_care(
        folder,
        f"2025-12-15 | care | {DAN} | 2018-01-01 | 2019-01-01",
        f"2025-12-15 | care | {ANN} | 2025-01-01 |",
        name="looked_after in December",
    )
    # Ann's was a slip; Ben's was entered late.
    write_care(folder, LONG_AGO, f"2026-01-15 | care | {BEN} | 2025-04-01 | 2025-05-02")
    built = build(folder)
    assert told(built) == {"2025-05-01": False, "2025-05-02": True}
    assert reasons(built) == {SUPERSEDED: 2}
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_two_files_of_one_day_are_read_together_and_a_period_in_both_counts_as_the_later_has_it(tmp_path):
    folder = tmp_path / "in"
    write_requests(folder, f"{ANN} | 2025-05-01", f"{BEN} | 2025-05-02")
    write_care(folder, LONG_AGO, f"2026-01-15 | care | {ANN} | 2025-01-01 |", name="looked_after a")
    write_care(
        folder,
        f"2026-01-15 | care | {ANN} | 2025-01-01 | 2025-04-30",
        f"2026-01-15 | care | {BEN} | 2025-01-01 |",
        name="looked_after b",
    )
    built = build(folder)
    assert told(built) == {"2025-05-01": False, "2025-05-02": True}
    assert reasons(built) == {"The same period once more for that day: of two files the later by name counts": 1}
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


def test_two_sources_speak_for_the_days_both_speak_for(tmp_path):
    folder = tmp_path / "in"
    days = ("2024-12-31", "2025-01-01", "2025-11-30", "2025-12-01")
    write_requests(folder, *(f"{ANN} | {day}" for day in days), f"{BEN} | 2025-06-01")
    write_care(folder, LONG_AGO, f"2026-01-15 | care | {BEN} | 2025-01-01 |")
    write_care(folder, f"2025-11-30 | old system | {CAT} | 2024-01-01 | 2025-01-01", name="looked_after before")
    built = build(folder)
    assert told(built) == {
        "2024-12-31": None,
        "2025-01-01": False,
        "2025-06-01": True,
        "2025-11-30": False,
        "2025-12-01": None,
    }


def test_a_child_with_periods_that_overlap_is_one_child_and_looked_after_through_all_of_them(tmp_path):
    folder = tmp_path / "in"
    write_requests(folder, f"{ANN} | 2025-06-01")
    write_care(
        folder,
        LONG_AGO,
        f"2026-01-15 | care | {ANN} | 2024-01-01 | 2025-12-31",
        f"2026-01-15 | care | {ANN} | 2025-02-01 | 2025-03-01",
    )
    built = build(folder)
    assert told(built) == {"2025-06-01": True}
    assert built.findings("looked_after_periods_overlap") == 1
    assert built.count("requests_received", where={"looked_after": "true"}) == 1


def test_what_cannot_be_is_rejected_and_every_row_is_accounted_for(tmp_path):
    folder = tmp_path / "in"
    write_requests(folder, f"{ANN} | 2025-06-01", f"{BEN} | 2025-06-02")
    write_care(
        folder,
        LONG_AGO,
        f"2026-01-15 | care | {ANN} | 2025-05-01 | 2025-04-30",
        f"2026-01-15 | care | {BEN} | 2025-05-01 | 2026-01-16",
        f"2026-01-15 | care | {CAT} | 2025-05-01 |",
        f"2026-01-15 | care | {CAT} | 2025-05-01 | 2025-06-01",
    )
    built = build(folder)
    (load,) = (load for load in built.report.loads if load.file == "looked_after.csv")
    assert (load.rows_in, load.rows_loaded, load.rows_set_aside, load.rows_rejected) == (5, 2, 0, 3)
    rules = ("dates_out_of_order", "looked_after_date_out_of_range", "key_repeated")
    assert [built.findings(rule) for rule in rules] == [1, 1, 1]
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> Built:
    """Advice and a referral besides, each with a day of its own."""
    folder = tmp_path_factory.mktemp("care") / "in"
    write_census(folder, "2025-01-16", f"school | upn\n9992001 | {ANN}\n9992001 | {BEN}")
    write_requests(folder, f"{ANN} | 2025-03-01", f"{BEN} | 2025-03-02")
    write_csv(
        folder / "advice_requests.csv",
        "snapshot_date | source | request_id | person_ref | adviser_service | requested_date | received_date\n"
        f"2026-01-15 | casework | 1 | {ANN} | ep | 2025-04-12 |\n2026-01-15 | casework | 2 | {BEN} | ep | 2025-04-13 |",
    )
    write_csv(
        folder / "referrals.csv",
        "snapshot_date | source | referral_id | person_ref | service | received_date\n"
        f"2026-01-15 | trust | R1 | {ANN} | salt | 2025-04-09\n2026-01-15 | trust | R2 | {ANN} | camhs | 2025-05-11\n"
        "2026-01-15 | trust | R3 | MH 9 | salt | 2025-05-12",
    )
    write_care(folder, LONG_AGO, f"2026-01-15 | care | {ANN} | 2025-04-10 | 2025-05-10")
    return build(folder)


def test_advice_and_referrals_are_told_by_their_own_day(everything):
    assert told(everything) == {"2025-03-01": False, "2025-03-02": False}
    assert told(everything, "advice", "requested_date") == {"2025-04-12": True, "2025-04-13": False}
    # The third is of a child whose UPN nobody knows.
    assert told(everything, "referrals") == {"2025-04-09": False, "2025-05-11": False, "2025-05-12": None}


def test_nothing_but_the_answer_enters_the_warehouse(everything):
    """Nor is a child that only the extract names among the people."""
    tables = {row["table_name"] for row in everything.rows("select table_name from duckdb_tables()")}
    assert {name for name in tables if "looked" in name or "care" in name} == {"looked_after_days"}
    assert everything.value("select count(*) from people") == 3
    assert everything.value("select count(*) from looked_after_days") == 1


def test_looking_back_shows_the_same_answer_for_the_same_row(everything):
    """A period that begins later cannot change it."""
    (now,) = ask(everything.engine, "requests_received", by="looked_after")
    (then,) = ask(everything.engine, "requests_received", by="looked_after", as_at="2025-03-31")
    assert (now["breakdown"], now["numerator"]) == (then["breakdown"], then["numerator"]) == ("false", 2)


def test_small_groups_are_hidden_from_leaders_and_nothing_leaves_the_building(everything):
    question = Question("requests_received", by="looked_after")
    (exact,) = everything.engine.answer(question, CASEWORK).rows
    assert exact["numerator"] == 2
    (row,) = everything.engine.answer(question, LEADERS).rows
    assert (row["symbol"], row["numerator"], row["value"]) == ("c", None, None)
    for metric in ("requests_received", "request_to_plan_wait", "advice_wait"):
        view = {"view": "cohort"} if metric.endswith("wait") else {}
        with pytest.raises(RefusedError):
            everything.engine.answer(Question(metric, by="looked_after", **view), SHARED)
