"""Returns of several years, through the real build: each request once, the older plans kept, nothing without a date placed in time."""

import datetime
from pathlib import Path

import pytest
from harness import CASEWORK, ask
from small_files import Built, build, write_blades, write_csv, write_return

from sendmetrics.metrics.question import Question

ANN, BEN, CAT = "A999200118001", "B999200118002", "C999200118003"


def statuses(built) -> dict[str, tuple]:
    """Received date to decision, outcome and outcome date of every request."""
    rows = built.rows(
        "select received_date::varchar as received, decision, outcome, outcome_date::varchar as ended "
        "from requests left join assessments using (request_id) order by all"
    )
    return {row["received"]: (row["decision"], row["outcome"], row["ended"]) for row in rows}


def two_years(folder: Path, write=write_return) -> None:
    """Ann's plan was issued in 2024 and is historical a year on; Ben's assessment goes on; Cat is refused."""
    write(
        folder / "2025",
        "2025-01-16",
        f"""
        upn   | received   | decision | decided    | outcome | ended      | started    | held
        {ANN} | 2024-02-01 | Y        | 2024-03-01 | Y       | 2024-06-20 | 2024-06-20 | 1
        {BEN} | 2024-11-20 | Y        | 2024-12-20 | A       |            |            |
        {CAT} | 2024-12-10 | A        |            |         |            |            |
        """,
    )
    write(
        folder / "2026",
        "2026-01-15",
        f"""
        upn   | received   | decision | decided    | outcome | ended      | started    | held
        {BEN} | 2024-11-20 | H        |            | Y       | 2025-06-01 | 2025-06-01 | 1
        {ANN} | 2024-02-01 | H        |            | H       |            | 2024-06-20 | 1
        {CAT} | 2024-12-10 | N        | 2025-01-20 |         |            |            |
        """,
    )


@pytest.mark.parametrize("write", [write_return, write_blades])
def test_two_returns_of_the_same_children_count_each_request_once_and_keep_the_older_plan(tmp_path, write):
    two_years(tmp_path / "extracts", write)
    built = build(tmp_path / "extracts")
    assert statuses(built) == {
        "2024-02-01": ("Y", "Y", "2024-06-20"),
        "2024-11-20": ("Y", "Y", "2025-06-01"),
        "2024-12-10": ("N", None, None),
    }
    assert built.count("requests_received") == 3
    issued = [row for row in ask(built.engine, "plans_issued_within_20_weeks", every="year") if row["denominator"]]
    assert [(row["period"].year, row["numerator"]) for row in issued] == [(2024, 1), (2025, 0)]
    assert built.value("select count(*) from plans where is_held") == 2


def test_a_decision_marked_historical_keeps_the_day_an_earlier_return_gave(tmp_path):
    two_years(tmp_path / "extracts")
    dates = build(tmp_path / "extracts").rows(
        "select decided_date::varchar as day from requests order by received_date"
    )
    assert [row["day"] for row in dates] == ["2024-03-01", "2024-12-20", "2025-01-20"]


def test_the_order_in_which_files_are_named_does_not_matter(tmp_path):
    two_years(tmp_path / "extracts")
    two_years(tmp_path / "turned")
    (tmp_path / "turned" / "2025").rename(tmp_path / "turned" / "z")
    (tmp_path / "turned" / "2026").rename(tmp_path / "turned" / "a")
    assert statuses(build(tmp_path / "turned")) == statuses(build(tmp_path / "extracts"))


def test_historical_with_the_day_still_there_never_overwrites_and_never_counts_as_issued(tmp_path):
    write_return(
        tmp_path / "extracts",
        "2026-01-15",
        f"""
        upn   | received   | decision | outcome | ended      | started    | held
        {ANN} | 2023-02-01 | H        | H       | 2025-06-20 | 2025-06-20 | 1
        """,
    )
    built = build(tmp_path / "extracts")
    assert built.count("plans_issued_within_20_weeks") == 0
    assert built.findings("historical_in_year") == 1


@pytest.mark.parametrize("received", ["2023-02-01", ""])
def test_historical_that_matches_nothing_is_a_finding_and_its_plan_is_kept(tmp_path, received):
    write_return(
        tmp_path / "extracts",
        "2026-01-15",
        f"""
        upn   | received   | decision | outcome | started    | held
        {ANN} | {received} | H        | H       | 2023-06-20 | 1
        """,
    )
    built = build(tmp_path / "extracts")
    assert built.findings("historical_without_match") == 1
    assert built.value("select count(*) from plans where is_held") == 1
    assert built.count("requests_received") == 0
    assert built.left_out("requests_received") == {"Historical, and no return holds the decision": 1}
    assert built.left_out("request_to_plan_wait") == {"Historical, and no return holds the decision": 1}


def corrected(folder: Path, now: str) -> Built:
    """Ann's plan issued in 2024, as a return held it; and ``now`` what the next says of her requests and plans."""
    heading = "upn   | received   | decision | decided    | outcome | ended      | started    | ceased     | held"
    was = f"{ANN} | 2024-02-01 | Y        | 2024-03-01 | Y       | 2024-06-20 | 2024-06-20 |            | 1"
    write_return(folder / "2025", "2025-01-16", f"{heading}\n{was}")
    write_return(folder / "2026", "2026-01-15", f"{heading}\n{now}")
    return build(folder)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        # The day of request corrected, the decision within the year or before it: once said, and by one rule.
        (f"{ANN} | 2024-01-31 | Y | 2024-03-01 | Y | 2024-06-20 | 2024-06-20 | | 1", 1),
        (f"{ANN} | 2024-01-31 | H |            | H |            | 2024-06-20 | | 1", 1),
        (f"{ANN} |            | H |            | H |            | 2024-06-20 | | 1", 0),
        # As before; of another child; of another day of issue; beside the first, which is still held, or which has ended.
        (f"{ANN} | 2024-02-01 | H |            | H |            | 2024-06-20 | | 1", 0),
        (f"{BEN} | 2024-01-31 | Y | 2024-03-01 | Y | 2024-06-20 | 2024-06-20 | | 1", 0),
        (f"{ANN} | 2024-01-31 | Y | 2024-03-01 | Y | 2024-06-21 | 2024-06-21 | | 1", 0),
        (
            f"{ANN} | 2024-01-31 | Y | 2024-03-01 | Y | 2024-06-20 | 2024-06-20 |            | 1\n"
            f"{ANN} | 2024-02-01 | H |            | H |            | 2024-06-20 |            | 1",
            0,
        ),
        (
            f"{ANN} | 2024-01-31 | Y | 2024-03-01 | Y | 2024-06-20 | 2024-06-20 |            | 1\n"
            f"{ANN} | 2024-02-01 | Y | 2024-03-01 | Y | 2024-06-20 | 2024-06-20 | 2025-03-03 |",
            0,
        ),
    ],
)
def test_a_plan_whose_day_of_request_was_corrected_is_told(tmp_path, now, found):
    built = corrected(tmp_path / "in", now)
    assert built.findings("plan_under_another_request_date") == found
    assert built.findings("historical_without_match") == 0
    if found:
        assert built.left_out("plans_in_force") == {"Held in an earlier return, not in the newest": 1}


def test_historical_without_a_day_is_the_request_that_went_ahead_before_that_year(tmp_path):
    write_return(
        tmp_path / "extracts",
        "2025-01-16",
        f"""
        upn   | received   | decision | decided    | outcome | ended      | started
        {ANN} | 2024-02-01 | Y        | 2024-03-01 | Y       | 2024-06-20 | 2024-06-20
        {ANN} | 2024-01-01 | N        | 2024-01-30 |         |            |
        """,
    )
    write_return(
        tmp_path / "extracts",
        "2026-01-15",
        f"""
        upn   | received | decision | outcome | started    | held
        {ANN} |          | H        | H       | 2024-06-20 | 1
        """,
    )
    built = build(tmp_path / "extracts")
    assert statuses(built) == {"2024-01-01": ("N", None, None), "2024-02-01": ("Y", "Y", "2024-06-20")}
    assert built.findings("historical_without_match") == 0


def test_historical_without_a_day_is_the_refused_request_that_mediation_sent_ahead(tmp_path):
    write_return(
        tmp_path / "extracts",
        "2025-01-16",
        f"""
        upn   | received   | decision | decided    | mediation | outcome | ended      | started
        {ANN} | 2024-02-01 | N        | 2024-03-01 | 1         | Y       | 2024-09-20 | 2024-09-20
        """,
    )
    write_return(
        tmp_path / "extracts",
        "2026-01-15",
        f"""
        upn   | received | decision | mediation | outcome | started    | held
        {ANN} |          | H        | 1         | H       | 2024-09-20 | 1
        """,
    )
    built = build(tmp_path / "extracts")
    assert statuses(built) == {"2024-02-01": ("N", "Y", "2024-09-20")}
    assert built.findings("historical_without_match") == 0


def test_historical_without_a_day_is_never_a_request_of_a_later_year(tmp_path):
    """The old plan ended and a new request came: the old row is not that request."""
    write_return(
        tmp_path / "extracts",
        "2024-01-18",
        f"""
        upn   | received | decision | outcome | started    | held
        {ANN} |          | H        | H       | 2020-06-20 | 1
        """,
    )
    write_return(
        tmp_path / "extracts",
        "2026-01-15",
        f"""
        upn   | received   | decision | decided    | outcome
        {ANN} | 2025-03-01 | Y        | 2025-04-01 | A
        """,
    )
    built = build(tmp_path / "extracts")
    assert built.value("select count(*) from requests") == 2
    assert built.left_out("requests_received") == {"Historical, and no return holds the decision": 1}
    assert (
        built.value("select observed_from_date::varchar from requests where received_date is not null") == "2025-01-01"
    )


def test_a_plan_agreed_in_one_return_and_issued_by_the_next_is_one_assessment(tmp_path):
    for day, ended in (("2025-01-16", ""), ("2026-01-15", "2025-02-20")):
        write_return(
            tmp_path / "extracts",
            day,
            f"""
            upn   | received   | decision | decided    | outcome | ended
            {ANN} | 2024-08-01 | Y        | 2024-09-01 | Y       | {ended}
            """,
        )
    built = build(tmp_path / "extracts")
    assert statuses(built) == {"2024-08-01": ("Y", "Y", "2025-02-20")}
    (row,) = ask(built.engine, "assessments_open", by="stage", as_at="2025-01-31")
    assert (row["breakdown"], row["numerator"]) == ("plan_not_issued", 1)
    assert ask(built.engine, "assessments_open", by="stage", as_at="2025-02-20") == []


def test_requests_ended_without_a_day_are_left_out_of_every_view(tmp_path):
    write_return(
        tmp_path / "extracts",
        "2026-01-15",
        f"""
        upn   | received   | decision | decided    | outcome | exported
        {ANN} | 2025-02-01 | W        |            |         |
        {BEN} | 2025-03-01 | Y        | 2025-04-01 | W       |
        {CAT} | 2025-04-01 | Y        | 2025-05-01 | A       | 1
        """,
    )
    built = build(tmp_path / "extracts")
    expected = {"Withdrawn, no date recorded": 2, "Moved to another authority, no date recorded": 1}
    for view in ("open", "completed", "cohort"):
        assert built.count("request_to_plan_wait", view=view) == 0
        assert built.left_out("request_to_plan_wait", view=view) == expected
    assert built.count("assessments_open") == 0
    assert built.left_out("assessments_open") == expected
    # They were received all the same.
    assert built.count("requests_received") == 3


def test_a_withdrawal_with_a_day_ends_the_wait_on_it(tmp_path):
    write_return(
        tmp_path / "extracts",
        "2026-01-15",
        f"""
        upn   | received   | decision | decided    | outcome | ended
        {ANN} | 2025-02-01 | W        | 2025-02-20 |         |
        {BEN} | 2025-03-01 | Y        | 2025-04-01 | W       | 2025-05-01
        """,
    )
    built = build(tmp_path / "extracts")
    assert built.count("request_to_plan_wait", view="cohort") == 2
    assert built.count("request_to_plan_wait", view="open") == 0
    assert built.count("request_to_plan_wait", view="open", as_at="2025-04-10") == 1
    assert built.left_out("request_to_plan_wait") == {}


def test_a_request_open_in_one_return_and_gone_from_the_next_is_left_out(tmp_path):
    for day, rows in (
        ("2025-01-16", f"{ANN} | 2024-11-01 | A\n{BEN} | 2024-12-01 | A"),
        ("2026-01-15", f"{BEN} | 2024-12-01 | A"),
    ):
        write_return(tmp_path / "extracts", day, f"upn | received | decision\n{rows}")
    built = build(tmp_path / "extracts")
    assert built.count("assessments_open") == 1
    assert built.left_out("assessments_open") == {"Open in an earlier return, not in the newest": 1}
    # On any day before the return that lacks it, it was open.
    assert built.count("assessments_open", as_at="2026-01-14") == 2


def test_returns_of_two_authorities_stay_apart(tmp_path):
    row = f"upn | received | decision\n{ANN} | 2024-11-01 | A"
    write_return(tmp_path / "extracts" / "ours", "2025-01-16", row)
    write_return(tmp_path / "extracts" / "theirs", "2026-01-15", row, la_code="383")
    built = build(tmp_path / "extracts")
    found = {row["breakdown"]: row["numerator"] for row in ask(built.engine, "assessments_open", by="authority")}
    assert found == {"999": 1, "383": 1}
    assert built.left_out("assessments_open") == {}


def test_blade_files_of_two_years_in_one_tree_keep_to_their_own_year_though_their_keys_collide(tmp_path):
    two_years(tmp_path / "extracts", write_blades)
    built = build(tmp_path / "extracts")
    assert not built.report.rejects
    # In the first year key 1 is Ann's, in the second Ben's: a link across years would give Ann Ben's plan.
    links = built.rows(
        "select requests.received_date::varchar as received, plans.start_date::varchar as started "
        "from plans inner join requests using (request_id) where plans.person_id = requests.person_id order by 1"
    )
    assert links == [
        {"received": "2024-02-01", "started": "2024-06-20"},
        {"received": "2024-11-20", "started": "2025-06-01"},
    ]


def test_blade_files_of_two_years_in_one_folder_are_told_apart_by_name(tmp_path):
    two_years(tmp_path / "apart", write_blades)
    folder = tmp_path / "extracts"
    folder.mkdir()
    for path in (tmp_path / "apart").rglob("*.csv"):
        path.rename(folder / path.name.replace("Blade-Export", f"Blade-Export_{path.parent.name}"))
    built = build(folder)
    assert not built.report.rejects
    assert statuses(built) == {
        "2024-02-01": ("Y", "Y", "2024-06-20"),
        "2024-11-20": ("Y", "Y", "2025-06-01"),
        "2024-12-10": ("N", None, None),
    }


def test_a_november_referral_file_beside_a_january_return_does_not_age_the_returns_open_cases(tmp_path):
    folder = tmp_path / "extracts"
    write_return(folder, "2026-01-15", f"upn | received | decision\n{ANN} | 2025-12-15 | A")
    write_csv(
        folder / "referrals.csv",
        f"""
        snapshot_date | source | referral_id | person_ref | provider_code | service | received_date
        2026-11-20    | health | R1          | {ANN}      | Z             | salt    | 2026-11-01
        """,
    )
    built = build(folder)
    for as_at in (None, "2026-11-20"):
        (waiting,) = ask(built.engine, "request_to_plan_wait", view="open", as_at=as_at)
        assert (waiting["count"], waiting["longest_days"], waiting["over_limit"]) == (1, 31, 0)
        (decided,) = ask(built.engine, "requests_decided_within_6_weeks", as_at=as_at)
        assert decided["denominator"] == 0
        assert built.left_out(
            "requests_decided_within_6_weeks", as_at=as_at and datetime.date.fromisoformat(as_at)
        ) == {"Six weeks not yet passed": 1}
    # Each measure stands at the last day of its own files.
    assert answer_day(built, "request_to_plan_wait") == "2026-01-15"
    assert answer_day(built, "referral_to_first_contact_wait") == "2026-11-20"


def answer_day(built: Built, metric: str) -> str:
    return built.engine.answer(Question(metric), CASEWORK).as_at.isoformat()
