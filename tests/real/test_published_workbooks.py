"""NHS England's workbooks as issued: three layouts, totals to the child, and every figure accounted for."""

import csv
import gzip
import re
import shutil

import pytest
from harness import BUILT_AT, KEY, LEADERS
from made_files import FILES, write_file

from sendmetrics.metrics.published_lists import read_published_lists
from sendmetrics.warehouse.build import Report, build_warehouse
from sendmetrics.warehouse.opened import Warehouse, open_warehouse

FILE_OF = {
    "2023-01": "community_health_2023-03-01.xlsx",
    "2023-06": "community_health_2023-08-01.xlsx",
    "2025-10": "nhs_waiting_times_2025-12-11.xlsx",
}
OVER_52 = "band in ('52+', '52-104', '104+')"
SERVICE_OF = {
    "community_paediatrics": "community_paediatrics",
    "speech_and_language": "speech_and_language",
    "occupational_therapy": "occupational_therapy",
    "physiotherapy": "physiotherapy",
    "audiology": "audiology",
    "dietetics": "dietetics",
    "looked_after_children": "looked_after_teams",
    "safeguarding": "safeguarding",
}
# In the derived file, and with us.
BAND_OF = {"total": "total", "gt52w": "52+", "gt104w": "104+"}


@pytest.fixture(scope="module")
def built(real, tmp_path_factory) -> tuple[Report, Warehouse]:
    """The three workbooks in a folder of their own, built and open."""
    place = tmp_path_factory.mktemp("published lists")
    shutil.copytree(real / "nhs_waits", place / "extracts", copy_function=shutil.copyfile)
    (place / "extracts").chmod(0o700)
    report = build_warehouse(place / "extracts", place / "warehouse", KEY, BUILT_AT, lambda _: None)
    return report, open_warehouse(place / "warehouse")


def children(warehouse: Warehouse, month: str, where: str = "band = 'total'", level: str = "england") -> int:
    (found,) = warehouse.query(
        f"select sum(waiting) from published_lists where month_date = $month::date and level = $level and {where}",
        {"month": f"{month}-01", "level": level},
    ).fetchone()
    return int(found)


@pytest.mark.parametrize(
    ("month", "waiting", "over_52"),
    [("2023-01", 214_028, 12_156), ("2023-06", 232_352, 17_481), ("2025-10", 304_042, 75_742)],
)
def test_children_of_england(built, month, waiting, over_52):
    assert children(built[1], month) == waiting
    assert children(built[1], month, OVER_52) == over_52


@pytest.mark.parametrize(
    ("service", "waiting", "over_52"),
    [
        ("paediatrics", 171_489, 68_609),
        ("salt", 61_845, 5_052),
        ("ot", 15_445, 471),
        ("physio", 18_931, None),
        ("audiology", 14_855, None),
    ],
)
def test_the_largest_services_of_october_2025_under_our_names(built, service, waiting, over_52):
    assert children(built[1], "2025-10", f"band = 'total' and service = '{service}'") == waiting
    if over_52 is not None:
        assert children(built[1], "2025-10", f"{OVER_52} and service = '{service}'") == over_52
    assert children(built[1], "2025-10", "band = 'total' and published_service = 'dietetics'") == 7_780


def expected_of(warehouse: Warehouse, check: dict[str, str]) -> int | None:
    """How the warehouse answers a control total, or None where it holds nothing to answer with."""
    month, *rest = re.fullmatch(r"nhs\.(\d{4}-\d\d)\.(.+)", check["check_id"]).groups()
    match rest[0].split("."):
        case ["cyp_services"]:
            asked = "count(distinct published_service) from published_lists where"
        case ["cyp_total", ("england" | "regions" | "icbs") as level]:
            return children(warehouse, month, level=level.removesuffix("s"))
        case ["rows", ("england" | "regions" | "icbs") as level]:
            asked = f"count(distinct org_name) from published_lists where level = '{level.removesuffix('s')}' and"
        case ["cyp_over_52_weeks", "england"]:
            return children(warehouse, month, OVER_52)
        case ["cyp_sum_of_bands", "england"]:
            return children(warehouse, month, "band <> 'total'")
        case [service, "over_52_weeks", "england"]:
            return children(warehouse, month, f"{OVER_52} and published_service = '{SERVICE_OF[service]}'")
        case [service, "england"]:
            return children(warehouse, month, f"band = 'total' and published_service = '{SERVICE_OF[service]}'")
        case _:
            return None
    return warehouse.query(f"select {asked} month_date = '{month}-01'").fetchone()[0]


def test_every_control_total_of_the_workbooks(built, real):
    with open(real / "control_totals.csv", encoding="utf-8", newline="") as file:
        checks = [row for row in csv.DictReader(file) if row["file"].startswith("nhs_waits/")]
    found = {row["check_id"]: (expected_of(built[1], row), int(row["expected"])) for row in checks}
    answered = {name: pair for name, pair in found.items() if pair[0] is not None}
    assert {name: pair for name, pair in answered.items() if pair[0] != pair[1]} == {}
    left = {name.split(".", 2)[2] for name in set(found) - set(answered)}
    assert left == {"header_row", "cyp_total.providers", "rows.providers"}, "providers are set aside"
    assert len(answered) > 50


def test_every_figure_of_england_regions_and_boards_is_the_one_compiled(built, real):
    """Compiled from the same workbooks by others, cell by cell; a blank has no row there."""
    with gzip.open(real / "derived" / "nhs_cyp_waits_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        compiled = {
            (
                row["month"],
                {"national": "england"}.get(row["level"], row["level"]),
                row["org_name"].casefold(),
                re.sub("[^a-z]", "", row["service"].casefold()),
                BAND_OF.get(row["band"], row["band"].removesuffix("w")),
            ): (int(row["waiting"]) if row["waiting"] else None, row["flag"] or None)
            for row in csv.DictReader(file)
            if row["month"] in FILE_OF and row["level"] != "provider"
        }
    rows = built[1].query(
        "select strftime(month_date, '%Y-%m'), level, lower(org_name), "
        "regexp_replace(lower(published_service_name), '[^a-z]', '', 'g'), band, waiting, flag "
        "from published_lists where flag is distinct from 'blank'"
    )
    ours = {tuple(row[:5]): tuple(row[5:]) for row in rows.fetchall()}
    assert len(ours) > 12_000
    assert ours == compiled


def test_every_figure_is_accounted_for(built):
    report, _ = built
    # Services times sheets times organisations, providers among them.
    assert {load.file: load.rows_in for load in report.loads} == {
        FILE_OF["2023-01"]: 17 * 8 * (1 + 7 + 42 + 139),
        FILE_OF["2023-06"]: 17 * 8 * (1 + 7 + 42 + 132),
        FILE_OF["2025-10"]: 17 * 9 * (1 + 7 + 42 + 139),
    }
    for load in report.loads:
        assert load.rows_in == load.rows_loaded + load.rows_set_aside + load.rows_rejected
        assert load.rows_rejected == 0
    assert {departure.reason for departure in report.departures} == {
        "Of a provider: England, regions and boards are kept"
    }
    assert not report.findings


@pytest.mark.parametrize(
    "board", ["Bath and North East Somerset, Swindon and Wiltshire", "Bedfordshire, Luton and Milton Keynes"]
)
def test_two_boards_of_which_nobody_submitted_have_no_figure_and_no_nought(built, board):
    rows = built[1].query(
        "select waiting, flag, count(*) from published_lists "
        "where month_date = '2025-10-01' and org_name = $board group by all",
        {"board": board},
    )
    assert rows.fetchall() == [(None, "blank", 17 * 9)]


def test_an_authority_in_leeds_reads_england_and_its_own_board(real, tmp_path):
    (tmp_path / "extracts").mkdir(mode=0o700)
    shutil.copyfile(real / "nhs_waits" / FILE_OF["2025-10"], tmp_path / "extracts" / "lists.xlsx")
    areas = FILES["local_areas"].with_rows({"la_code": "383"})
    write_file(tmp_path / "extracts", areas.name, areas.text())
    build_warehouse(tmp_path / "extracts", tmp_path / "warehouse", KEY, BUILT_AT, lambda _: None)
    found = read_published_lists(open_warehouse(tmp_path / "warehouse"), "salt", LEADERS)
    assert [(item.area, item.waiting, item.waiting_over(52)) for item in found.lists] == [
        ("England", 61_845, 5_052),
        ("West Yorkshire", 5_324, found.lists[1].waiting_over(52)),
    ]
    assert "37 of 42 boards have a figure" in " ".join(found.differences)
    assert found.boards_missing == ()


def test_boards_and_regions_have_one_name_in_all_three(built):
    names = (
        built[1]
        .query("select level, count(distinct org_name) from published_lists group by all order by all")
        .fetchall()
    )
    assert names == [("england", 1), ("icb", 42), ("region", 7)]
