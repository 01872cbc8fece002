"""The same child meets itself across files, and two children never become one."""

import hashlib
import hmac

import pytest
from harness import ask
from small_files import KEY, PersonKey, build, write_census, write_csv, write_return

ANN, BEN, OLD = "A999200118001", "B999200118002", "C999200118003"


def people_of(built, table: str = "requests") -> int:
    return built.value(f"select count(distinct person_id) from {table}")


def python_person_id(identifier: str, key: PersonKey = KEY) -> int:
    return int(hmac.new(key.secret, identifier.encode(), hashlib.sha256).hexdigest()[:15], 16)


@pytest.mark.parametrize(
    ("columns", "values", "identifier"),
    [
        ("upn", ANN, f"upn:{ANN}"),
        ("upn", "a99920 0118001", f"upn:{ANN}"),
        ("uln", "1234567890", "uln:1234567890"),
        ("surname | forename | birth", "Oakes | Pia | 2019-02-03", "name:oakes|pia|2019-02-03"),
        ("upn | uln", f"{ANN} | 1234567890", f"upn:{ANN}"),
    ],
)
def test_person_id_is_the_hmac_of_the_best_identifier(tmp_path, columns, values, identifier):
    write_return(tmp_path / "in", "2026-01-15", f"{columns} | received | decision\n{values} | 2025-12-01 | A")
    assert build(tmp_path / "in").value("select person_id from requests") == python_person_id(identifier)


def test_a_child_without_any_identifier_is_somebody_else_every_time(tmp_path):
    write_return(
        tmp_path / "in",
        "2026-01-15",
        """
        upn           | uln        | surname | received   | decision
        not a number  |            |         | 2025-12-01 | A
                      | 9999999999 |         | 2025-12-01 | A
                      |            | Oakes   | 2025-12-01 | A
        """,
    )
    built = build(tmp_path / "in")
    assert people_of(built) == 3
    assert built.count("assessments_open") == 3


def test_a_child_without_upn_in_one_return_and_with_it_in_the_next_is_one_child(tmp_path):
    write_return(
        tmp_path / "in",
        "2025-01-16",
        """
        upn | surname | forename | birth      | unknown | received   | decision
            | OAKES   | Pia      | 2020-02-03 | UN1     | 2024-12-01 | A
        """,
    )
    write_return(
        tmp_path / "in",
        "2026-01-15",
        f"""
        upn   | surname | forename | birth      | received   | decision | decided
        {ANN} | Oakes   | pia      | 2020-02-03 | 2024-12-01 | Y        | 2025-01-10
        """,
    )
    built = build(tmp_path / "in")
    assert built.rows("select person_id, decision from requests") == [
        {"person_id": python_person_id(f"upn:{ANN}"), "decision": "Y"}
    ]
    assert built.left_out("assessments_open") == {}


def test_a_uln_held_beside_a_upn_in_another_file_is_that_child(tmp_path):
    write_return(tmp_path / "in", "2026-01-15", "uln | received | decision\n1234567890 | 2025-12-01 | A")
    write_census(tmp_path / "in", "2025-01-16", f"school | upn | uln\n9992001 | {ANN} | 1234567890")
    built = build(tmp_path / "in")
    assert built.value("select person_id from requests") == python_person_id(f"upn:{ANN}")
    assert built.value("select school_urn from requests") == "9992001"


def test_a_former_upn_is_the_same_child(tmp_path):
    for day, upn in (("2025-01-16", OLD), ("2026-01-15", ANN)):
        write_return(tmp_path / "in", day, f"upn | received | decision\n{upn} | 2024-12-01 | A")
    write_census(tmp_path / "in", "2026-01-15", f"school | upn | former_upn\n9992001 | {ANN} | {OLD}")
    built = build(tmp_path / "in")
    assert people_of(built) == 1
    assert built.count("assessments_open") == 1
    assert built.left_out("assessments_open") == {}


@pytest.mark.parametrize(("link", "identifier"), [(f"{ANN} |", f"upn:{ANN}"), ("| 1234567890", "uln:1234567890")])
def test_a_linked_reference_is_the_child_it_is_linked_to(tmp_path, link, identifier):
    """Health knows the child by a number of its own; only person_links.csv ties it to the school roll."""
    folder = tmp_path / "in"
    write_csv(
        folder / "referrals.csv",
        """
        snapshot_date | source | referral_id | person_ref | provider_code | service | received_date
        2026-01-15    | health | R1          | mh 17      | Z             | salt    | 2025-12-01
        2026-01-15    | health | R2          | MH18       | Z             | salt    | 2025-12-01
        """,
    )
    write_csv(folder / "person_links.csv", f"person_ref | ref_kind | upn | uln\nMH17 | local_id | {link}")
    write_census(folder, "2025-01-16", f"school | upn | uln\n9992001 | {link}")
    built = build(folder)
    found = {row["row"]: row for row in built.rows("from referrals")}
    assert (found[2]["person_id"], found[2]["school_urn"]) == (python_person_id(identifier), "9992001")
    assert (found[3]["person_id"], found[3]["school_urn"]) == (python_person_id("ref:MH18"), None)


def test_a_reference_that_is_a_upn_needs_no_link(tmp_path):
    write_csv(
        tmp_path / "in" / "referrals.csv",
        f"""
        snapshot_date | source | referral_id | person_ref | provider_code | service | received_date
        2026-01-15    | ep     | R1          | {ANN}      | Z             | ep      | 2025-12-01
        """,
    )
    assert build(tmp_path / "in").value("select person_id from referrals") == python_person_id(f"upn:{ANN}")


def test_a_reference_linked_to_two_children_stands_for_itself(tmp_path):
    folder = tmp_path / "in"
    write_csv(
        folder / "referrals.csv",
        """
        snapshot_date | source | referral_id | person_ref | provider_code | service | received_date
        2026-01-15    | health | R1          | MH17       | Z             | salt    | 2025-12-01
        """,
    )
    write_csv(
        folder / "person_links.csv",
        f"""
        person_ref | ref_kind | upn   | uln
        MH17       | local_id | {ANN} |
        MH17       | local_id | {BEN} |
        """,
    )
    built = build(folder)
    assert built.value("select person_id from referrals") == python_person_id("ref:MH17")
    assert built.findings("reference_linked_twice") == 2


def test_two_children_who_share_name_and_birth_date_are_not_merged(tmp_path):
    """Nor is a third record, which has nothing but that name, given to either."""
    write_return(
        tmp_path / "in",
        "2026-01-15",
        f"""
        upn   | surname | forename | birth      | received   | decision
        {ANN} | Oakes   | Pia      | 2019-02-03 | 2025-12-01 | A
        {BEN} | Oakes   | Pia      | 2019-02-03 | 2025-12-01 | A
              | Oakes   | Pia      | 2019-02-03 | 2025-12-01 | A
        """,
    )
    built = build(tmp_path / "in")
    assert people_of(built) == 3
    assert built.count("assessments_open") == 3
    assert built.findings("identifier_shared") == 1


def test_a_uln_that_stands_for_two_children_ties_nothing(tmp_path):
    write_return(
        tmp_path / "in",
        "2026-01-15",
        f"""
        upn   | uln        | received   | decision
        {ANN} | 1234567890 | 2025-12-01 | A
        {BEN} | 1234567890 | 2025-12-01 | A
              | 1234567890 | 2025-12-01 | A
        """,
    )
    built = build(tmp_path / "in")
    assert people_of(built) == 3


def test_the_same_child_with_another_key_has_another_id(tmp_path):
    write_return(tmp_path / "in", "2026-01-15", f"upn | received | decision\n{ANN} | 2025-12-01 | A")
    other = PersonKey(b"o" * 32)
    ids = [
        build(tmp_path / "in", tmp_path / name, key).value("select person_id from requests")
        for name, key in (("one", KEY), ("two", other))
    ]
    assert ids == [python_person_id(f"upn:{ANN}"), python_person_id(f"upn:{ANN}", other)]
    assert ids[0] != ids[1]


def test_sex_and_ethnicity_are_those_of_the_newest_record(tmp_path):
    write_return(
        tmp_path / "in", "2025-01-16", f"upn | sex | ethnicity | received | decision\n{ANN} | M | WBRI | 2024-12-01 | A"
    )
    write_census(tmp_path / "in", "2026-01-15", f"school | upn | sex | ethnicity\n9992001 | {ANN} | F |")
    built = build(tmp_path / "in")
    assert built.rows("select sex, ethnicity from people") == [{"sex": "F", "ethnicity": "WBRI"}]
    assert [row["breakdown"] for row in ask(built.engine, "sen_support_share", by="sex")] == ["F"]


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ("ENG", "", "English"),
        ("OTH", "ENB", "English"),
        ("ENG", "OTB", "Other than English"),
        # A refusal tells nothing, so what was told before stands.
        ("OTH", "REF", "Other than English"),
        ("NOT", "REF", None),
        # Languages by name, of DfE's longer list.
        ("ENG", "urd", "Other than English"),
        ("", "CWAF", "Other than English"),
        # What is no code at all is left empty and told.
        ("", "Panjabi, spoken at home", None),
    ],
)
def test_first_language_is_english_or_other_by_the_newest_record_that_tells(older, newer, expected, tmp_path):
    for day, code in (("2025-01-16", older), ("2026-01-15", newer)):
        write_census(tmp_path / "in", day, f"school | upn | language\n9992001 | {ANN} | {code}")
    built = build(tmp_path / "in")
    assert built.rows("select language_group from people") == [{"language_group": expected}]
    (row,) = ask(built.engine, "sen_support_share", by="language")
    assert row["breakdown"] == (expected or "unknown")
    assert "spoken" not in str(built.rows("select * from people"))
