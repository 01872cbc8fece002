"""First referral to each service, before or after the EHC request: one row a request and service the child was referred to."""

from harness import assert_rows, run_query


def test_each_service_counts_once_by_its_first_referral_and_the_day_of_the_request_is_before():
    rows = run_query(
        "referrals_before_or_after_request",
        as_at="2026-01-15",
        requests="""
        request_id | person_id | received_date
        q1         | 1         | 2025-03-03
        q2         | 2         | 2025-03-03
        """,
        referrals="""
        referral_id | person_id | service | received_date | first_contact_date
        begins      | 9         | salt    | 2023-01-02    |
        a           | 1         | salt    | 2024-03-02    | 2025-03-03
        a_again     | 1         | salt    | 2025-06-02    |
        b           | 1         | camhs   | 2024-03-03    | 2025-03-04
        c           | 1         | ot      | 2024-09-02    |
        d           | 1         | physio  | 2024-09-03    |
        e           | 1         | ep      | 2025-03-03    |
        f           | 1         | sensory | 2025-03-04    | 2025-06-02
        """,
    )
    assert_rows(
        rows,
        """
        first_referral_id | period_date | referral_timing        | seen_by_request | left_out
        q1-salt           | 2025-03-03  | over_12_months_before  | seen            |
        q1-camhs          | 2025-03-03  | up_to_12_months_before | not_seen        |
        q1-ot             | 2025-03-03  | up_to_12_months_before | not_seen        |
        q1-physio         | 2025-03-03  | up_to_6_months_before  | not_seen        |
        q1-ep             | 2025-03-03  | up_to_6_months_before  | not_seen        |
        q1-sensory        | 2025-03-03  | after                  | not_seen        |
        q2                | 2025-03-03  |                        | not_seen        | Child in no referral file
        """,
    )


def test_what_cannot_be_placed_is_left_out_by_reason():
    rows = run_query(
        "referrals_before_or_after_request",
        as_at="2026-01-15",
        requests="""
        request_id | person_id | received_date | appears_date | observed_from_date | missing_from_date
        too_soon   | 1         | 2024-01-01    | 2024-01-01   | 2023-01-01         |
        just       | 1         | 2024-01-02    | 2024-01-02   | 2023-01-01         |
        before     | 1         | 2022-12-31    | 2022-12-31   | 2023-01-01         |
        no_day     | 1         |               | 2025-01-16   | 2023-01-01         |
        lost       | 1         | 2024-06-03    | 2024-06-03   | 2023-01-01         | 2026-01-15
        """,
        referrals="""
        referral_id | person_id | service | received_date
        begins      | 1         | salt    | 2023-01-02
        no_service  | 1         |         | 2023-02-06
        """,
    )
    assert_rows(
        rows,
        """
        first_referral_id | referral_timing        | left_out
        too_soon-salt     | up_to_12_months_before | Referrals do not reach back 12 months before the request
        just-salt         | up_to_12_months_before |
        before-salt       | after                  | Received before the files begin
        no_day-salt       |                        | Date received missing
        lost-salt         | over_12_months_before  | Open in an earlier return, not in the newest
        """,
    )


def test_looking_back_the_first_referral_has_come_once_its_day_is_there():
    requests = "request_id | person_id | received_date\nq | 1 | 2025-03-03"
    referrals = """
        referral_id | person_id | service | received_date
        begins      | 9         | salt    | 2023-01-02
        after       | 1         | salt    | 2025-06-02
        """
    for as_at, expected in (("2025-06-01", "q | | Child in no referral file"), ("2025-06-02", "q-salt | after |")):
        rows = run_query("referrals_before_or_after_request", as_at, requests=requests, referrals=referrals)
        assert_rows(rows, f"first_referral_id | referral_timing | left_out\n{expected}")
