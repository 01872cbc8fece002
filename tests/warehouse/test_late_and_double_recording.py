"""What an authority records late, twice, or under another number: no case is open for ever, none is lost, none counts twice."""

from harness import ask
from small_files import build, write_census, write_csv, write_return

ANN, BEN = "A999200118001", "B999200118002"


def open_cases(built) -> tuple[int, dict[str, int]]:
    return built.count("assessments_open"), built.left_out("request_to_plan_wait")


def test_a_case_marked_historical_after_an_undecided_one_is_not_open_for_ever(tmp_path):
    write_return(
        tmp_path / "in",
        "2025-01-16",
        f"""
        upn   | received   | decision | decided    | outcome
        {ANN} | 2024-06-01 | Y        | 2024-07-01 | A
        {BEN} | 2024-06-01 | A        |            |
        """,
    )
    assert open_cases(build(tmp_path / "in")) == (2, {})
    write_return(
        tmp_path / "in",
        "2026-01-15",
        f"""
        upn   | received   | decision | outcome | started    | held
        {ANN} | 2024-06-01 | H        | H       | 2024-12-20 | 1
        {BEN} | 2024-06-01 | H        | H       | 2024-12-20 | 1
        """,
    )
    built = build(tmp_path / "in")
    assert open_cases(built) == (0, {"Historical, and no return holds the decision": 2})
    assert built.count("requests_received") == 2
    assert built.count("assessments_open", as_at="2025-12-31") == 2


def test_a_withdrawal_that_a_later_return_tells_ends_the_assessment(tmp_path):
    write_return(
        tmp_path / "in",
        "2025-01-16",
        f"upn | received | decision | decided | outcome\n{ANN} | 2024-06-01 | Y | 2024-07-01 | A",
    )
    write_return(
        tmp_path / "in",
        "2026-01-15",
        f"upn | received | decision | decided\n{ANN} | 2024-06-01 | W | 2025-02-03",
    )
    built = build(tmp_path / "in")
    assert open_cases(built) == (0, {})
    assert built.count("assessments_open", as_at="2025-02-02") == 1


def test_a_refusal_that_a_tribunal_overturned_stays_a_refusal(tmp_path):
    write_return(
        tmp_path / "in",
        "2025-01-16",
        f"upn | received | decision | decided\n{ANN} | 2024-06-01 | N | 2024-07-01",
    )
    write_return(
        tmp_path / "in",
        "2026-01-15",
        f"upn | received | decision | decided | tribunal | outcome\n{ANN} | 2024-06-01 | Y | 2025-03-01 | 1 | A",
    )
    built = build(tmp_path / "in")
    assert built.rows("select decision, decided_date::varchar as day from requests") == [
        {"decision": "N", "day": "2024-07-01"}
    ]
    assert built.count("assessments_open") == 1


def test_an_undecided_request_with_a_corrected_day_is_counted_once(tmp_path):
    for day, received in (("2025-05-31", "2025-04-01"), ("2025-06-30", "2025-04-02")):
        write_return(tmp_path / "in", day, f"upn | received | decision\n{ANN} | {received} | A", year=2026)
    built = build(tmp_path / "in")
    assert built.count("requests_received") == 1
    assert built.left_out("requests_received") == {"Open in an earlier return, not in the newest": 1}


TYPED = ("salt", "Portage with Mrs Oakes", "portage with mrs oakes", "Dietetics", "x")
REFERRALS = "snapshot_date | source | referral_id | person_ref | provider_code | service | received_date"


def test_two_providers_may_number_their_referrals_alike(tmp_path):
    write_csv(
        tmp_path / "in" / "a.csv",
        f"""
        {REFERRALS}
        2026-01-15 | A | 1001 | {ANN} | RAA | salt | 2025-12-01
        """,
    )
    write_csv(
        tmp_path / "in" / "b.csv",
        f"""
        {REFERRALS}
        2026-01-31 | | 1001 | {BEN} | RBB | camhs | 2025-12-02
        """,
    )
    write_csv(
        tmp_path / "in" / "appointments.csv",
        "referral_id | offered_date | appointment_date | attendance\n1001 | 2026-01-05 | 2026-01-10 | attended",
    )
    built = build(tmp_path / "in")
    assert [row["service"] for row in built.rows("select service from referrals order by 1")] == ["camhs", "salt"]
    assert built.value("select count(*) from referrals where missing_from_date is not null") == 0
    # Nobody can say whose appointment it was.
    assert built.value("select count(*) from appointments") == 0
    assert built.value("select count(*) from referrals where first_contact_date is not null") == 0


def test_the_number_of_a_referral_is_not_in_the_warehouse(tmp_path):
    write_csv(tmp_path / "in" / "a.csv", f"{REFERRALS}\n2026-01-15 | A | {ANN} | {ANN} | RAA | salt | 2025-12-01")
    built = build(tmp_path / "in")
    assert built.value(f"select count(*) from referrals where referral_id like '%{ANN}%'") == 0


def test_a_service_in_no_list_is_shown_as_such_and_never_as_it_was_typed(tmp_path):
    rows = (
        f"2026-01-15 | A | {n} | {ANN} | RAA | {service} | 2025-12-0{n}" for n, service in enumerate(TYPED, start=1)
    )
    write_csv(tmp_path / "in" / "r.csv", "\n".join([REFERRALS, *rows]))
    built = build(tmp_path / "in")
    shown = {row["label"]: row["numerator"] for row in ask(built.engine, "referrals_received", by="service")}
    assert shown == {
        "Speech and language therapy": 1,
        "Service not in the list 1": 1,
        "Service not in the list 2": 2,
        "Not known": 1,
    }
    assert built.findings("code_unknown") == 3


def test_without_source_and_provider_no_open_referral_is_taken_for_missing(tmp_path):
    headings = REFERRALS.replace(" | source", "").replace(" | provider_code", "")
    for name, day, person, service in (("a", "2026-01-31", ANN, "salt"), ("b", "2026-01-15", BEN, "camhs")):
        write_csv(tmp_path / "in" / f"{name}.csv", f"{headings}\n{day} | {name}1 | {person} | {service} | 2025-12-01")
    built = build(tmp_path / "in")
    assert built.value("select count(*) from referrals where missing_from_date is null") == 2


def test_a_corrected_appointment_is_not_being_seen(tmp_path):
    write_csv(tmp_path / "in" / "r.csv", f"{REFERRALS}\n2026-01-31 | A | 1 | {ANN} | RAA | salt | 2025-10-01")
    for name, attendance in (("1", "attended"), ("2", "was_not_brought")):
        write_csv(
            tmp_path / "in" / f"appointments {name}.csv",
            f"referral_id | offered_date | appointment_date | attendance\n1 | 2025-12-01 | 2026-01-05 | {attendance}",
        )
    assert build(tmp_path / "in").value("select first_contact_date from referrals") is None


def test_a_chain_whose_open_referral_left_the_list_does_not_wait_for_ever(tmp_path):
    write_csv(
        tmp_path / "in" / "old.csv",
        f"""
        {REFERRALS}             | rejected_date
        2025-06-30 | A | 1 | {ANN} | RAA | salt | 2025-01-10 |
        2025-06-30 | A | 2 | {ANN} | RAA | salt | 2025-03-10 | 2025-03-20
        """,
    )
    write_csv(
        tmp_path / "in" / "new.csv",
        f"{REFERRALS} | rejected_date\n2026-01-31 | A | 2 | {ANN} | RAA | salt | 2025-03-10 | 2025-03-20",
    )
    built = build(tmp_path / "in")
    assert built.left_out("referral_to_first_contact_wait") == {"Open in an earlier extract, not in the newest": 1}


def test_a_child_on_no_later_census_of_the_school_has_left_it(tmp_path):
    write_census(tmp_path / "in", "2024-01-18", f"school | upn\n9992001 | {ANN}\n9992001 | {BEN}")
    write_census(tmp_path / "in", "2025-01-16", f"school | upn\n9992001 | {BEN}")
    write_return(
        tmp_path / "in",
        "2026-01-15",
        f"""
        upn   | received   | decision
        {ANN} | 2024-12-01 | A
        {ANN} | 2025-03-01 | A
        {BEN} | 2025-03-01 | A
        """,
    )
    found = build(tmp_path / "in").rows("select school_urn from requests order by received_date, school_urn nulls last")
    assert [row["school_urn"] for row in found] == ["9992001", "9992001", None]


def test_namesakes_without_a_number_in_one_return_are_two_children(tmp_path):
    write_return(
        tmp_path / "in",
        "2026-01-15",
        """
        upn | surname | forename | birth      | received   | decision
            | OAKES   | Pia      | 2019-02-03 | 2025-12-01 | A
            | Oakes   | Pia      | 2019-02-03 | 2025-12-01 | A
        """,
    )
    built = build(tmp_path / "in")
    assert built.count("requests_received") == 2
    assert built.findings("identifier_shared") == 2
