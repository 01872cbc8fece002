"""Which school a case belongs to, who is on a roll, and which of two numbers for one school counts."""

from harness import ask
from small_files import build, write_census, write_csv, write_gias, write_return

ANN, BEN, CAT, DAN = "A999200118001", "B999200118002", "C999200118003", "D999200118004"

SCHOOLS = """
    urn    | estab | name          | opened     | closed
    900001 | 2001  | Elm Primary   | 01-09-1995 |
    900002 | 2002  | Ash Primary   | 01-09-1995 |
    900003 | 7001  | Larch Special | 01-09-1995 |
"""


def school_of(built) -> dict[str, str | None]:
    return {
        row["day"]: row["school_urn"]
        for row in built.rows("select received_date::varchar as day, school_urn from requests")
    }


def shares(built, metric: str, **question) -> dict[str, tuple[int, int]]:
    return {row["breakdown"]: (row["numerator"], row["denominator"]) for row in ask(built.engine, metric, **question)}


def test_a_request_belongs_to_the_school_at_the_census_on_or_before_it(tmp_path):
    folder = tmp_path / "in"
    write_gias(folder, SCHOOLS)
    write_census(folder, "2024-01-18", f"school | upn | year_group | need\n9992001 | {ANN} | 4 | SLCN")
    write_census(folder, "2025-01-16", f"school | upn | year_group | need\n9992002 | {ANN} | 5 | ASD")
    write_return(
        folder,
        "2025-06-30",
        f"""
        upn   | received   | decision | decided
        {ANN} | 2024-01-17 | N        | 2024-02-01
        {ANN} | 2025-01-15 | N        | 2025-02-01
        {ANN} | 2025-01-16 | N        | 2025-02-02
        {ANN} | 2025-05-01 | A        |
        """,
    )
    built = build(folder)
    assert school_of(built) == {
        "2024-01-17": None,
        "2025-01-15": "900001",
        "2025-01-16": "900002",
        "2025-05-01": "900002",
    }
    then = built.rows("select year_group, need_type from requests where received_date = date '2025-01-15'")
    assert then == [{"year_group": "4", "need_type": "SLCN"}]


def test_a_child_on_no_roll_takes_the_setting_the_plan_names_from_the_day_it_was_issued_else_none(tmp_path):
    folder = tmp_path / "in"
    write_gias(folder, SCHOOLS)
    write_return(
        folder,
        "2026-01-15",
        f"""
        upn   | received   | decision | decided    | outcome | ended      | started    | named_urn
        {ANN} | 2025-02-01 | Y        | 2025-03-01 | Y       | 2025-08-20 | 2025-08-20 | 900003
        {BEN} | 2025-02-02 | Y        | 2025-03-01 | Y       | 2025-08-20 | 2025-08-20 |
        {CAT} | 2025-02-03 | A        |            |         |            |            |
        """,
    )
    built = build(folder)
    assert school_of(built) == {"2025-02-01": "900003", "2025-02-02": None, "2025-02-03": None}
    by_school = {row["breakdown"]: row["numerator"] for row in ask(built.engine, "requests_received", by="school")}
    assert by_school == {"900003": 1, "unknown": 2}
    before = {
        row["breakdown"]: row["numerator"]
        for row in ask(built.engine, "requests_received", by="school", as_at="2025-08-19")
    }
    assert before == {"unknown": 3}


def test_a_home_postcode_gives_the_local_area_where_there_is_no_school(tmp_path):
    folder = tmp_path / "in"
    write_gias(folder, SCHOOLS)
    write_csv(
        folder / "local_areas.csv",
        """
        la_code | local_area_code | local_area_name | match_type      | match_value | icb_code | effective_from | effective_to
        999     | N               | North           | urn             | 900001      | QZZ      | 2014-09-01     |
        999     | S               | South           | postcode_sector | ZZ1 2       | QZZ      | 2014-09-01     |
        """,
    )
    write_census(folder, "2025-01-16", f"school | upn\n9992001 | {ANN}")
    write_return(
        folder,
        "2026-01-15",
        f"""
        upn   | postcode | received   | decision
        {ANN} | ZZ1 2AB  | 2025-02-01 | A
        {BEN} | zz12ab   | 2025-02-02 | A
        {CAT} | ZZ9 9ZZ  | 2025-02-03 | A
        """,
    )
    built = build(folder)
    found = {row["breakdown"]: row["numerator"] for row in ask(built.engine, "assessments_open", by="locality")}
    assert found == {"N": 1, "S": 1, "unknown": 1}


def test_statements_count_as_plans_and_school_action_as_support(tmp_path):
    rows = "\n".join(f"9992001 | {upn} | {code}" for upn, code in ((ANN, "S"), (BEN, "A"), (CAT, "P"), (DAN, "N")))
    write_census(tmp_path / "in", "2014-01-16", f"school | upn | provision\n{rows}")
    built = build(tmp_path / "in")
    assert shares(built, "ehc_plan_share") == {None: (1, 4)}
    assert shares(built, "sen_support_share") == {None: (2, 4)}


def test_a_pupil_registered_at_two_schools_counts_once_at_the_main_one(tmp_path):
    write_census(
        tmp_path / "in",
        "2026-01-15",
        f"""
        school  | upn   | status | provision
        9991101 | {ANN} | S      | K
        9992001 | {ANN} | M      | K
        9992001 | {BEN} | C      | N
        9992002 | {CAT} | F      | K
        """,
    )
    built = build(tmp_path / "in")
    assert shares(built, "sen_support_share", by="school") == {"9992001": (1, 2)}
    aside = {departure.reason: departure.rows for departure in built.report.departures}
    assert aside == {"Not a main registration": 2}


def test_two_main_registrations_on_one_day_count_once_and_are_told(tmp_path):
    write_census(
        tmp_path / "in",
        "2026-01-15",
        f"""
        school  | upn   | provision
        9992001 | {ANN} | K
        9992002 | {ANN} | K
        """,
    )
    built = build(tmp_path / "in")
    assert shares(built, "sen_support_share") == {None: (1, 1)}
    assert built.findings("pupil_registered_twice") == 1


def test_a_converted_school_is_the_urn_that_was_open_on_census_day(tmp_path):
    folder = tmp_path / "in"
    write_gias(
        folder,
        """
        urn    | estab | name        | type              | opened     | closed
        900001 | 2001  | Elm Primary | Community school  | 01-09-1995 | 31-08-2023
        980001 | 2001  | Elm Academy | Academy converter | 01-09-2023 |
        """,
    )
    for day, year_group in (("2023-01-19", 1), ("2024-01-18", 2)):
        write_census(folder, day, f"school | upn | year_group\n9992001 | {ANN} | {year_group}")
    built = build(folder)
    found = built.rows("select census_date::varchar as day, school_urn from roll order by all")
    assert found == [{"day": "2023-01-19", "school_urn": "900001"}, {"day": "2024-01-18", "school_urn": "980001"}]


def test_a_census_may_name_schools_by_urn(tmp_path):
    write_gias(tmp_path / "in", SCHOOLS)
    write_csv(
        tmp_path / "in" / "2026_spring_la_pupilonroll.csv",
        f"""
        pupilonrolltableid | NativeId | upn   | senprovision | ncyearactual
        1                  | 900002   | {ANN} | K            | 3
        """,
    )
    built = build(tmp_path / "in")
    assert built.rows("select school_urn, la_code, census_date::varchar as day from roll") == [
        {"school_urn": "900002", "la_code": "999", "day": "2026-01-15"}
    ]


def test_pupil_rows_win_over_published_counts_of_the_same_school_and_day(tmp_path):
    folder = tmp_path / "in"
    write_gias(folder, SCHOOLS)
    write_census(folder, "2026-01-15", f"school | upn | provision\n9992001 | {ANN} | K")
    write_csv(
        folder / "counts.csv",
        """
        time_period | old_la_code | URN    | Total pupils | SEN support | EHC plan
        202526      | 999         | 900001 | 200          | 20          | 10
        202526      | 999         | 900002 | 100          | 15          | 5
        202425      | 999         | 900001 | 190          | 19          | 9
        """,
    )
    built = build(folder)
    assert shares(built, "sen_support_share", by="school") == {"900001": (1, 1), "900002": (15, 100)}
    assert shares(built, "ehc_plan_share", by="school", as_at="2025-12-31") == {"900001": (9, 190)}
    assert built.value("select count(*) from school_counts") == 2
    (aside,) = built.report.departures
    assert (aside.reason, aside.rows) == ("Pupil rows or a newer file hold this school and day", 1)


def test_totals_among_published_counts_are_no_schools(tmp_path):
    write_csv(
        tmp_path / "in" / "counts.csv",
        """
        time_period | old_la_code | URN    | Total pupils | SEN support | EHC plan
        202526      | 999         | 900001 | 200          | 20          | 10
        202526      |             | NAT    | 9000         | 1000        | 400
        202526      | 999         | 1e+05  | 100          | x           | 5
        """,
    )
    built = build(tmp_path / "in")
    assert shares(built, "ehc_plan_share", by="school") == {"900001": (10, 200), "100000": (5, 100)}
    assert shares(built, "sen_support_share") == {None: (20, 200)}
    assert built.left_out("sen_support_share") == {"School without published numbers": 1}
