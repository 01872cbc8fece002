"""Rows in = loaded + set aside + rejected, for every file; and what is loaded is in a table, row by row."""

import csv
import random
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from event_log import NEWEST, EventLog
from small_files import build

from sendmetrics.contracts import FEEDS
from sendmetrics.extracts.sources import NOT_EXTRACTS, REJECTED_FOLDER
from sendmetrics.warehouse.build import Report

# Feeds whose rows a table keeps one for one, with where to look for them.
TRACED = {
    "sen2_requests": "requests",
    "sen2_assessments": "assessments",
    "sen2_active_plans": "annual_reviews",
    "sen2_plan_details": "placements where is_named",
    "sen2_placements": "placements where not is_named",
    "sen2_needs": "needs",
    "advice_requests": "advice",
    "ehc_events": "case_events",
    "referrals": "referrals",
    "appointments": "appointments",
    "senco_return": "senco_posts",
    "commissioned_routes": "commissioned_routes",
    "review_contributions": "review_contributions",
}
TAGS = {feed.tag: feed.name for feed in FEEDS.values() if feed.tag}
# What is in the name of a CSV, and the feed it holds.
FEED_OF_NAME = {
    "_sen2.csv": "sen2_returns",
    "_person.csv": "sen2_persons",
    "_requests.csv": "sen2_requests",
    "_assessment.csv": "sen2_assessments",
    "_namedplan.csv": "sen2_named_plans",
    "_plandetail.csv": "sen2_plan_details",
    "_activeplans.csv": "sen2_active_plans",
    "_placementdetail.csv": "sen2_placements",
    "_senneed.csv": "sen2_needs",
    "schoolcensus": "census_schools",
    "pupilonroll": "census_pupils",
    "senneeds": "census_needs",
    "fsmperiod": "census_free_meals",
    "edubase": "gias_schools",
    "advice": "advice_requests",
    "ehc_events": "ehc_events",
    "referrals": "referrals",
    "appointments": "appointments",
    "looked_after": "looked_after",
    "commissioned_routes": "commissioned_routes",
    "review_contributions": "review_contributions",
    "senco": "senco_return",
    "local_areas": "local_areas",
    "person_links": "person_links",
}


def feed_of(name: str) -> str:
    # advice_requests.csv is no blade, though it ends like one.
    places = ["advice_requests" for _ in range("advice" in name)] + [
        feed for part, feed in FEED_OF_NAME.items() if part in name
    ]
    return places[0]


def count_records(folder: Path) -> dict[tuple[str, str], int]:
    """(file, feed) to the number of its records, counted with nothing but a text search: lines of a CSV, opening tags of an XML."""
    found: dict[tuple[str, str], int] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == "targets.toml":
            # Each entry is a row; of a trajectory, each point.
            text = path.read_text(encoding="utf-8")
            found[name, "targets"] = len(re.findall(r"\[\[(?!traj)|[0-9]{4}-[0-9]{2}-[0-9]{2} = ", text))
            continue
        if not path.is_file() or path.name in NOT_EXTRACTS or name.startswith(REJECTED_FOLDER):
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        if path.suffix == ".xml":
            tags = Counter(tag.casefold() for tag in re.findall(r"<(\w+)[ >]", text))
            found |= {(name, feed): tags[tag] for tag, feed in TAGS.items() if tags[tag]}
        else:
            found[name, feed_of(name)] = len(text.strip().splitlines()) - 1
    return found


def check_every_row_is_accounted_for(folder: Path, report: Report, tables: dict[str, dict[int, list[int]]]) -> None:
    counted = count_records(folder)
    gone = Counter()
    for departure in report.departures:
        assert departure.rows > 0
        gone[departure.file_id, departure.record] += departure.rows
    by_kind = Counter()
    for departure in report.departures:
        by_kind[departure.file_id, departure.kind] += departure.rows
    repeated = {departure.file_id for departure in report.departures if departure.reason.startswith("The same content")}
    for load in report.loads:
        assert load.rows_in == load.rows_loaded + load.rows_set_aside + load.rows_rejected, load
        assert min(load.rows_loaded, load.rows_set_aside, load.rows_rejected) >= 0, load
        assert by_kind[load.file_id, "set aside"] == load.rows_set_aside, load
        assert by_kind[load.file_id, "rejected"] == load.rows_rejected, load
        if load.layout == "not recognised":
            continue
        assert load.rows_in == sum(rows for (name, _), rows in counted.items() if name == load.file), load
        for feed, table in TRACED.items():
            here = [] if load.file_id in repeated else tables[table].get(load.file_id, [])
            of_feed = counted.get((load.file, feed), 0)
            if of_feed and load.file_id not in repeated:
                left = of_feed - gone[load.file_id, FEEDS[feed].title]
                assert len(here) == len(set(here)) == left, (load.file, feed)
                first, last = (1, of_feed) if load.file.endswith(".xml") else (2, of_feed + 1)
                assert all(first <= row <= last for row in here), (load.file, feed)
    assert {load.file for load in report.loads} >= {name for name, _ in counted}


def rows_of_tables(rows) -> dict[str, dict[int, list[int]]]:
    """Each traced table's row numbers by file."""
    found: dict[str, dict[int, list[int]]] = {}
    for table in TRACED.values():
        found[table] = {}
        for entry in rows(f"select file_id, row from {table}"):
            found[table].setdefault(entry["file_id"], []).append(entry["row"])
    return found


@pytest.fixture(scope="module")
def query(authority):
    def run(sql: str) -> list[dict]:
        cursor = authority.engine.warehouse.query(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return run


def test_every_row_of_the_made_up_authority_is_accounted_for(authority, query):
    assert not authority.report.rejects
    check_every_row_is_accounted_for(authority.extracts, authority.report, rows_of_tables(query))


def loaded(authority, feed: str) -> int:
    """Records of a feed over all files, less those that left."""
    records = sum(rows for (_, name), rows in count_records(authority.extracts).items() if name == feed)
    return records - sum(
        departure.rows for departure in authority.report.departures if departure.record == FEEDS[feed].title
    )


@pytest.mark.parametrize(
    ("feed", "sql"),
    [
        ("census_pupils", "select count(*) as rows from roll"),
        ("census_needs", "select count(need_type) as rows from roll"),
        ("census_free_meals", "select count(*) filter (where is_fsm_eligible) as rows from roll"),
        ("sen2_persons", "select count(distinct person_id) as rows from requests"),
        ("sen2_returns", "select count(distinct observed_from_date) as rows from requests"),
        ("sen2_named_plans", "select count(*) as rows from plans"),
        ("gias_schools", "select count(*) as rows from schools"),
    ],
)
def test_rows_loaded_are_rows_of_the_table_where_it_keeps_no_row_numbers(authority, query, feed, sql):
    assert loaded(authority, feed) == query(sql)[0]["rows"] > 0


def test_the_row_number_kept_is_the_row_of_the_file(authority, query):
    """Spot checks by content: the line of the CSV, or the record of its kind in the XML."""
    names = {load.file_id: load.file for load in authority.report.loads}
    lines: dict[str, list[dict[str, str]]] = {}
    for name in {*names.values()}:
        if name.endswith(".csv") and ("referrals" in name or "_requests.csv" in name):
            with open(authority.extracts / name, encoding="utf-8", newline="") as file:
                lines[name] = list(csv.DictReader(file))
    referrals = query("select file_id, row, received_date, service from referrals")
    assert referrals
    for row in referrals:
        line = lines[names[row["file_id"]]][row["row"] - 2]
        assert (line["received_date"], line["service"]) == (row["received_date"].isoformat(), row["service"])
    in_xml = {
        name: re.findall(r"<ReceivedDate>([0-9-]+)", (authority.extracts / name).read_text(encoding="utf-8"))
        for name in names.values()
        if name.endswith(".xml")
    }
    seen = set()
    for row in query("select file_id, row, received_date from requests"):
        name = names[row["file_id"]]
        seen.add(name[-3:])
        if name in in_xml:
            assert in_xml[name][row["row"] - 1] == row["received_date"].isoformat()
        else:
            written = lines[name][row["row"] - 2]["receiveddate"]
            assert written.startswith(f"{row['received_date']:%Y-%b-%d}")
    assert seen == {"xml", "csv"}


def test_the_same_file_twice_is_read_once_and_counted_twice(authority, tmp_path):
    folder = tmp_path / "in"
    EventLog(1, children=10).export(folder, NEWEST, is_early=False)
    once = build(folder)
    for path in list(folder.glob("referrals *.csv")) + list(folder.glob("*.xml")):
        shutil.copy(path, folder / f"copy of {path.name}")
    twice = build(folder)
    for table in ("referrals", "requests", "plans", "placements"):
        query = f"select * exclude (file_id, row) from {table} order by all"
        if table == "placements":
            query = "select count(*) as rows from placements"
        assert twice.rows(query) == once.rows(query)
    check_every_row_is_accounted_for(folder, twice.report, rows_of_tables(twice.rows))
    aside = [departure for departure in twice.report.departures if departure.reason.startswith("The same content")]
    assert len(aside) == len(list(folder.glob("copy of *"))) > 0
    assert twice.findings("file_repeated") == len(aside)


@pytest.mark.parametrize("end", [" again", "_again"])
def test_files_exported_again_for_the_same_day_lose_no_row_and_count_none_twice(end, tmp_path):
    """All but the returns once more, without their last row, so that the content is another: before and after by name."""
    folder = tmp_path / "in"
    EventLog(1, children=40).export(folder, NEWEST, is_early=False)
    tables = ("roll", "referrals", "advice", "case_events", "senco_posts", "appointments", "schools")
    counts = "select " + ", ".join(f"(select count(*) from {table}) as {table}" for table in tables)
    once = build(folder)
    again = [path for path in folder.glob("*.csv") if "Blade" not in path.name and "schoolcensus" not in path.name]
    for path in again:
        *lines, _ = path.read_text(encoding="utf-8").splitlines()
        path.with_stem(path.stem + end).write_text("\n".join(lines) + "\n", encoding="utf-8")
    twice = build(folder)
    assert twice.rows(counts) == once.rows(counts)
    check_every_row_is_accounted_for(folder, twice.report, rows_of_tables(twice.rows))
    assert twice.findings("extract_repeated") > 0 < twice.findings("census_repeated")
    assert twice.findings("pupil_registered_twice") == once.findings("pupil_registered_twice")


def spoil(folder: Path, chance: random.Random) -> None:
    """Harm the files as people and programs do; a line stays a line, a record a record."""
    for path in sorted(folder.rglob("*.csv")):
        heading, *lines = path.read_text(encoding="utf-8").splitlines()
        spoilt = []
        for line in lines:
            cells = line.split(",")
            harm = chance.random()
            place = chance.randrange(len(cells))
            if harm < 0.04:
                cells[place] = ""
            elif harm < 0.08:
                cells[place] = chance.choice(["31/02/2024", "n/k", "2199-01-01", "12", "X", "2023-06-15"])
            elif harm < 0.10:
                cells.append("one too many")
            elif harm < 0.12 and len(cells) > 1:
                cells.pop()
            elif harm < 0.15:
                spoilt.append(line)
            spoilt.append(",".join(cells))
        path.write_text("\n".join([heading, *spoilt]) + "\n", encoding="utf-8")
    for path in sorted(folder.rglob("*.xml")):
        text = path.read_text(encoding="utf-8")
        dates = re.findall(r">\d{4}-\d\d-\d\d<", text)
        for written in chance.sample(dates, min(len(dates), 8)):
            text = text.replace(written, chance.choice([">2024-13-01<", "><", ">1999-01-01<"]), 1)
        path.write_text(text, encoding="utf-8")
    (folder / "minutes of the board.txt").write_text("not,a,layout\n1,2,3\n", encoding="utf-8")
    (folder / "nothing.csv").write_text("", encoding="utf-8")


def check_spoilt_files(seed: int, tmp_path: Path) -> Report:
    folder = tmp_path / "in"
    EventLog(seed, children=40).export(folder, NEWEST, is_early=False)
    spoil(folder, random.Random(seed))
    built = build(folder)
    assert built.report.rejects
    counted_only = [path for path in folder.iterdir() if path.name in ("minutes of the board.txt", "nothing.csv")]
    unknown = [load for load in built.report.loads if load.layout == "not recognised"]
    assert {load.file for load in unknown} >= {path.name for path in counted_only}
    assert all(load.rows_in == load.rows_rejected for load in unknown)
    lines = {load.file: load.rows_in for load in unknown}
    assert (lines["minutes of the board.txt"], lines["nothing.csv"]) == (1, 0)
    for path in counted_only:
        path.unlink()
    check_every_row_is_accounted_for(folder, built.report, rows_of_tables(built.rows))
    return built.report


@pytest.mark.parametrize("seed", range(1, 5))
def test_every_row_of_spoilt_files_is_accounted_for_and_rejected_ones_are_kept_to_be_corrected(seed, tmp_path):
    report = check_spoilt_files(seed, tmp_path)
    kept = 0
    for path in report.rejected_files:
        with open(path, encoding="utf-8", newline="") as file:
            kept += sum(1 for _ in csv.DictReader(file))
        assert path.stat().st_mode & 0o077 == 0
    known = [load for load in report.loads if load.layout != "not recognised"]
    assert kept == sum(load.rows_rejected for load in known) > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 150))
def test_every_row_of_many_spoilt_files_is_accounted_for(seed, tmp_path):
    check_spoilt_files(seed, tmp_path)
