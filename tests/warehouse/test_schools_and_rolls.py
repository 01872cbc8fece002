"""Which school a case belongs to, who is on a roll, and which of two numbers for one school counts."""

import pytest
from harness import ask
from small_files import build, write_census, write_csv, write_gias, write_return

from sendmetrics.metrics.definition import VIEWS, read_metrics

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


def children_on_no_roll(folder, named_urn: str):
    """Ann and Ben asked before they were on a roll, at home in the South: one got a plan that may name Elm, one was refused.

    Cat of Elm, in the North, was refused too, and Dan of Elm waits.
    """
    write_gias(folder, SCHOOLS)
    write_csv(
        folder / "local_areas.csv",
        """
        la_code | local_area_code | local_area_name | match_type      | match_value | icb_code | effective_from | effective_to
        999     | N               | North           | urn             | 900001      | QZZ      | 2014-09-01     |
        999     | S               | South           | postcode_sector | ZZ1 2       | QZZ      | 2014-09-01     |
        """,
    )
    write_census(folder, "2025-01-16", f"school | upn\n9992001 | {CAT}\n9992001 | {DAN}")
    write_return(
        folder,
        "2026-01-15",
        f"""
        upn   | postcode | received   | decision | decided    | outcome | ended      | started    | named_urn
        {ANN} | ZZ1 2AB  | 2025-02-01 | Y        | 2025-03-01 | Y       | 2025-08-20 | 2025-08-20 | {named_urn}
        {BEN} | ZZ1 2AB  | 2025-02-02 | N        | 2025-03-01 |         |            |            |
        {CAT} |          | 2025-02-03 | N        | 2025-03-01 |         |            |            |
        {DAN} |          | 2025-02-04 | A        |            |         |            |            |
        """,
    )
    return build(folder)


@pytest.fixture(scope="module")
def plan_names_a_school(tmp_path_factory):
    return children_on_no_roll(tmp_path_factory.mktemp("named") / "in", "900001")


@pytest.fixture(scope="module")
def plan_names_none(tmp_path_factory):
    return children_on_no_roll(tmp_path_factory.mktemp("unnamed") / "in", "")


def test_the_school_that_a_plan_names_is_not_that_of_its_request(plan_names_a_school):
    """Else a school's shares would count the plans of children on no roll, and never their refusals."""
    built = plan_names_a_school
    elm_from_the_third = {"2025-02-01": None, "2025-02-02": None, "2025-02-03": "900001", "2025-02-04": "900001"}
    assert school_of(built) == elm_from_the_third
    assert shares(built, "requests_refused", by="school") == {"900001": (1, 2), "unknown": (1, 2)}
    assert shares(built, "requests_refused", by="locality") == {"N": (1, 2), "S": (1, 2)}
    assert shares(built, "requests_refused_of_decided", by="school") == {"900001": (1, 1), "unknown": (1, 2)}
    assert shares(built, "requests_decided_within_6_weeks", by="school") == {"900001": (1, 2), "unknown": (2, 2)}
    assert shares(built, "assessments_ended_without_plan", by="locality") == {"S": (0, 1)}


MEASURES_OF_REQUESTS = sorted(
    name for name, metric in read_metrics().items() if "school" in metric.breakdowns and "requests" in metric.sources
)


@pytest.mark.parametrize("dimension", ["school", "locality", "phase"])
@pytest.mark.parametrize("name", MEASURES_OF_REQUESTS)
def test_a_measure_of_requests_is_divided_alike_whether_or_not_a_plan_names_a_school(
    plan_names_a_school, plan_names_none, name, dimension
):
    views = VIEWS if read_metrics()[name].kind == "wait" else (None,)
    for asked in ({"by": dimension} | ({"view": view} if view else {}) for view in views):
        assert ask(plan_names_a_school.engine, name, **asked) == ask(plan_names_none.engine, name, **asked), asked


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


def test_a_census_by_laestab_and_published_counts_by_urn_are_one_school_without_gias(tmp_path):
    folder = tmp_path / "in"
    write_census(folder, "2026-01-15", f"school | upn | provision\n9992001 | {ANN} | K\n9992001 | {BEN} | N")
    write_csv(
        folder / "counts.csv",
        """
        time_period | URN    | LA  | ESTAB | NOR | TSENELK | TSENELSE
        202526      | 900001 | 999 | 2001  | 2   | 1       | 0
        202526      | 900002 | 999 | 2002  | 10  | 3       | 1
        202425      | 900009 | 999 | 2001  | 50  | 20      | 10
        """,
    )
    built = build(folder)
    assert shares(built, "sen_support_share") == {None: (4, 12)}
    assert shares(built, "sen_support_share", by="school") == {"900001": (1, 2), "900002": (3, 10)}
    assert built.report.departures[0].reason == "Pupil rows or a newer file hold this school and day"


def write_register(folder, name: str, phase: str, changed: str | None = None) -> None:
    row = {
        "URN": "900001",
        "LA (code)": "999",
        "LA (name)": "Marlshire",
        "EstablishmentNumber": "2001",
        "EstablishmentName": "Elm",
        "PhaseOfEducation (name)": phase,
    }
    write_csv(folder / name, [row | ({"LastChangedDate": changed} if changed else {})])


def test_of_two_gias_files_the_one_changed_later_counts_whatever_they_are_called(tmp_path):
    for folder, older, newer in ((tmp_path / "a", "z.csv", "a.csv"), (tmp_path / "b", "a.csv", "z.csv")):
        write_register(folder, older, "Secondary", "03-06-2019")
        write_register(folder, newer, "Primary", "14-01-2026")
        write_census(folder, "2026-01-15", f"school | upn | provision\n9992001 | {ANN} | K")
        built = build(folder)
        assert shares(built, "sen_support_share", by="phase") == {"Primary": (1, 1)}
        (aside,) = built.report.departures
        assert aside.reason == "The same school in a GIAS file of a later day, by its LastChangedDate"


@pytest.mark.parametrize(
    ("older", "newer", "reason"),
    [
        # The day in the name goes before the alphabet: of files, of folders, and however it is written.
        ("register 20251231.csv", "edubasealldata20260105.csv", "of a later day, by the date in its name"),
        (
            "new/edubasealldata20250105.csv",
            "gias/edubasealldata20260105.csv",
            "of a later day, by the date in its name",
        ),
        ("gias 2025-12-31.csv", "gias 2026_01_05.csv", "of a later day, by the date in its name"),
        ("schools_old 20260104.csv", "schools 20260105.csv", "of a later day, by the date in its name"),
        # A file that gives a day goes before one that gives none, a number that is no day being none.
        ("z.csv", "edubasealldata20260105.csv", "that gives its day, as this one does not"),
        ("z 20261305.csv", "edubasealldata20260105.csv", "that gives its day, as this one does not"),
        ("z 12026010599.csv", "edubasealldata20260105.csv", "that gives its day, as this one does not"),
        # Nothing else to go by.
        ("gias 2019.csv", "gias 2026.csv", "of the same day or of none, later by name"),
        ("a 20260105.csv", "b 20260105.csv", "of the same day or of none, later by name"),
    ],
)
def test_of_gias_files_that_do_not_say_when_they_changed_the_day_in_the_name_decides(older, newer, reason, tmp_path):
    write_register(tmp_path / "in", older, "Secondary")
    write_register(tmp_path / "in", newer, "Primary")
    write_census(tmp_path / "in", "2026-01-15", f"school | upn | provision\n9992001 | {ANN} | K")
    built = build(tmp_path / "in")
    assert shares(built, "sen_support_share", by="phase") == {"Primary": (1, 1)}
    (aside,) = built.report.departures
    assert (aside.reason, aside.rows) == (f"The same school in a GIAS file {reason}", 1)
    assert next(load.file for load in built.report.loads if load.file_id == aside.file_id) == older


def test_a_gias_file_that_says_when_it_changed_is_compared_with_the_day_in_the_name_of_one_that_does_not(tmp_path):
    for folder, named, phase, reason in (
        (tmp_path / "a", "edubasealldata20260113.csv", "Primary", "by its LastChangedDate"),
        (tmp_path / "b", "edubasealldata20260115.csv", "Secondary", "by the date in its name"),
    ):
        write_register(folder, "edubasealldata20200101.csv", "Primary", "14-01-2026")
        write_register(folder, named, "Secondary")
        write_census(folder, "2026-01-15", f"school | upn | provision\n9992001 | {ANN} | K")
        built = build(folder)
        assert shares(built, "sen_support_share", by="phase") == {phase: (1, 1)}
        (aside,) = built.report.departures
        assert aside.reason == f"The same school in a GIAS file of a later day, {reason}"


def loaded(built) -> str:
    return built.value("select string_agg(la_code order by la_code) from authorities where is_loaded")


def write_two_authorities(folder) -> None:
    """GIAS of an authority, 999, and its neighbour, 998."""
    write_csv(
        folder / "edubasealldata.csv",
        """
        URN    | LA (code) | LA (name) | EstablishmentNumber | EstablishmentName | PhaseOfEducation (name)
        900001 | 999       | Marlshire | 2001                | Elm               | Primary
        900009 | 998       | Fenshire  | 2001                | Far Away          | Primary
        """,
    )


def test_a_setting_in_another_authority_makes_that_authority_none_of_ours(tmp_path):
    folder = tmp_path / "in"
    write_two_authorities(folder)
    write_return(
        folder,
        "2026-01-15",
        f"""
        upn   | received   | decision | decided    | outcome | ended      | started    | named_urn | held | held_urn | need
        {ANN} | 2025-02-01 | Y        | 2025-03-01 | Y       | 2025-08-20 | 2025-08-20 | 900009    | 1    | 900009   | ASD
        """,
    )
    write_csv(
        folder / "referrals.csv",
        f"""
        snapshot_date | source | referral_id | person_ref | service | received_date | school_urn
        2026-01-15    | trust  | R1          | {BEN}      | salt    | 2025-03-03    | 900009
        """,
    )
    built = build(folder)
    assert loaded(built) == "999"
    # Still a school to filter by: our child is there.
    assert built.value("select has_figures from schools where school_urn = '900009'")


def test_a_census_published_counts_a_senco_return_and_local_areas_make_an_authority_loaded(tmp_path):
    census = tmp_path / "census"
    write_two_authorities(census)
    write_census(census, "2026-01-15", f"school | upn\n9982001 | {ANN}", la_code="998")
    assert loaded(build(census)) == "998"
    counts = tmp_path / "counts"
    write_two_authorities(counts)
    write_csv(
        counts / "counts.csv", "time_period | URN | LA | NOR | TSENELK | TSENELSE\n202526 | 900009 | 998 | 9 | 1 | 1"
    )
    assert loaded(build(counts)) == "998"
    sencos = tmp_path / "sencos"
    write_two_authorities(sencos)
    write_csv(
        sencos / "senco.csv",
        """
        snapshot_date | urn    | academic_year | term   | senco_ref | hours_senco_duties_pw
        2026-01-15    | 900009 | 2025/26       | spring | s1        | 9
        """,
    )
    assert loaded(build(sencos)) == "998"
    areas = tmp_path / "areas"
    write_two_authorities(areas)
    write_areas(areas, "998 | F | Fens | urn | 900009 | 2014-09-01 |")
    assert loaded(build(areas)) == "998"


def write_areas(folder, *rows: str) -> None:
    heading = "la_code | local_area_code | local_area_name | match_type | match_value | effective_from | effective_to"
    write_csv(folder / "local_areas.csv", "\n".join([heading, *rows]))


def test_a_local_area_counts_from_its_first_day_to_its_last(tmp_path):
    cases = (
        (("999 | N | North | urn | 900001 | 2026-01-15 |",), "N"),
        (("999 | N | North | urn | 900001 | 2026-01-16 |",), None),
        (("999 | N | North | urn | 900001 | 2014-09-01 | 2026-01-15",), "N"),
        (("999 | N | North | urn | 900001 | 2014-09-01 | 2026-01-14",), None),
        (("999 | N | North | urn | 900001 | 2014-09-01 |", "999 | S | South | urn | 900001 | 2027-09-01 |"), "N"),
        (
            (
                "999 | N | North | urn | 900001 | 2025-09-01 | 2025-12-31",
                "999 | S | South | urn | 900001 | 2014-09-01 |",
            ),
            "S",
        ),
        (("999 | N | North | urn | 900001 | 2014-09-01 |", "999 | S | South | urn | 900001 | 2025-09-01 |"), "S"),
    )
    for number, (rows, expected) in enumerate(cases):
        folder = tmp_path / str(number)
        write_gias(folder, SCHOOLS)
        write_census(folder, "2025-10-02", f"school | upn\n9992001 | {ANN}")
        write_areas(folder, *rows)
        write_csv(
            folder / "referrals.csv",
            f"""
            snapshot_date | source | referral_id | person_ref | service | received_date
            2026-01-15    | trust  | R1          | {ANN}      | salt    | 2025-03-03
            """,
        )
        built = build(folder)
        assert built.value("select locality_code from schools where school_urn = '900001'") == expected, rows


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("1", "1", "1"), ("1", "", "1"), ("5.0", "5", "5"), ("1", "2", None), ("", "", None)],
)
def test_a_local_area_has_one_fifth_by_deprivation_or_none(first, second, expected, tmp_path):
    folder = tmp_path / "in"
    write_gias(folder, SCHOOLS)
    write_census(folder, "2026-01-15", f"school | upn\n9992001 | {ANN}")
    heading = "la_code | local_area_code | local_area_name | match_type | match_value | effective_from"
    write_csv(
        folder / "local_areas.csv",
        f"""
        {heading} | deprivation_quintile
        999 | N | North | urn | 900001          | 2014-09-01 | {first}
        999 | N | North | postcode_sector | ZZ1 2 | 2020-09-01 | {second}
        """,
    )
    built = build(folder)
    assert built.rows("select deprivation_quintile from localities") == [{"deprivation_quintile": expected}]
    (row,) = ask(built.engine, "sen_support_share", by="deprivation")
    assert row["breakdown"] == (expected or "unknown")


def test_why_a_local_area_is_not_used_is_said(tmp_path):
    folder = tmp_path / "in"
    write_gias(folder, SCHOOLS)
    write_census(folder, "2026-01-15", f"school | upn\n9992001 | {ANN}")
    write_areas(
        folder,
        "999 | N | North | urn | 900001 | 2014-09-01 | 2018-08-31",
        "999 | S | South | urn | 900001 | 2018-09-01 |",
        "999 | E | East  | urn | 900001 | 2027-09-01 |",
        "999 | W | West  | urn | 900001 | 2016-09-01 |",
    )
    built = build(folder)
    assert {departure.reason for departure in built.report.departures} == {
        "Ended before the newest day of the files",
        "Begins after the newest day of the files",
        "Replaced by a later entry for the same place",
    }
    assert built.rows("select locality_code, locality_name from localities") == [
        {"locality_code": "S", "locality_name": "South"}
    ]


def test_areas_of_two_authorities_under_one_code_are_rejected_not_merged(tmp_path):
    folder = tmp_path / "in"
    write_two_authorities(folder)
    for la_code, upn in (("999", ANN), ("998", BEN)):
        write_census(folder / la_code, "2026-01-15", f"school | upn\n{la_code}2001 | {upn}", la_code=la_code)
    write_areas(
        folder,
        "999 | N | North Marlshire | urn | 900001 | 2014-09-01 |",
        "998 | N | North Fenshire  | urn | 900009 | 2014-09-01 |",
    )
    built = build(folder)
    assert built.findings("local_area_of_two_authorities") == 2
    assert shares(built, "sen_support_share", by="locality") == {"unknown": (0, 2)}
