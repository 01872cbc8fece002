"""Discharges after missed appointments: one row a discharge, and where the child stood with the authority on that day."""

import pytest
from harness import assert_rows, run_query


def test_a_discharge_for_not_being_brought_counts_whether_or_not_the_child_was_ever_seen():
    rows = run_query(
        "discharged_after_missed_appointments",
        as_at="2026-01-15",
        referrals="""
        referral_id  | person_id | received_date | first_contact_date | rejected_date | discharge_date | discharge_reason | missed_count
        three_misses | 1         | 2025-02-03    |                    |               | 2025-06-02     | was_not_brought  | 3
        seen_before  | 2         | 2025-02-03    | 2025-03-03         |               | 2025-06-02     | was_not_brought  | 1
        complete     | 3         | 2025-02-03    | 2025-03-03         |               | 2025-06-02     | complete         | 2
        never_missed | 4         | 2025-02-03    |                    |               | 2025-06-02     | moved            | 0
        no_reason    | 5         | 2025-02-03    |                    |               | 2025-06-02     |                  |
        rejected     | 6         | 2025-02-03    |                    | 2025-02-10    |                |                  |
        open         | 7         | 2025-02-03    |                    |               |                |                  | 2
        """,
    )
    assert_rows(
        rows,
        """
        referral_id  | period_date | is_counted | misses        | left_out
        three_misses | 2025-06-02  | true       | three_or_more |
        seen_before  | 2025-06-02  | true       | one           |
        complete     | 2025-06-02  | false      | two           |
        never_missed | 2025-06-02  | false      | none          |
        no_reason    | 2025-06-02  | false      |               | Reason of the discharge not recorded
        """,
    )


def test_two_referrals_open_together_are_one_discharge_on_the_day_and_for_the_reason_of_the_last():
    referrals = """
        referral_id | spell_id | person_id | received_date | discharge_date | discharge_reason | missed_count | spell_closed_date
        first       | first    | 1         | 2025-02-03    | 2025-06-02     | complete         | 1            | 2025-06-09
        second      | first    | 1         | 2025-03-03    | 2025-06-09     | was_not_brought  | 2            | 2025-06-09
        """
    assert run_query("discharged_after_missed_appointments", "2025-06-08", referrals=referrals) == []
    rows = run_query("discharged_after_missed_appointments", "2025-06-09", referrals=referrals)
    assert_rows(rows, "referral_id | period_date | is_counted | misses\nsecond | 2025-06-09 | true | three_or_more")


@pytest.mark.parametrize(("discharged", "duplicate"), [("r1", "r2"), ("r2", "r1")])
@pytest.mark.parametrize("rejected", ["2025-05-01", "2025-05-08"])
def test_a_duplicate_rejected_beside_a_discharge_or_later_takes_none_away(discharged, duplicate, rejected):
    referrals = f"""
        referral_id  | spell_id | person_id | received_date | rejected_date | rejection_reason | discharge_date | discharge_reason | missed_count | spell_closed_date
        {discharged} | a        | 1         | 2025-02-03    |               |                  | 2025-05-01     | was_not_brought  | 2            | {rejected}
        {duplicate}  | a        | 1         | 2025-04-07    | {rejected}    | duplicate        |                |                  | 1            | {rejected}
        """
    rows = run_query("discharged_after_missed_appointments", rejected, referrals=referrals)
    assert_rows(
        rows,
        f"""
        referral_id  | period_date | is_counted | misses        | left_out
        {discharged} | 2025-05-01  | true       | three_or_more |
        """,
    )


@pytest.mark.parametrize(("missed", "other"), [("r1", "r2"), ("r2", "r1")])
@pytest.mark.parametrize("reason", ["complete", ""])
def test_of_two_discharges_on_one_day_the_one_for_not_being_brought_counts(missed, other, reason):
    rows = run_query(
        "discharged_after_missed_appointments",
        "2026-01-15",
        referrals=f"""
        referral_id | spell_id | person_id | received_date | discharge_date | discharge_reason
        {missed}    | a        | 1         | 2025-02-03    | 2025-05-01     | was_not_brought
        {other}     | a        | 1         | 2025-03-03    | 2025-05-01     | {reason}
        """,
    )
    assert_rows(rows, f"referral_id | is_counted | left_out\n{missed} | true |")


def test_a_discharge_beside_a_referral_that_a_newer_extract_lost_is_told_as_left_out():
    rows = run_query(
        "discharged_after_missed_appointments",
        "2026-01-15",
        referrals="""
        referral_id | spell_id | person_id | received_date | discharge_date | discharge_reason | missing_from_date | spell_closed_date | spell_missing_from_date
        beside      | a        | 1         | 2025-02-03    | 2025-05-01     | was_not_brought  | 2025-06-30        |                   | 2025-06-30
        gone        | a        | 1         | 2025-03-03    |                |                  | 2025-06-30        |                   | 2025-06-30
        after       | b        | 2         | 2025-02-03    | 2025-05-01     | was_not_brought  | 2025-05-01        |                   | 2025-05-01
        gone_before | b        | 2         | 2025-01-06    |                |                  | 2025-03-31        |                   | 2025-05-01
        still       | c        | 3         | 2025-02-03    | 2025-05-01     | was_not_brought  |                   |                   |
        open        | c        | 3         | 2025-03-03    |                |                  |                   |                   |
        """,
    )
    assert_rows(
        rows,
        """
        referral_id | period_date | is_counted | left_out
        beside      | 2025-05-01  | true       | Another open with it in an earlier extract, not in the newest
        after       | 2025-05-01  | true       |
        """,
    )


REFERRALS = """
    referral_id | person_id | received_date | discharge_date | discharge_reason | year_group
    r           | 1         | 2025-02-03    | 2025-06-02     | was_not_brought  | {}
    """
SOMEBODY = """
    request_id | person_id | received_date | known_to   | decision | decided_date | decision_known_date
    else       | 9         | 2025-01-06    | 2026-01-15 | A        |              |
    """


@pytest.mark.parametrize(
    ("decision", "standing"),
    [
        ("A |            |           ", "request"),
        ("N | 2025-06-02 | 2025-06-02", "neither"),
        ("N | 2025-06-03 | 2025-06-03", "request"),
        # Withdrawn, no date: open until the return that said so.
        ("W |            | 2026-01-15", "request"),
        ("Y | 2025-03-03 | 2025-03-03", "request"),
        ("H |            |           ", "neither"),
    ],
)
def test_a_request_is_open_on_the_day_as_it_stood_then(decision, standing):
    requests = f"{SOMEBODY}    own | 1 | 2025-06-02 | 2026-01-15 | {decision}\n"
    rows = run_query(
        "discharged_after_missed_appointments", "2026-01-15", referrals=REFERRALS.format(""), requests=requests
    )
    assert_rows(rows, f"ehc_standing | is_counted\n{standing} | true")


@pytest.mark.parametrize(
    ("plan", "standing"),
    [
        ("2025-06-02 |            |           ", "plan"),
        ("2025-06-03 |            |           ", "neither"),
        ("2024-01-08 | 2025-06-02 |           ", "neither"),
        ("2024-01-08 | 2025-06-03 |           ", "plan"),
        ("2024-01-08 |            | 2025-06-02", "neither"),
        ("2024-01-08 |            | 2026-01-15", "plan"),
    ],
)
def test_a_plan_is_in_force_from_the_day_issued_to_the_day_before_it_ended(plan, standing):
    plans = f"request_id | person_id | appears_date | ceased_date | missing_from_date\np | 1 | {plan}"
    rows = run_query(
        "discharged_after_missed_appointments",
        "2026-01-15",
        referrals=REFERRALS.format(""),
        requests=SOMEBODY,
        plans=plans,
    )
    assert_rows(rows, f"ehc_standing\n{standing}")


def test_an_assessment_issued_later_was_an_open_request_on_the_day_and_one_refused_before_was_not():
    for outcome, standing in (
        ("Y | 2025-09-01", "request"),
        ("N | 2025-05-01", "neither"),
        ("Y | 2025-05-01", "neither"),
    ):
        rows = run_query(
            "discharged_after_missed_appointments",
            "2026-01-15",
            referrals=REFERRALS.format(""),
            requests=f"{SOMEBODY}    own | 1 | 2025-01-06 | 2026-01-15 | Y | 2025-02-10 | 2025-02-10\n",
            assessments=f"assessment_id | request_id | outcome | outcome_date\na | own | {outcome}",
        )
        assert_rows(rows, f"ehc_standing\n{standing}")


def test_a_child_in_no_file_of_the_authority_is_not_found_and_after_the_newest_return_nobody_can_tell():
    for year_group, requests, standing in (
        ("", SOMEBODY, "not_found"),
        ("3", SOMEBODY, "neither"),
        ("3", SOMEBODY.replace("2026-01-15", "2025-06-01"), "not_told"),
        ("3", SOMEBODY.replace("2026-01-15", "2025-06-02"), "neither"),
        ("3", [], "not_told"),
    ):
        rows = run_query(
            "discharged_after_missed_appointments",
            "2026-01-15",
            referrals=REFERRALS.format(year_group),
            requests=requests,
        )
        assert_rows(rows, f"ehc_standing\n{standing}")
