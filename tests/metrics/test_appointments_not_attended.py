"""Appointments a child was not brought to: one row an appointment that was due, of those attended or missed."""

from harness import assert_rows, run_query

APPOINTMENTS = """
    appointment_id | la_code | person_id | service | kind         | offered_date | appointment_date | attendance
    attended       | 999     | 1         | salt    | first        | 2025-05-06   | 2025-06-02       | attended
    missed         | 999     | 2         | salt    | first        | 2025-05-06   | 2025-06-02       | was_not_brought
    missed_later   | 999     | 1         | salt    | intervention | 2025-06-02   | 2025-07-07       | was_not_brought
    not_said       | 999     | 3         | salt    |              | 2025-05-06   | 2025-06-02       | was_not_brought
    a_call         | 999     | 3         | salt    | triage       | 2025-05-06   | 2025-05-12       | was_not_brought
    by_family      | 999     | 4         | salt    | first        | 2025-05-06   | 2025-06-02       | cancelled_by_family
    by_service     | 999     | 5         | salt    | first        | 2025-05-06   | 2025-06-02       | cancelled_by_service
    nothing_said   | 999     | 6         | salt    | first        | 2025-05-06   | 2025-06-02       | booked
    ahead          | 999     | 7         | salt    | first        | 2025-05-06   | 2026-01-16       | booked
    no_day         | 999     | 8         | salt    | first        | 2025-05-06   |                  |
    """


def test_missed_appointments_count_out_of_those_attended_or_missed_and_the_rest_is_left_out_by_reason():
    rows = run_query("appointments_not_attended", "2026-01-15", appointments=APPOINTMENTS)
    assert_rows(
        rows,
        """
        appointment_id | appointment_kind | period_date | is_counted | left_out
        attended       | first            | 2025-06-02  | false      |
        missed         | first            | 2025-06-02  | true       |
        missed_later   | intervention     | 2025-07-07  | true       |
        not_said       | first            | 2025-06-02  | true       |
        by_family      | first            | 2025-06-02  | false      | Cancelled by the family
        by_service     | first            | 2025-06-02  | false      | Cancelled by the service
        nothing_said   | first            | 2025-06-02  | false      | Nothing recorded of what came of it
        no_day         | first            | 2025-05-06  | false      | Day of the appointment not recorded
        """,
    )


def test_an_appointment_is_due_on_its_day_and_not_the_day_before():
    rows = run_query("appointments_not_attended", "2025-06-01", appointments=APPOINTMENTS)
    assert_rows(rows, "appointment_id | left_out\nno_day | Day of the appointment not recorded")
    rows = run_query("appointments_not_attended", "2025-06-02", appointments=APPOINTMENTS)
    assert {row["appointment_id"] for row in rows if row["is_counted"]} == {"missed", "not_said"}
