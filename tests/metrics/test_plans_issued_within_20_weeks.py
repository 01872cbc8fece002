"""EHC plans issued within 20 weeks: the last day counts, the next does not."""

from harness import assert_rows, run_query


def test_the_last_day_counts_and_the_next_does_not():
    rows = run_query(
        "plans_issued_within_20_weeks",
        as_at="2025-12-31",
        requests="""
        request_id | received_date
        r1         | 2025-01-01
        r2         | 2025-01-01
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        a1            | r1         | Y       | 2025-05-21
        a2            | r2         | Y       | 2025-05-22
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted | left_out
        a1            | 2025-05-21  | true       |
        a2            | 2025-05-22  | false      |
        """,
    )


def test_only_new_plans_with_a_day_of_issue_are_there():
    rows = run_query(
        "plans_issued_within_20_weeks",
        as_at="2025-12-31",
        requests="""
        request_id  | received_date
        issued      | 2025-01-01
        agreed      | 2025-01-01
        no_plan     | 2025-01-01
        withdrawn   | 2025-01-01
        open        | 2025-01-01
        transferred | 2025-01-01
        """,
        assessments="""
        assessment_id | request_id  | outcome | outcome_date | outcome_known_date | plan_agreed_known_date
        a1            | issued      | Y       | 2025-05-01   | 2025-05-01         | 2025-05-01
        a2            | agreed      | Y       |              | 2025-12-31         | 2025-12-31
        a3            | no_plan     | N       | 2025-05-01   | 2025-05-01         |
        a4            | withdrawn   | W       | 2025-05-01   | 2025-05-01         |
        a5            | open        | A       |              |                    |
        a6            | transferred | H       |              |                    |
        """,
    )
    assert_rows(rows, "assessment_id | is_counted\na1 | true")


def test_a_missing_or_impossible_date_stays_in_the_denominator_as_not_in_time():
    rows = run_query(
        "plans_issued_within_20_weeks",
        as_at="2025-12-31",
        requests="""
        request_id | received_date | appears_date
        undated    |               | 2025-02-01
        backwards  | 2025-05-02    | 2025-05-02
        same_day   | 2025-05-01    | 2025-05-01
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date
        undated       | undated    | Y       | 2025-05-01
        backwards     | backwards  | Y       | 2025-05-01
        same_day      | same_day   | Y       | 2025-05-01
        no_request    |            | Y       | 2025-05-01
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | period_date | is_counted | left_out
        undated       | 2025-05-01  | false      |
        backwards     | 2025-05-01  | false      |
        same_day      | 2025-05-01  | true       |
        no_request    | 2025-05-01  | false      |
        """,
    )


def test_mediation_or_tribunal_on_request_or_assessment_leaves_the_plan_out():
    rows = run_query(
        "plans_issued_within_20_weeks",
        as_at="2025-12-31",
        requests="""
        request_id | received_date | has_mediation | has_tribunal
        plain      | 2025-01-01    | false         | false
        rm         | 2025-01-01    | true          | false
        rt         | 2025-01-01    | false         | true
        am         | 2025-01-01    | false         | false
        at         | 2025-01-01    | false         | false
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_mediation | has_tribunal
        plain         | plain      | Y       | 2025-05-01   | false         | false
        rm            | rm         | Y       | 2025-05-01   | false         | false
        rt            | rt         | Y       | 2025-05-01   | false         | false
        am            | am         | Y       | 2025-05-01   | true          | false
        at            | at         | Y       | 2025-05-01   | false         | true
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | left_out
        plain         |
        rm            | Mediation or tribunal
        rt            | Mediation or tribunal
        am            | Mediation or tribunal
        at            | Mediation or tribunal
        """,
    )


def test_a_plan_with_an_exception_counts_like_any_other_and_its_clock_is_not_paused():
    rows = run_query(
        "plans_issued_within_20_weeks",
        as_at="2025-12-31",
        requests="""
        request_id | received_date
        r1         | 2025-01-01
        r2         | 2025-01-01
        """,
        assessments="""
        assessment_id | request_id | outcome | outcome_date | has_20_week_exception
        a1            | r1         | Y       | 2025-05-21   | true
        a2            | r2         | Y       | 2025-05-22   | true
        """,
    )
    assert_rows(rows, "assessment_id | is_counted | left_out\na1 | true |\na2 | false |")


def test_a_plan_is_there_from_the_day_it_was_issued():
    requests = """
        request_id | received_date
        r1         | 2025-01-01
        """
    assessments = """
        assessment_id | request_id | agreed_date | outcome | outcome_date
        a1            | r1         | 2025-02-01  | Y       | 2025-05-21
        """
    for as_at, expected in (
        ("2025-05-20", "assessment_id | is_counted"),
        ("2025-05-21", "assessment_id | is_counted\na1 | true"),
    ):
        rows = run_query("plans_issued_within_20_weeks", as_at, requests=requests, assessments=assessments)
        assert_rows(rows, expected)


def test_mediation_that_a_later_return_reports_does_not_yet_leave_the_plan_out():
    requests = """
        request_id | received_date | has_mediation | appeal_known_date
        r1         | 2025-01-01    | true          | 2026-01-15
        """
    assessments = """
        assessment_id | request_id | outcome | outcome_date
        a1            | r1         | Y       | 2025-05-21
        """
    for as_at, expected in (
        ("2026-01-14", "assessment_id | left_out\na1 |"),
        ("2026-01-15", "assessment_id | left_out\na1 | Mediation or tribunal"),
    ):
        rows = run_query("plans_issued_within_20_weeks", as_at, requests=requests, assessments=assessments)
        assert_rows(rows, expected)


def test_the_school_and_the_need_are_those_of_the_request():
    rows = run_query(
        "plans_issued_within_20_weeks",
        as_at="2025-12-31",
        requests="""
        request_id | received_date | person_id | school_urn | locality_code | need_type | year_group | is_fsm_eligible
        r1         | 2025-01-01    | 7         | 900001     | north         | ASD       | 4          | true
        """,
        assessments="""
        assessment_id | request_id | person_id | outcome | outcome_date
        a1            | r1         | 7         | Y       | 2025-05-21
        """,
    )
    assert_rows(
        rows,
        """
        assessment_id | la_code | person_id | school_urn | locality_code | need_type | year_group | is_fsm_eligible
        a1            | 999     | 7         | 900001     | north         | ASD       | 4          | true
        """,
    )
