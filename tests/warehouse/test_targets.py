"""targets.toml on its way into the warehouse and to whom it is shown: of the authority it is for, and of no other."""

import datetime
import itertools
import shutil
from pathlib import Path

import pytest
from harness import BUILT_AT, CASEWORK, KEY, LEADERS, Authority, build_demo
from made_files import write_file

from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.targets import read_targets_file
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.targets import Target, Targets, read_holidays, read_targets
from sendmetrics.warehouse.build import build_warehouse, check_extracts
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.quality import read_loads

RATE, REQUESTS = "plans_issued_within_20_weeks", "requests_received"
SAID = f"""
[[targets]]
metric = "{RATE}"
value = 60
to = 2025-12-31

[[targets]]
metric = "{REQUESTS}"
value = 30

[[trajectories]]
metric = "{RATE}"
points = {{ 2025-01-01 = 40, 2025-01-11 = 60 }}

[[annotations]]
date = 2025-03-01
text = "Panel moved"
metric = "{RATE}"

[[annotations]]
date = 2025-02-01
text = "New director"

[[holidays]]
name = "Easter"
from = 2026-03-30
to = 2026-04-10
"""
OTHERS = SAID.replace("value", 'authority = "998"\nvalue').replace("points", 'authority = "998"\npoints')
OTHERS = OTHERS.replace("date =", 'authority = "998"\ndate =').replace("name =", 'authority = "998"\nname =')


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Authority:
    """A made-up authority that has said nothing."""
    return build_demo(tmp_path_factory.mktemp("plain"), pupils=2_000, is_plain=True)


@pytest.fixture
def place(plain, tmp_path) -> Path:
    """Its files and its warehouse, to be built again."""
    shutil.copytree(plain.extracts, tmp_path / "in")
    shutil.copytree(plain.warehouse, tmp_path / "out")
    return tmp_path


def build(place: Path):
    return build_warehouse(place / "in", place / "out", KEY, BUILT_AT, lambda _: None)


def ask(warehouse, metric: str, reader: Reader = CASEWORK, every: str = "month", where=()) -> Targets:
    return read_targets(warehouse, find_metric(metric), Question(metric, every=every, where=where), reader)


def test_what_is_said_is_built_shown_and_accounted_for(place):
    write_file(place / "in", "targets.toml", SAID)
    report = build(place)
    assert report.is_new
    assert not report.rejects
    (load,) = (load for load in report.loads if load.file == "targets.toml")
    assert (load.layout, load.rows_in, load.rows_loaded, load.rows_rejected) == ("Targets", 7, 7, 0)
    warehouse = open_warehouse(place / "out")
    assert load in read_loads(warehouse)
    said = ask(warehouse, RATE)
    assert said.targets == (Target(60.0, None, datetime.date(2025, 12, 31)),)
    assert [row.note for row in said.annotations] == ["New director", "Panel moved"]
    assert [row.note for row in ask(warehouse, REQUESTS).annotations] == ["New director"]
    assert [holiday.name for holiday in read_holidays(warehouse, LEADERS)] == ["Easter"]
    for name in ("targets", "trajectories", "annotations", "holidays"):
        assert warehouse.query(f"select distinct la_code from main.{name}").fetchall() == [("999",)]
        assert "person_id" not in TABLES[name].column_names
    warehouse.close()


def test_nothing_changed_is_not_rebuilt_and_a_changed_or_removed_file_is(place):
    assert not build(place).is_new
    for content in (SAID, SAID.replace("60", "61")):
        write_file(place / "in", "targets.toml", content)
        assert build(place).is_new
        assert not build(place).is_new
    (place / "in" / "targets.toml").unlink()
    assert build(place).is_new
    warehouse = open_warehouse(place / "out")
    assert ask(warehouse, RATE) == Targets()
    warehouse.close()


def test_a_broken_file_stops_check_and_build_and_leaves_the_warehouse(place):
    write_file(place / "in", "targets.toml", SAID.replace("value = 60", "value = 600"))
    before = sorted(path.name for path in (place / "out").iterdir())
    for run in (lambda: build(place), lambda: check_extracts(place / "in", lambda _: None)):
        with pytest.raises(SendMetricsError, match="number 1: value must be a number from 0 to 100"):
            run()
    assert set(before) <= {path.name for path in (place / "out").iterdir()}


def test_targets_alone_are_nothing_to_build(tmp_path):
    (tmp_path / "in").mkdir()
    write_file(tmp_path / "in", "targets.toml", SAID)
    with pytest.raises(SendMetricsError, match="could be loaded"):
        build(tmp_path)


def test_what_is_said_for_an_authority_without_files_is_told_and_shown_nowhere(place):
    write_file(place / "in", "targets.toml", OTHERS)
    report = build(place)
    (finding,) = (finding for finding in report.findings if finding.rule == "target_without_files")
    assert "authority 998" in finding.message
    assert finding.sheet == "targets, trajectories, annotations and holidays"
    warehouse = open_warehouse(place / "out")
    assert ask(warehouse, RATE) == Targets()
    assert read_holidays(warehouse, CASEWORK) == ()
    warehouse.close()


# Two authorities in one folder


@pytest.fixture(scope="module")
def two(plain, tmp_path_factory) -> Path:
    """A folder with the requests of a second authority beside the first's."""
    folder = tmp_path_factory.mktemp("two") / "in"
    shutil.copytree(plain.extracts, folder)
    (folder / "other").mkdir()
    for path in plain.extracts.glob("*sen2*.xml"):
        write_file(
            folder / "other", path.name, path.read_text(encoding="utf-8").replace("<LEA>999</LEA>", "<LEA>998</LEA>")
        )
    return folder


def test_where_files_are_of_several_each_entry_must_say_whose_it_is(two, tmp_path):
    shutil.copytree(two, tmp_path / "in")
    write_file(tmp_path / "in", "targets.toml", SAID)
    with pytest.raises(SendMetricsError) as error:
        build(tmp_path)
    assert "the files are of several authorities (998, 999)" in str(error.value)
    assert 'authority = "998"' in str(error.value)


def test_a_reader_is_given_what_is_said_for_the_authority_they_look_at(two, tmp_path):
    shutil.copytree(two, tmp_path / "in")
    write_file(tmp_path / "in", "targets.toml", OTHERS)
    build(tmp_path)
    warehouse = open_warehouse(tmp_path / "out")
    assert set(warehouse.spans) - {None} == {"998", "999"}
    theirs, ours = (Reader("officer", "leaders", (("authorities", (code,)),)) for code in ("998", "999"))
    assert ask(warehouse, RATE, theirs).targets
    assert read_holidays(warehouse, theirs)
    assert ask(warehouse, RATE, ours) == Targets()
    assert read_holidays(warehouse, ours) == ()
    # Nobody has set a target for the two together; who chooses one is given that one's.
    assert ask(warehouse, RATE) == Targets()
    assert read_holidays(warehouse, CASEWORK) == ()
    assert ask(warehouse, RATE, where=(("authority", ("998",)),)).targets
    assert read_holidays(warehouse, CASEWORK, ("998",))
    assert ask(warehouse, RATE, ours, where=(("authority", ("998",)),)) == Targets()
    warehouse.close()


# What a target is for


def test_a_count_has_its_target_for_the_whole_authority_and_a_month_alone(place):
    write_file(place / "in", "targets.toml", SAID)
    build(place)
    warehouse = open_warehouse(place / "out")
    head = Reader("head", "casework", (("schools", ("900001",)),))
    part = (("locality", ("COA",)),)
    assert ask(warehouse, REQUESTS).targets
    assert ask(warehouse, REQUESTS, where=(("authority", ("999",)),)).targets
    for said in (
        ask(warehouse, REQUESTS, where=part), ask(warehouse, REQUESTS, head), ask(warehouse, REQUESTS, every="year"),
    ):  # fmt: skip
        assert (said.targets, said.is_part) == ((), True)
        assert said.annotations
    assert ask(warehouse, RATE, head, where=part, every="year").targets, "a share's target holds for any part"
    warehouse.close()


def test_a_target_holds_on_its_first_and_last_day():
    first, last = datetime.date(2025, 4, 1), datetime.date(2026, 3, 31)
    said = Targets((Target(60, first, last), Target(70, last + datetime.timedelta(days=1), None)))
    assert [said.target_on(day) for day in (first, last)] == [60, 60]
    assert said.target_on(first - datetime.timedelta(days=1)) is None
    assert said.target_on(datetime.date(2099, 1, 1)) == 70


def test_the_planned_way_is_straight_between_its_points_and_unknown_beyond_them():
    points = ((datetime.date(2025, 1, 1), 40.0), (datetime.date(2025, 1, 11), 60.0), (datetime.date(2025, 1, 21), 50.0))
    said = Targets(trajectory=points)
    days = [datetime.date(2025, 1, day) for day in (1, 6, 11, 16, 21)]
    assert [said.planned_for(day) for day in days] == [40, 50, 60, 55, 50]
    assert said.planned_for(datetime.date(2024, 12, 31)) is None
    assert said.planned_for(datetime.date(2025, 1, 22)) is None


def test_every_row_of_the_file_is_a_row_of_its_table(place):
    write_file(place / "in", "targets.toml", SAID)
    build(place)
    read = read_targets_file(place / "in")
    warehouse = open_warehouse(place / "out")
    for name in ("targets", "trajectories", "annotations", "holidays"):
        columns = TABLES[name].column_names
        rows = [dict(zip(columns, row, strict=True)) for row in warehouse.query(f"from main.{name}").fetchall()]
        written = [row | {"la_code": "999"} for row in getattr(read, name)]
        assert sorted(map(str, rows)) == sorted(str({column: row[column] for column in columns}) for row in written)
    warehouse.close()
    assert list(itertools.chain(read.targets, read.holidays))
