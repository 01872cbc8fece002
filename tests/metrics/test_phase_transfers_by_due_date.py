"""Phase transfer plans by the due date: before the law's two days, by any other of the return's; only once it has passed."""

from harness import assert_rows, run_query


def test_a_plan_of_one_of_the_laws_two_days_is_late_and_of_another_due_day_is_not():
    rows = run_query(
        "phase_transfers_by_due_date",
        as_at="2026-04-30",
        phase_transfers="""
        phase_transfer_id | request_id | due_date   | final_date
        the_day_before    | r0         | 2026-02-15 | 2026-02-14
        on_the_day        | r1         | 2026-02-15 | 2026-02-15
        a_day_late        | r2         | 2026-02-15 | 2026-02-16
        not_yet           | r3         | 2026-02-15 |
        to_college        | r4         | 2026-03-31 | 2026-03-30
        on_that_day       | r6         | 2026-03-31 | 2026-03-31
        to_p16            | r5         | 2026-04-01 | 2026-04-01
        p16_late          | r7         | 2026-04-01 | 2026-04-02
        of_the_return     | r8         | 2026-02-14 | 2026-02-14
        """,
    )
    assert_rows(
        rows,
        """
        phase_transfer_id | period_date | phase_deadline | is_counted | left_out
        the_day_before    | 2026-02-15  | february       | true       |
        on_the_day        | 2026-02-15  | february       | false      |
        a_day_late        | 2026-02-15  | february       | false      |
        not_yet           | 2026-02-15  | february       | false      |
        to_college        | 2026-03-31  | march          | true       |
        on_that_day       | 2026-03-31  | march          | false      |
        to_p16            | 2026-04-01  | other          | true       |
        p16_late          | 2026-04-01  | other          | false      |
        of_the_return     | 2026-02-14  | other          | true       |
        """,
    )


def test_a_plan_not_yet_due_is_left_out_even_if_it_was_issued():
    transfers = """
        phase_transfer_id | request_id | due_date   | final_date | appears_date
        early             | r1         | 2026-02-15 | 2026-01-10 | 2026-01-15
        open              | r2         | 2026-02-15 |            | 2026-01-15
        """
    for as_at, day, reason in (
        ("2026-02-14", "2026-02-14", "Due date not yet passed when last told"),
        ("2026-02-15", "2026-02-15", ""),
    ):
        rows = run_query("phase_transfers_by_due_date", as_at, phase_transfers=transfers)
        expected = f"phase_transfer_id | period_date | left_out\nearly | {day} | {reason}\nopen | {day} | {reason}"
        assert_rows(rows, expected)


def test_without_a_due_date_or_a_later_return_nothing_is_held_to_it():
    rows = run_query(
        "phase_transfers_by_due_date",
        as_at="2026-11-20",
        phase_transfers="""
        phase_transfer_id | request_id | due_date   | final_date | known_to
        no_due_date       | r1         |            | 2026-01-10 | 2026-11-20
        last_told_before  | r2         | 2026-02-15 |            | 2026-01-15
        """,
    )
    assert_rows(
        rows,
        """
        phase_transfer_id | is_counted | left_out
        no_due_date       | false      | Due date not recorded
        last_told_before  | false      | Due date not yet passed when last told
        """,
    )


def test_on_a_due_day_of_the_returns_own_a_plan_may_still_come_in_time():
    transfers = (
        "phase_transfer_id | request_id | due_date | final_date | appears_date\nother | r1 | 2026-05-31 | | 2026-01-15"
    )
    for as_at, reason in (("2026-05-31", "Due date not yet passed when last told"), ("2026-06-01", "")):
        rows = run_query("phase_transfers_by_due_date", as_at, phase_transfers=transfers)
        assert_rows(rows, f"phase_transfer_id | left_out\nother | {reason}")
