"""Published school files as DfE issued them: totals to the pupil, names, and every row accounted for."""

import csv
import gzip
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from harness import BUILT_AT, CASEWORK, KEY, LEADERS, SHARED, Authority, ask

from sendmetrics.exports.results import to_csv
from sendmetrics.metrics.access_log import AccessLog
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question
from sendmetrics.warehouse.build import build_warehouse
from sendmetrics.warehouse.opened import open_warehouse

CENSUS = "england_census.csv"
# Totals of England among the schools, which are set aside: nothing of them is to be found in the warehouse.
NATIONAL_ROWS = re.compile(r"census\.nat_(pri|sec|spe)\.")
COLUMNS = {"NOR": "pupils", "TSENELK": "sen_support", "TSENELSE": "ehc_plans"}
SHARES = {"census.sen_support_pc": "sen_support_share", "census.ehc_plan_pc": "ehc_plan_share"}


@pytest.fixture(scope="module")
def built(real, tmp_path_factory) -> Authority:
    """The three published files in a folder of their own, built and open."""
    place = tmp_path_factory.mktemp("published")
    extracts, warehouse = place / "extracts", place / "warehouse"
    shutil.copytree(real / "schools", extracts, copy_function=shutil.copyfile)
    extracts.chmod(0o700)
    report = build_warehouse(extracts, warehouse, KEY, BUILT_AT, lambda _: None)
    engine = Engine(open_warehouse(warehouse), AccessLog(warehouse / "access_log.jsonl", lambda: BUILT_AT))
    return Authority(extracts, warehouse, {}, report, engine)


@pytest.fixture(scope="module")
def totals(real) -> dict[str, dict[str, str]]:
    """control_totals.csv by its check's name."""
    with open(real / "control_totals.csv", encoding="utf-8", newline="") as file:
        return {row["check_id"]: row for row in csv.DictReader(file)}


def value(built: Authority, sql: str) -> object:
    return built.engine.warehouse.query(sql).fetchone()[0]


# The two shares.


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS, SHARED], ids=["casework", "leaders", "shared"])
@pytest.mark.parametrize(
    ("metric", "share", "counted"), [("sen_support_share", 11.88, 1_040_760), ("ehc_plan_share", 3.07, 269_074)]
)
def test_shares_of_england_for_every_reader(built, reader, metric, share, counted):
    every = "year" if reader.audience == "shared" else "all"
    (row,) = ask(built.engine, metric, reader, every=every)
    assert round(row["value"], 2) == share
    assert (row["numerator"], row["symbol"]) == (counted, "")


# (pupils, SEN support, EHC plans) and schools, as real/README.md and control_totals.csv give them.
AUTHORITIES = {
    "383": ("Leeds", 288, 129_533, 16_258, 2_680),
    "886": ("Kent", 656, 251_599, 25_005, 8_667),
    "302": ("Barnet", 161, 66_383, 7_117, 1_981),
}


@pytest.mark.parametrize("la_code", AUTHORITIES)
@pytest.mark.parametrize(("metric", "column"), [("sen_support_share", "sen_support"), ("ehc_plan_share", "ehc_plans")])
def test_an_authority_to_the_pupil(built, la_code, metric, column):
    name, schools, pupils, sen_support, ehc_plans = AUTHORITIES[la_code]
    counted = {"sen_support": sen_support, "ehc_plans": ehc_plans}[column]
    # Schools whose number is not given are left out above and below the line.
    known = value(built, f"select sum(pupils) from school_counts where la_code = '{la_code}' and {column} is not null")
    (row,) = ask(built.engine, metric, where={"authority": la_code})
    assert (row["numerator"], row["denominator"]) == (counted, known)
    assert row["value"] == pytest.approx(100 * counted / known)
    assert value(built, f"select sum(pupils) from school_counts where la_code = '{la_code}'") == pupils
    assert value(built, f"select count(*) from schools where la_code = '{la_code}'") == schools
    (named,) = [row for row in ask(built.engine, metric, by="authority") if row["breakdown"] == la_code]
    assert (named["label"], named["numerator"]) == (name, counted)


def test_authorities_add_up_to_england(built):
    for metric in ("sen_support_share", "ehc_plan_share"):
        (england,) = ask(built.engine, metric)
        parts = ask(built.engine, metric, by="authority")
        assert len(parts) == 152
        assert sum(row["numerator"] for row in parts) == england["numerator"]
        assert sum(row["denominator"] for row in parts) == england["denominator"]


# Every control total of the files that are read here.


def expected_of(built: Authority, check: dict[str, str]) -> Callable[[], object] | None:
    """How the warehouse answers a control total, or None where it holds nothing to answer with."""
    name, quantity = check["check_id"], check["quantity"]
    conditions = [
        f"{column} = '{found[1]}'"
        for heading, column in (("LA", "schools.la_code"), ("SCHOOLTYPE", "schools.school_type"))
        if (found := re.search(rf"\b{heading}='([^']+)'", check["filter"]))
    ]
    source = "from school_counts inner join schools using (school_urn)"
    where = f"where {' and '.join(conditions)}" if conditions else ""
    if NATIONAL_ROWS.match(name):
        return None
    if quantity == "data rows":
        return lambda: next(load.rows_in for load in built.report.loads if load.file == CENSUS)
    if name in SHARES:
        return lambda: round(ask(built.engine, SHARES[name])[0]["value"], 2)
    if quantity in ("schools", "authorities"):
        counted = "*" if quantity == "schools" else "distinct schools.la_code"
        return lambda: value(built, f"select count({counted}) {source} {where}")
    heading = next(heading for heading in COLUMNS if heading in quantity.split())
    computed = f"count(*) - count({COLUMNS[heading]})" if "NA" in quantity else f"sum({COLUMNS[heading]})"
    return lambda: value(built, f"select {computed} {source} {where}")


def test_every_control_total_of_the_school_census(built, totals):
    checked = 0
    for check in totals.values():
        if check["file"] == f"schools/{CENSUS}" and (answer := expected_of(built, check)):
            assert float(answer()) == float(check["expected"]), check
            checked += 1
    assert checked == 51, "60 totals, 9 of them of the three national rows, which are set aside"


def test_every_control_total_of_the_names(built, totals):
    loads = {load.file: load for load in built.report.loads}
    assert loads["school_fsm.csv.gz"].rows_in == int(totals["school_fsm.rows"]["expected"])
    joined = int(totals["school_fsm.join_census"]["expected"])
    assert value(built, "select count(school_name) from schools where has_figures") == joined
    assert loads["school_fsm.csv.gz"].rows_loaded == joined
    assert loads["la_and_region_codes_meta.csv"].rows_in == int(totals["la_and_region_codes_meta.rows"]["expected"])


# Names and findings.


def test_real_schools_have_their_real_names(built):
    rows = ask(built.engine, "sen_support_share", by="school", where={"authority": "383"})
    names = {row["label"] for row in rows}
    assert {"Guiseley Primary School", "Rawdon Littlemoor Primary School", "Scholes (Elmet) Primary School"} <= names
    assert len(rows) == 288


def test_names_beyond_ascii_are_whole(built):
    """Six names of the file hold such letters; two of those schools are in the census of 2019."""
    for urn, name in (
        ("100371", "Ecole Française de Londres Jacques Prévert"),
        ("138950", "St Thomas à Becket Catholic Secondary School, A Voluntary Academy"),
    ):
        assert value(built, f"select school_name from schools where school_urn = '{urn}'") == name


def test_every_name_is_the_one_published(built, real):
    with gzip.open(real / "schools" / "school_fsm.csv.gz", "rt", encoding="utf-8", newline="") as file:
        published = {row["urn"]: row["school_name"].strip() for row in csv.DictReader(file)}
    found = dict(
        built.engine.warehouse.query(
            "select school_urn, school_name from schools where school_name is not null"
        ).fetchall()
    )
    assert len(found) > 20_000
    assert {urn: name for urn, name in found.items() if published[urn] != name} == {}


def test_more_plans_than_pupils_in_the_national_row_is_told(built):
    """The published total for special schools says 121,738 pupils of whom 122,268 have a plan."""
    (finding,) = [finding for finding in built.report.findings if finding.rule == "more_plans_than_pupils"]
    assert (finding.file, finding.row, finding.severity) == (CENSUS, 23_943, "to know")


def test_the_census_is_told_by_its_figures(built):
    """The file does not say of which January it is; only January 2019 agrees with what was published."""
    assert str(value(built, "select min(census_date) from school_counts")) == "2019-01-17"
    assert value(built, "select count(distinct census_date) from school_counts") == 1
    assert "census_date_worked_out" in {finding.rule for finding in built.report.findings}


# Rows.


def count_lines(path: Path) -> int:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def test_every_row_of_the_files_is_accounted_for(built):
    found = {load.file: load for load in built.report.loads}
    assert set(found) == {path.name for path in built.extracts.iterdir()}
    for name, load in found.items():
        assert load.rows_in == count_lines(built.extracts / name)
        assert load.rows_in == load.rows_loaded + load.rows_set_aside + load.rows_rejected
        gone = sum(departure.rows for departure in built.report.departures if departure.file_id == load.file_id)
        assert gone == load.rows_set_aside + load.rows_rejected
    assert (found[CENSUS].rows_loaded, found[CENSUS].rows_set_aside, found[CENSUS].rows_rejected) == (23_939, 3, 0)
    assert not built.report.rejects


def test_national_rows_are_set_aside_in_words(built):
    (departure,) = [departure for departure in built.report.departures if departure.rows == 3]
    assert departure.kind == "set aside"
    assert "not a school" in departure.reason


def test_schools_without_a_figure_are_left_out_by_reason_and_never_nought(built):
    for metric, missing in (("sen_support_share", 47), ("ehc_plan_share", 49)):
        answer = built.engine.answer(Question(metric), CASEWORK)
        (left_out,) = answer.left_out
        assert (left_out["reason"], left_out["count"]) == ("School without published numbers", missing)


# Published figures pass unprotected.


def test_a_published_school_is_shown_to_leaders_as_published(built):
    """Guards for children of our own files would hide 3 of 200; these figures are on the web already."""
    shown = {row["breakdown"]: row for row in ask(built.engine, "ehc_plan_share", LEADERS, by="school")}
    small = built.engine.warehouse.query(
        "select school_urn, ehc_plans, pupils from school_counts "
        "where ehc_plans between 1 and 4 and pupils >= ehc_plans"
    ).fetchall()
    assert len(small) > 1_000
    for urn, plans, pupils in small:
        row = shown[urn]
        assert (row["numerator"], row["denominator"], row["symbol"]) == (plans, pupils, "")
        assert row["value"] == pytest.approx(100 * plans / pupils)


def test_what_is_exported_says_where_it_comes_from(built):
    text = to_csv(built.engine.answer(Question("sen_support_share"), LEADERS))
    assert built.engine.warehouse.version in text
    assert "1040760" in text
