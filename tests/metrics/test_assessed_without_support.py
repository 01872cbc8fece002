"""Children assessed, and then nothing: one row a spell, counted where no support started within 13 weeks of the assessment."""

from harness import assert_rows, run_query

METRIC = "assessed_without_support"


def rows_of(as_at: str, referrals: str) -> list[dict]:
    return run_query(METRIC, as_at=as_at, referrals=referrals)


def test_support_on_the_last_day_of_13_weeks_is_in_time_and_a_day_later_is_not():
    """Assessed on 3 March 2025: 13 weeks are over on 2 June."""
    rows = rows_of(
        "2026-01-15",
        """
        referral_id | person_id | service | received_date | assessed_date | intervention_started_date | discharge_date | discharge_reason
        in_time     | 1         | salt    | 2024-11-04    | 2025-03-03    | 2025-06-02                |                |
        too_late    | 2         | salt    | 2024-11-04    | 2025-03-03    | 2025-06-03                |                |
        still_none  | 3         | salt    | 2024-11-04    | 2025-03-03    |                           |                |
        before      | 4         | salt    | 2024-11-04    | 2025-03-03    | 2025-01-06                | 2025-01-20     | complete
        unassessed  | 5         | salt    | 2024-11-04    |               |                           |                |
        """,
    )
    assert_rows(
        rows,
        """
        spell_id   | period_date | is_counted | left_out
        in_time    | 2025-03-03  | false      |
        too_late   | 2025-03-03  | true       |
        still_none | 2025-03-03  | true       |
        before     | 2025-03-03  | false      |
        """,
    )


def test_who_needed_no_more_or_moved_by_then_is_not_counted_and_who_was_closed_for_anything_else_is():
    rows = rows_of(
        "2026-01-15",
        """
        referral_id | person_id | service | received_date | assessed_date | intervention_started_date | rejected_date | discharge_date | discharge_reason
        supported   | 1         | salt    | 2024-11-04    | 2025-03-03    | 2025-04-07                |               |                |
        complete    | 2         | salt    | 2024-11-04    | 2025-03-03    |                           |               | 2025-03-03     | complete
        not_needed  | 3         | salt    | 2024-11-04    | 2025-03-03    |                           |               | 2025-06-02     | not_needed
        later       | 4         | salt    | 2024-11-04    | 2025-03-03    |                           |               | 2025-06-03     | not_needed
        moved       | 5         | salt    | 2024-11-04    | 2025-03-03    |                           |               | 2025-04-07     | moved
        missed      | 6         | salt    | 2024-11-04    | 2025-03-03    |                           |               | 2025-04-07     | was_not_brought
        other       | 7         | salt    | 2024-11-04    | 2025-03-03    |                           |               | 2025-04-07     | other
        unsaid      | 8         | salt    | 2024-11-04    | 2025-03-03    |                           |               | 2025-04-07     |
        rejected    | 9         | salt    | 2024-11-04    | 2025-03-03    |                           | 2025-04-07    |                |
        """,
    )
    assert_rows(
        rows,
        """
        spell_id   | is_counted | left_out
        supported  | false      |
        complete   | false      |
        not_needed | false      |
        later      | true       |
        moved      | false      |
        missed     | true       |
        other      | true       |
        unsaid     | true       |
        rejected   | true       |
        """,
    )


def test_an_assessment_counts_once_its_13_weeks_have_passed_and_its_own_file_tells_of_them():
    referrals = """
        referral_id | person_id | service | received_date | assessed_date | intervention_started_date | observed_to_date
        supported   | 1         | salt    | 2024-11-04    | 2025-03-03    | 2025-04-07                | 2026-01-15
        none        | 2         | salt    | 2024-11-04    | 2025-03-03    |                           | 2026-01-15
        old_file    | 3         | salt    | 2024-11-04    | 2025-03-03    |                           | 2025-05-30
        """
    for as_at, left_out in (("2025-06-02", "Thirteen weeks not yet passed"), ("2025-06-03", "")):
        assert_rows(
            rows_of(as_at, referrals),
            f"""
            spell_id  | is_counted | left_out
            supported | false      | {left_out}
            none      | true       | {left_out}
            old_file  | true       | Thirteen weeks not yet passed
            """,
        )


def test_a_service_or_provider_that_records_no_start_of_support_tells_nothing():
    rows = rows_of(
        "2026-01-15",
        """
        referral_id | person_id | service | provider_code | received_date | assessed_date | intervention_started_date
        supported   | 1         | salt    | RXX           | 2024-11-04    | 2025-03-03    | 2025-04-07
        none        | 2         | salt    | RXX           | 2024-11-04    | 2025-03-03    |
        elsewhere   | 3         | salt    | RYY           | 2024-11-04    | 2025-03-03    |
        other_need  | 4         | ep      | RXX           | 2024-11-04    | 2025-03-03    |
        """,
    )
    assert_rows(
        rows,
        """
        spell_id   | is_counted | left_out
        supported  | false      |
        none       | true       |
        elsewhere  | true       | Its service records no start of support
        other_need | true       | Its service records no start of support
        """,
    )


def test_gone_from_the_files_within_the_13_weeks_is_left_out_and_out_of_order_too():
    rows = rows_of(
        "2026-01-15",
        """
        referral_id | person_id | service | received_date | assessed_date | intervention_started_date | missing_from_date
        supported   | 1         | salt    | 2024-11-04    | 2025-03-03    | 2025-04-07                | 2025-05-30
        gone        | 2         | salt    | 2024-11-04    | 2025-03-03    |                           | 2025-06-02
        gone_later  | 3         | salt    | 2024-11-04    | 2025-03-03    |                           | 2025-06-03
        early       | 4         | salt    | 2024-11-04    | 2024-11-03    |                           |
        """,
    )
    assert_rows(
        rows,
        """
        spell_id   | is_counted | left_out
        supported  | false      |
        gone       | true       | Open in an earlier extract, not in the newest
        gone_later | true       |
        early      | true       | Assessed before it was referred
        """,
    )


def test_two_open_referrals_are_one_child_and_closing_one_of_them_is_not_to_need_no_more():
    """The second is closed as complete in April; the first, assessed on 3 March, stays open with nothing."""
    referrals = """
        referral_id | person_id | service | chain_id | spell_id | spell_start_date | received_date | assessed_date | spell_assessed_date | intervention_started_date | next_in_spell_date | discharge_date | discharge_reason | spell_closed_date
        supported   | 2         | salt    | s        | s        | 2024-11-04       | 2024-11-04    | 2025-03-03    | 2025-03-03          | 2025-04-07                |                    |                |                  |
        r1          | 1         | salt    | r1       | r1       | 2024-11-04       | 2024-11-04    | 2025-03-03    | 2025-03-03          |                           | 2024-12-02         | {0}
        r2          | 1         | salt    | r1       | r1       | 2024-11-04       | 2024-12-02    |               | 2025-03-03          |                           |                    | 2025-04-07     | complete         | {1}
        """
    for first, closed, counted in (
        ("               |                  |", "", "true"),
        ("2025-05-05     | other            | 2025-05-05", "2025-05-05", "false"),
    ):
        rows = rows_of("2026-01-15", referrals.format(first, closed))
        assert [row["is_counted"] for row in rows if row["spell_id"] == "r1"] == [counted == "true"]


def test_before_the_first_start_a_service_recorded_nothing_is_known():
    """The first start of support that the provider recorded is of 2 June 2025, 13 weeks after 3 March."""
    rows = rows_of(
        "2026-01-15",
        """
        referral_id | person_id | service | provider_code | received_date | assessed_date | intervention_started_date | discharge_date | discharge_reason
        years_ago   | 1         | salt    | RXX           | 2020-11-02    | 2021-03-01    |                           |                |
        complete    | 2         | salt    | RXX           | 2020-11-02    | 2021-03-01    |                           | 2021-03-01     | complete
        a_day_early | 3         | salt    | RXX           | 2024-11-04    | 2025-03-02    |                           |                |
        on_the_day  | 4         | salt    | RXX           | 2024-11-04    | 2025-03-03    |                           |                |
        supported   | 5         | salt    | RXX           | 2024-11-04    | 2025-03-03    | 2025-06-02                |                |
        elsewhere   | 6         | salt    | RYY           | 2020-11-02    | 2021-03-01    | 2021-03-15                |                |
        """,
    )
    assert_rows(
        rows,
        """
        spell_id    | is_counted | left_out
        years_ago   | true       | Its service recorded no start of support yet
        complete    | false      | Its service recorded no start of support yet
        a_day_early | true       | Its service recorded no start of support yet
        on_the_day  | true       |
        supported   | false      |
        elsewhere   | false      |
        """,
    )


def test_support_on_another_referral_of_the_child_to_the_service_counts_from_the_assessment_on():
    """Assessed on 3 February 2025, discharged, with another referral, as of 1 March: 13 weeks are over on 5 May."""
    referrals = """
        referral_id | person_id | service | provider_code | received_date | assessed_date | intervention_started_date | discharge_date | discharge_reason | missing_from_date
        recorder    | 9         | salt    | RXX           | 2024-11-04    | 2025-02-03    | 2025-02-03                |                |                  |
        recorder_2  | 8         | ot      | RXX           | 2024-11-04    | 2025-02-03    | 2025-02-03                |                |                  |
        first       | 1         | salt    | RXX           | 2024-11-04    | 2025-02-03    |                           | {0}
        next        | {1}     | RYY           | {2} |               | {3}                       |                |                  |
        """
    closed, gone = "2025-02-20 | other |", " | | 2025-02-20"
    for first, child, received, started, expected in (
        (closed, "1 | salt", "2025-03-01", "2025-04-01", (False, None)),
        (closed, "1 | salt", "2025-01-20", "2025-02-03", (False, None)),
        (closed, "1 | salt", "2025-01-20", "2025-02-02", (True, None)),
        (closed, "1 | salt", "2025-03-01", "2025-05-05", (False, None)),
        (closed, "1 | salt", "2025-03-01", "2025-05-06", (True, None)),
        # Handed on to another service, or another child.
        (closed, "1 | ot", "2025-03-01", "2025-04-01", (True, None)),
        (closed, "2 | salt", "2025-03-01", "2025-04-01", (True, None)),
        # The first left the files unsaid: what followed is known all the same.
        (gone, "1 | salt", "2025-03-01", "2025-04-01", (False, None)),
        (gone, "1 | salt", "2025-03-01", "2025-05-06", (True, "Open in an earlier extract, not in the newest")),
    ):
        rows = {
            row["spell_id"]: row for row in rows_of("2026-01-15", referrals.format(first, child, received, started))
        }
        assert (rows["first"]["is_counted"], rows["first"]["left_out"]) == expected, (child, started)


def test_a_referral_without_a_service_says_so():
    rows = rows_of(
        "2026-01-15",
        """
        referral_id | person_id | service | received_date | assessed_date | intervention_started_date
        nowhere     | 1         |         | 2024-11-04    | 2025-03-03    | 2025-04-07
        """,
    )
    assert_rows(rows, "spell_id | is_counted | left_out\nnowhere | false | Service not recorded")
