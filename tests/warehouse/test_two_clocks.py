"""A child's clock runs across referrals, a service's from the one it accepted: from files to the table of referrals."""

from small_files import build, write_csv

ANN, BEN = "A999200118001", "B999200118002"
HEADINGS = (
    "snapshot_date | source | referral_id | person_ref | service | received_date | triaged_date | accepted_date | "
    "rejected_date | rejection_reason | prereq_service | prereq_end_date | previous_referral_id | first_offer_date | "
    "first_contact_date | assessed_date | intervention_started_date | discharge_date | discharge_reason"
)
NAMES = [name.strip() for name in HEADINGS.split("|")]


def table_of(tmp_path, *referrals: dict, appointments: str = "") -> dict[str, dict]:
    """What the warehouse holds of each referral, by its own number; chains and spells by that of their first."""
    rows = [
        " | ".join(
            ({"snapshot_date": "2026-01-15", "source": "trust", "person_ref": ANN, "service": "salt"} | row).get(
                name, ""
            )
            for name in NAMES
        )
        for row in referrals
    ]
    write_csv(tmp_path / "in" / "referrals.csv", "\n".join([HEADINGS, *rows]))
    if appointments:
        write_csv(tmp_path / "in" / "appointments.csv", appointments)
    built = build(tmp_path / "in")
    # The file's row tells which referral it is: its own number does not enter the warehouse.
    numbers = {place: row["referral_id"] for place, row in enumerate(referrals, start=2)}
    found = built.rows("select * from referrals")
    named = {row["referral_id"]: numbers[row["row"]] for row in found}
    texts = (
        "came_by", "chain_start_date", "spell_triaged_date", "spell_accepted_date", "spell_offer_date", "spell_contact_date",
        "spell_assessed_date", "spell_support_date", "spell_closed_date", "spell_exit", "missed_count", "earlier_closed_date",
    )  # fmt: skip
    return {
        named[row["referral_id"]]: {name: None if row[name] is None else str(row[name]) for name in texts}
        | {"chain": named[row["chain_id"]], "spell": named[row["spell_id"]]}
        for row in found
    }


def referral(number: str, received: str, **more: str) -> dict:
    return {"referral_id": number, "received_date": received} | more


def test_a_rejected_child_referred_again_keeps_the_clock_and_the_service_starts_its_own(tmp_path):
    found = table_of(
        tmp_path,
        referral("R1", "2025-02-03", rejected_date="2025-03-03", rejection_reason="threshold"),
        referral("R2", "2026-01-05", accepted_date="2026-01-08"),
    )
    assert found["R2"]["chain"] == "R1"
    assert found["R2"]["chain_start_date"] == "2025-02-03"
    assert (found["R2"]["came_by"], found["R2"]["spell"]) == ("rejected", "R2")
    assert found["R2"]["spell_accepted_date"] == "2026-01-08"
    assert (found["R1"]["came_by"], found["R1"]["spell_exit"]) == ("first_referral", "refused")
    assert found["R1"]["spell_accepted_date"] is None


def test_later_than_12_months_after_the_rejection_is_a_new_need(tmp_path):
    for number, received, chain in (("R2", "2026-03-03", "R1"), ("R3", "2026-03-04", "R3")):
        found = table_of(
            tmp_path / number,
            referral("R1", "2025-02-03", rejected_date="2025-03-03"),
            referral(number, received, snapshot_date="2026-04-30"),
        )
        assert found[number]["chain"] == chain


def test_sent_to_another_service_first_is_a_loop_and_keeps_the_clock_of_the_need(tmp_path):
    # Told in March to try speech therapy for three months; that took until November 2025, and then back again.
    turned_away = {"rejected_date": "2024-03-04", "rejection_reason": "needs_other_service_first"}
    said = turned_away | {"prereq_service": "salt", "prereq_end_date": "2025-11-03"}
    again = referral("P2", "2025-12-01", service="paediatrics", accepted_date="2025-12-08")
    found = table_of(tmp_path / "said", referral("P1", "2024-02-05", service="paediatrics", **said), again)
    assert (found["P2"]["chain"], found["P2"]["came_by"]) == ("P1", "other_service_first")
    assert found["P2"]["chain_start_date"] == "2024-02-05"

    # The day it ended is told only by the other service's own referral.
    found = table_of(
        tmp_path / "seen_elsewhere",
        referral("P1", "2024-02-05", service="paediatrics", **turned_away, prereq_service="salt"),
        referral(
            "S1", "2024-04-01", accepted_date="2024-04-08", first_contact_date="2024-06-03", discharge_date="2025-11-03"
        ),
        again,
    )
    assert (found["P2"]["chain"], found["P2"]["came_by"]) == ("P1", "other_service_first")
    assert (found["S1"]["chain"], found["S1"]["chain_start_date"]) == ("S1", "2024-04-01")

    # Nobody says when it was over: 12 months from the rejection it is.
    found = table_of(
        tmp_path / "unsaid",
        referral("P1", "2024-02-05", service="paediatrics", **turned_away, prereq_service="salt"),
        again,
    )
    assert found["P2"]["chain"] == "P2"


def test_being_seen_by_the_service_that_came_first_does_not_stop_the_clock_of_the_need(tmp_path):
    found = table_of(
        tmp_path,
        referral("P1", "2025-02-03", service="paediatrics", rejected_date="2025-03-03", prereq_service="salt"),
        referral(
            "S1", "2025-03-10", previous_referral_id="P1", accepted_date="2025-03-12", first_contact_date="2025-05-12"
        ),
        referral("P2", "2025-11-03", service="paediatrics", previous_referral_id="P1", accepted_date="2025-11-10"),
    )
    assert (found["P2"]["chain"], found["P2"]["chain_start_date"], found["P2"]["spell_contact_date"]) == (
        "P1",
        "2025-02-03",
        None,
    )
    assert (found["S1"]["chain"], found["S1"]["chain_start_date"], found["S1"]["came_by"]) == (
        "S1",
        "2025-02-03",
        "sent_on",
    )
    assert found["S1"]["spell_contact_date"] == "2025-05-12"


def test_sent_on_to_another_service_is_turned_away_there_and_waits_here_since_the_first(tmp_path):
    found = table_of(
        tmp_path,
        referral("C1", "2025-02-03", service="camhs", rejected_date="2025-03-03"),
        referral(
            "N1", "2025-03-17", service="neurodevelopmental", previous_referral_id="C1", accepted_date="2025-03-24"
        ),
    )
    assert (found["C1"]["chain"], found["C1"]["spell_exit"]) == ("C1", "refused")
    assert (found["N1"]["chain"], found["N1"]["chain_start_date"]) == ("N1", "2025-02-03")


def test_a_discharge_after_misses_and_a_new_referral_is_one_wait_of_the_child_and_two_of_the_service(tmp_path):
    found = table_of(
        tmp_path,
        referral(
            "R1",
            "2025-02-03",
            accepted_date="2025-02-10",
            discharge_date="2025-06-02",
            discharge_reason="was_not_brought",
        ),
        referral("R2", "2025-09-01", accepted_date="2025-09-08", first_contact_date="2025-12-01"),
        appointments="""
        referral_id | offered_date | appointment_date | kind   | attendance
        R1          | 2025-03-03   | 2025-04-07       | triage | was_not_brought
        R1          | 2025-04-07   | 2025-05-05       | first  | was_not_brought
        R1          | 2025-05-05   | 2025-06-02       | first  | was_not_brought
        R2          | 2025-10-06   | 2025-12-01       | first  | attended
        """,
    )
    first, second = found["R1"], found["R2"]
    assert (first["missed_count"], second["missed_count"]) == ("2", "0")
    assert (first["spell_exit"], first["spell_closed_date"], first["spell_contact_date"]) == (
        "removed",
        "2025-06-02",
        None,
    )
    assert (second["came_by"], second["chain"], second["spell"]) == ("closed_unseen", "R1", "R2")
    assert (second["spell_accepted_date"], second["spell_contact_date"]) == ("2025-09-08", "2025-12-01")
    # Told by the appointments where the referral does not say; a triage call is no first appointment.
    assert (first["spell_offer_date"], second["spell_offer_date"]) == ("2025-04-07", "2025-10-06")


def test_two_open_referrals_of_one_child_are_one_wait_on_both_clocks(tmp_path):
    found = table_of(
        tmp_path,
        referral("R1", "2025-02-03", triaged_date="2025-02-17"),
        referral(
            "R2", "2025-02-10", accepted_date="2025-02-24", first_contact_date="2025-06-02", assessed_date="2025-07-07"
        ),
        referral(
            "R3",
            "2025-03-03",
            accepted_date="2025-03-10",
            discharge_date="2025-09-01",
            intervention_started_date="2025-08-04",
        ),
    )
    assert {row["spell"] for row in found.values()} == {"R1"}
    for row in found.values():
        assert (row["spell_triaged_date"], row["spell_accepted_date"]) == ("2025-02-17", "2025-02-24")
        assert (row["spell_contact_date"], row["spell_closed_date"]) == ("2025-06-02", None)
        assert (row["spell_assessed_date"], row["spell_support_date"]) == ("2025-07-07", "2025-08-04")


def test_referred_again_on_the_day_of_the_closing_is_a_new_spell_and_a_day_before_the_same(tmp_path):
    closed = referral(
        "R1", "2025-02-03", accepted_date="2025-02-10", discharge_date="2025-06-02", discharge_reason="not_needed"
    )
    for received, spell, came_by in (("2025-06-02", "R2", "closed_unseen"), ("2025-06-01", "R1", "closed_unseen")):
        found = table_of(tmp_path / received, closed, referral("R2", received))
        assert found["R2"]["spell"] == spell
        assert found["R1"]["came_by"] == "first_referral"
        if spell == "R2":
            assert found["R2"]["came_by"] == came_by


def test_whoever_was_seen_on_either_of_two_open_referrals_begins_a_new_need_with_the_next(tmp_path):
    for seen, chain in (("2025-04-07", "R3"), ("", "R1")):
        found = table_of(
            tmp_path / (seen or "unseen"),
            referral(
                "R1", "2025-02-03", accepted_date="2025-02-10", first_contact_date=seen, discharge_date="2025-06-02"
            ),
            referral(
                "R2", "2025-03-03", accepted_date="2025-03-10", discharge_date="2025-06-09", discharge_reason="other"
            ),
            referral("R3", "2025-10-06"),
        )
        assert (found["R2"]["chain"], found["R2"]["spell"]) == ("R1", "R1")
        assert found["R3"]["chain"] == chain


def test_a_duplicate_that_was_rejected_does_not_hide_the_referral_still_open(tmp_path):
    found = table_of(
        tmp_path,
        referral("R1", "2023-01-09", accepted_date="2023-01-16"),
        referral("R2", "2023-02-06", rejected_date="2023-02-13", rejection_reason="duplicate"),
        referral("R3", "2025-03-03", accepted_date="2025-03-10"),
    )
    assert {row["chain"] for row in found.values()} == {"R1"}
    assert {row["spell"] for row in found.values()} == {"R1"}


def test_a_referral_gone_from_the_files_for_over_a_year_keeps_no_clock(tmp_path):
    folder = tmp_path / "in"
    for day, rows in (
        ("2021-03-31", ("R1 | 2021-01-11",)),
        ("2021-09-30", ("R0 | 2021-09-06",)),
        ("2025-11-30", ("R2 | 2025-10-06", "R3 | 2022-09-30")),
    ):
        people = {"R1": ANN, "R2": ANN, "R0": BEN, "R3": BEN}
        lines = [
            f"{day} | trust | {row.split(' | ')[0]} | {people[row.split(' | ')[0]]} | salt | {row.split(' | ')[1]}"
            for row in rows
        ]
        heading = "snapshot_date | source | referral_id | person_ref | service | received_date"
        write_csv(folder / f"{day} referrals.csv", "\n".join([heading, *lines]))
    built = build(folder)
    # The second of Ben's came before any file could have told that the first was gone.
    clocks = built.rows(
        "select received_date::varchar as received, chain_start_date::varchar as clock from referrals order by 1"
    )
    assert [row["clock"] for row in clocks] == ["2021-01-11", "2021-09-06", "2021-09-06", "2025-10-06"]


def test_a_named_referral_that_is_over_does_not_hide_the_one_to_follow(tmp_path):
    found = table_of(
        tmp_path,
        referral("A", "2024-11-01"),
        referral("B", "2024-11-11", first_contact_date="2025-01-15"),
        referral(
            "D",
            "2025-01-10",
            service="paediatrics",
            rejected_date="2025-02-10",
            rejection_reason="needs_other_service_first",
        ),
        referral("C", "2025-06-02", service="paediatrics", previous_referral_id="A"),
    )
    assert (found["C"]["chain"], found["C"]["chain_start_date"]) == ("D", "2025-01-10")
    assert found["C"]["came_by"] == "other_service_first"


def test_referrals_that_follow_each_other_in_a_circle_keep_one_clock_and_each_stays_one_referral(tmp_path):
    """A link counts only back in time, so a circle is a chain, and one that names itself follows nothing."""
    circle = (
        referral("R1", "2025-02-03", previous_referral_id="R3", rejected_date="2025-02-10"),
        referral("R2", "2025-04-07", previous_referral_id="R1", service="ot", rejected_date="2025-04-14"),
        referral("R3", "2025-06-02", previous_referral_id="R2", accepted_date="2025-06-09"),
    )
    itself = referral("B1", "2025-03-03", previous_referral_id="B1", person_ref=BEN)
    found = table_of(tmp_path, *circle, itself)
    assert {number: row["chain_start_date"] for number, row in found.items()} == {
        "R1": "2025-02-03", "R2": "2025-02-03", "R3": "2025-02-03", "B1": "2025-03-03",
    }  # fmt: skip
    assert [(found[number]["chain"], found[number]["came_by"]) for number in ("R1", "R2", "R3", "B1")] == [
        ("R1", "first_referral"), ("R2", "sent_on"), ("R1", "rejected"), ("B1", "first_referral"),
    ]  # fmt: skip


def test_two_referrals_of_one_day_that_name_each_other_are_one_wait(tmp_path):
    found = table_of(
        tmp_path,
        referral("R1", "2025-02-03", previous_referral_id="R2"),
        referral("R2", "2025-02-03", previous_referral_id="R1"),
    )
    assert len({row["chain"] for row in found.values()}) == len({row["spell"] for row in found.values()}) == 1
