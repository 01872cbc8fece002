"""The made-up authority as files: the same from the same seed, in layouts we read, complete, and of nobody."""

import csv
import datetime
import itertools
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from made_files import check

from sendmetrics.contracts.reference import PROJECT, read_reference
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.recognise import recognise_layout
from sendmetrics.extracts.sources import NOT_EXTRACTS
from sendmetrics.extracts.targets import read_targets_file
from sendmetrics.synthetic.casework import WEEKS_SINCE_FALL
from sendmetrics.synthetic.demo import DEFAULT_AS_AT, EARLIEST_AS_AT, LARGEST, LATEST_AS_AT, SMALLEST, write_demo
from sendmetrics.synthetic.own_targets import write_targets
from sendmetrics.synthetic.people import third_thursday


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest authority there is, of seed 1."""
    folder = tmp_path_factory.mktemp("demo") / "files"
    write_demo(folder, pupils=SMALLEST)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def read(folder: Path, pattern: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    """The rows of every CSV whose name fits."""
    rows = []
    for path in sorted(folder.glob(pattern)):
        with open(path, encoding=encoding, newline="") as file:
            rows += csv.DictReader(file)
    return rows


# The same arguments, the same bytes


def test_the_same_seed_writes_the_same_bytes_in_another_process(demo, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "sendmetrics", "demo", tmp_path / "again", "--pupils", str(SMALLEST), "--seed", "1"],
        cwd=PROJECT,
        env=os.environ | {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland"},
        check=True,
        capture_output=True,
    )
    again, first = contents(tmp_path / "again"), contents(demo)
    assert [name for name in first | again if first.get(name) != again.get(name)] == []


def test_another_seed_makes_another_authority_in_the_same_files(demo, tmp_path):
    write_demo(tmp_path / "other", pupils=SMALLEST, seed=2)
    first, other = contents(demo), contents(tmp_path / "other")
    assert set(first) == set(other)
    # Alike are only the heads of the older returns, which say no more than whose they are, and what hangs on the day alone.
    same = {name for name in first if first[name] == other[name]}
    assert all(name.endswith(("_sen2.csv", "schoolcensus.csv", "local_areas.csv", "targets.toml")) for name in same), (
        same
    )


def test_a_part_that_grows_leaves_the_others_as_they_were(demo, tmp_path):
    write_demo(tmp_path / "more", pupils=SMALLEST, referral_volume=2)
    first, more = contents(demo), contents(tmp_path / "more")
    changed = {name for name in first if first[name] != more[name]}
    assert len(more["referrals_health_2026-01-15.csv"]) > 1.7 * len(first["referrals_health_2026-01-15.csv"])
    assert all(name.startswith(("referrals", "appointments", "person_links", "truth")) for name in changed), changed


# What is in them


def test_every_file_is_in_a_layout_we_read(demo):
    layouts = {path.name: recognise_layout(path, {}) for path in demo.iterdir() if path.name not in NOT_EXTRACTS}
    assert [name for name, layout in layouts.items() if layout.kind == "unknown"] == []
    feeds = Counter(layout.feed.name if layout.feed else layout.kind for layout in layouts.values())
    assert feeds == {
        # Academies and schools of the authority, at six censuses.
        **dict.fromkeys(("census_schools", "census_pupils", "census_needs", "census_free_meals"), 12),
        # Two returns as tables, two as XML.
        **dict.fromkeys(
            (
                "sen2_returns",
                "sen2_persons",
                "sen2_requests",
                "sen2_assessments",
                "sen2_named_plans",
                "sen2_plan_details",
                "sen2_active_plans",
                "sen2_placements",
                "sen2_needs",
            ),
            2,
        ),
        "sen2_xml": 2,
        "gias_schools": 1,
        "referrals": 3,
        "appointments": 1,
        "advice_requests": 1,
        "ehc_events": 1,
        "looked_after": 1,
        "commissioned_routes": 1,
        "review_contributions": 1,
        "senco_return": 2,
        "local_areas": 1,
        "person_links": 1,
    }


@pytest.mark.parametrize(
    "as_at",
    [EARLIEST_AS_AT, LATEST_AS_AT],
    ids=lambda day: day.isoformat(),
)
def test_nothing_in_them_is_rejected_whatever_the_newest_day(as_at, tmp_path):
    write_demo(tmp_path / "files", pupils=SMALLEST, as_at=as_at)
    report = check(tmp_path / "files")
    assert [finding for finding in report.findings if finding.severity != "to know"] == []
    assert {finding.rule for finding in report.findings} <= {"historical_without_match", "senco_school_unknown"}


def test_the_story_is_told_without_a_finding_that_rejects(authority):
    assert not authority.report.rejects
    assert all(load.rows_loaded or load.rows_set_aside for load in authority.report.loads)


def test_there_are_at_least_20_schools_several_local_areas_and_six_years(demo):
    schools = read(demo, "edubasealldata*.csv", "cp1252")
    open_schools = [row for row in schools if row["EstablishmentStatus (name)"] == "Open"]
    assert len(open_schools) >= 20
    assert {row["PhaseOfEducation (name)"] for row in schools} == {"Primary", "Secondary", "Not applicable"}
    areas = {row["local_area_name"] for row in read(demo, "local_areas.csv")}
    assert len(areas) >= 4
    heads = read(demo, "*_schoolcensus.csv")
    years = {row["year"] for row in heads}
    assert years == {"2021", "2022", "2023", "2024", "2025", "2026"}
    for year in years:
        assert len([row for row in heads if row["year"] == year]) >= 20
        day = third_thursday(int(year))
        assert {row["referencedate"] for row in heads if row["year"] == year} == {f"{day:%Y-%b-%d} 00:00:00"}


def test_the_schools_have_as_many_pupils_as_were_asked_for(demo):
    for year in range(2021, 2027):
        rows = read(demo, f"{year}_spring_*_pupilonroll.csv")
        pupils = {row["upn"] for row in rows}
        assert abs(len(pupils) - SMALLEST) < 0.06 * SMALLEST
        # Only those with two schools stand there twice.
        assert len(rows) - len(pupils) == len([row for row in rows if row["enrolstatus"] == "S"])


def test_one_school_becomes_an_academy_and_one_name_is_beyond_ascii(demo):
    schools = read(demo, "edubasealldata*.csv", "cp1252")
    twice = [number for number, times in Counter(row["EstablishmentNumber"] for row in schools).items() if times == 2]
    (before, after) = sorted(
        (row for row in schools if row["EstablishmentNumber"] in twice), key=lambda row: row["CloseDate"] == ""
    )
    assert (before["CloseDate"], after["OpenDate"]) == ("31-08-2023", "01-09-2023")
    assert [row["EstablishmentName"] for row in schools if not row["EstablishmentName"].isascii()] == [
        "Élmstead Primary School"
    ]


def test_targets_are_set_where_capacity_falls_and_not_in_a_plain_authority(demo, tmp_path):
    said = read_targets_file(demo)
    assert {row["metric"] for row in said.targets + said.trajectories} == {"plans_issued_within_20_weeks"}
    (fall,) = said.annotations
    assert fall["event_date"] == DEFAULT_AS_AT - datetime.timedelta(weeks=WEEKS_SINCE_FALL)
    assert min(row["from_date"] for row in said.holidays) < DEFAULT_AS_AT < max(row["to_date"] for row in said.holidays)
    write_demo(tmp_path / "plain", pupils=SMALLEST, is_plain=True)
    assert not (tmp_path / "plain" / "targets.toml").exists()


@pytest.mark.parametrize("as_at", [EARLIEST_AS_AT, datetime.date(2024, 2, 29), LATEST_AS_AT], ids=str)
def test_targets_can_be_read_whatever_the_newest_day(as_at, tmp_path):
    write_targets(tmp_path / "targets.toml", as_at)
    holidays = read_targets_file(tmp_path).holidays
    assert len({(row["holiday_name"], row["from_date"]) for row in holidays}) == len(holidays)
    for one, other in itertools.pairwise(sorted(holidays, key=lambda row: row["from_date"])):
        assert one["to_date"] < other["from_date"]


# Nobody in them is real


def test_the_authority_is_none_there_is(demo):
    real = {row["la_code"] for row in read_reference("authorities")}
    assert "999" not in real
    assert {row["LA (code)"] for row in read(demo, "edubasealldata*.csv", "cp1252")} == {"999"}
    assert {row["lea"] for row in read(demo, "*_schoolcensus.csv") + read(demo, "*_sen2.csv")} == {"999"}
    for path in demo.glob("*.xml"):
        assert path.read_text(encoding="utf-8").count("<LEA>999</LEA>") == 1
    assert {row["la_code"] for row in read(demo, "local_areas.csv")} == {"999"}


def test_pupil_numbers_are_of_that_authority_and_agree_with_their_letter(demo):
    upns = {row["upn"] for row in read(demo, "*_pupilonroll.csv")}
    assert len(upns) > SMALLEST
    for upn in upns:
        digits = upn[1:]
        assert digits.startswith("999")
        total = sum(weight * int(digit) for weight, digit in enumerate(digits, start=2))
        assert upn[0] == "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23]


def test_postcodes_are_of_an_area_that_does_not_exist(demo):
    codes = {row["Postcode"] for row in read(demo, "edubasealldata*.csv", "cp1252")}
    codes |= {row["postcode"] for row in read(demo, "*_person.csv")}
    assert codes
    assert all(code.startswith("ZZ") for code in codes)


def test_no_two_children_share_a_name_and_a_birth_date(demo):
    children = {(row["surname"], row["forename"], row["dob"], row["upn"]) for row in read(demo, "*_pupilonroll.csv")}
    assert len({child[:3] for child in children}) == len(children)


def test_no_school_has_a_number_or_a_name_of_a_real_one(demo, real):
    with open(real / "schools" / "england_census.csv", encoding="utf-8-sig", newline="") as file:
        urns = {row["URN"] for row in csv.DictReader(file)}
    assert len(urns) > 20_000
    assert not {row["URN"] for row in read(demo, "edubasealldata*.csv", "cp1252")} & urns


# Sizes and days


@pytest.mark.parametrize("pupils", [SMALLEST - 1, 0, -1, LARGEST + 1])
def test_other_sizes_are_refused(pupils, tmp_path):
    with pytest.raises(SendMetricsError, match="--pupils takes 2,000 to 250,000"):
        write_demo(tmp_path / "files", pupils=pupils)
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize(
    "as_at", [EARLIEST_AS_AT - datetime.timedelta(days=1), LATEST_AS_AT + datetime.timedelta(days=1), datetime.date.max]
)
def test_other_days_are_refused(as_at, tmp_path):
    with pytest.raises(SendMetricsError, match="--as-at takes 2020-01-01 to 2090-12-31"):
        write_demo(tmp_path / "files", as_at=as_at)
    assert not (tmp_path / "files").exists()


def test_a_folder_that_holds_something_is_left_alone(folder):
    (folder / "ours.csv").write_text("ours", encoding="utf-8")
    with pytest.raises(SendMetricsError, match="is not empty"):
        write_demo(folder)
    assert [path.name for path in folder.iterdir()] == ["ours.csv"]


@pytest.mark.long
def test_the_largest_authority_is_written_and_counts_its_pupils(tmp_path):
    write_demo(tmp_path / "files", pupils=LARGEST)
    pupils = {row["upn"] for row in read(tmp_path / "files", "2026_spring_*_pupilonroll.csv")}
    assert abs(len(pupils) - LARGEST) < 0.06 * LARGEST
    schools = read(tmp_path / "files", "edubasealldata*.csv", "cp1252")
    assert len(schools) > 500
    assert len({row["EstablishmentName"] for row in schools}) == len(schools) - 1
