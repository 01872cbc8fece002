"""A build does nothing when nothing changed, and whenever it is stopped the last good warehouse still opens."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest
from harness import ask
from small_files import KEY, Built, PersonKey, build, write_census, write_csv, write_gias

from sendmetrics.contracts.reference import PROJECT, QUERIES, REFERENCE
from sendmetrics.errors import OutdatedError, SendMetricsError
from sendmetrics.warehouse import build as build_module
from sendmetrics.warehouse import layout as layout_module
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.publish import BUILDING, LOCK, POINTER, VERSIONS_KEPT, building_in, current_file

MAPPING = '[codes.service]\n"S&LT" = "salt"\n'
ROUNDS_OF_KILLS = 40


def write_referrals(folder: Path, count: int, name: str = "referrals.csv") -> Path:
    """As many referrals as said: what a warehouse answers tells which version it is."""
    rows = "\n".join(f"2026-01-15 | trust | {name}{place} | C{place} | Z | salt | 2025-12-01" for place in range(count))
    heading = "snapshot_date | source | referral_id | person_ref | provider_code | service | received_date"
    return write_csv(folder / name, f"{heading}\n{rows}")


def referrals_in(warehouse: Path) -> int:
    """What the current version answers, opened as a reader opens it."""
    opened = open_warehouse(warehouse)
    try:
        return opened.query("select count(*) from referrals").fetchone()[0]
    finally:
        opened.close()


def litter_of(warehouse: Path) -> set[str]:
    """What lies in the folder besides the lock, the pointer, the access log and versions."""
    known = {LOCK, POINTER, "access_log.jsonl"}
    return {path.name for path in warehouse.iterdir() if path.name not in known and path.suffix != ".duckdb"} | {
        path.name for path in warehouse.glob(".*.duckdb")
    }


def versions_of(warehouse: Path) -> list[str]:
    return sorted(path.name for path in warehouse.glob("warehouse-*.duckdb"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """Extracts of three referrals and the warehouse built from them, to be copied."""
    place = tmp_path_factory.mktemp("sound")
    write_referrals(place / "in", 3)
    build(place / "in", place / "out").engine.warehouse.close()
    (place / "person.key").write_text(KEY.secret.hex() + "\n", encoding="ascii")
    return place


@pytest.fixture
def place(sound, tmp_path) -> Path:
    """A copy of it for one test to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "place"))


def rebuild(place: Path, key: PersonKey = KEY) -> Built:
    return build(place / "in", place / "out", key)


# Nothing changed: nothing is rebuilt.


def test_a_build_without_changes_keeps_the_warehouse_and_tells_the_same(place):
    before = {path.name: path.stat().st_mtime_ns for path in (place / "out").glob("warehouse-*")}
    again = rebuild(place).report
    assert not again.is_new
    assert {path.name: path.stat().st_mtime_ns for path in (place / "out").glob("warehouse-*")} == before
    assert [(load.file, load.rows_in, load.rows_loaded) for load in again.loads] == [("referrals.csv", 3, 3)]


def test_what_is_no_extract_changes_nothing(place):
    os.utime(place / "in" / "referrals.csv", (1, 1))
    (place / "in" / "rejected").mkdir()
    for name in ("notes.md", ".hidden.csv", "truth.json", "rejected/referrals.csv"):
        (place / "in" / name).write_text("not,for,us\n", encoding="utf-8")
    assert not rebuild(place).report.is_new


def change(folder: Path, how: str) -> None:
    if how == "a row is added":
        write_referrals(folder, 4)
    elif how == "one letter is different":
        path = folder / "referrals.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("2025-12-01", "2025-12-02", 1), encoding="utf-8")
    elif how == "a file is added":
        write_census(folder, "2026-01-15", "school | upn\n9992001 | A999200118001")
    elif how == "a file goes into a folder":
        (folder / "health").mkdir()
        write_referrals(folder / "health", 1, "more.csv")
    elif how == "a file is renamed":
        (folder / "referrals.csv").rename(folder / "referrals of may.csv")
    elif how == "a mapping is added":
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")


@pytest.mark.parametrize(
    "how",
    ["a row is added", "one letter is different", "a file is added", "a file goes into a folder", "a file is renamed",
     "a mapping is added"],
)  # fmt: skip
def test_any_change_is_built_once(place, how):
    change(place / "in", how)
    assert rebuild(place).report.is_new
    assert not rebuild(place).report.is_new


def test_a_removed_file_takes_its_rows_away_and_going_back_is_a_change(place):
    write_referrals(place / "in", 2, "more.csv")
    assert rebuild(place).value("select count(*) from referrals") == 5
    (place / "in" / "more.csv").unlink()
    assert rebuild(place).value("select count(*) from referrals") == 3


def test_a_changed_mapping_is_read_anew(place):
    path = place / "in" / "referrals.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("salt", "S&LT"), encoding="utf-8")
    for service in ("salt", "ot"):
        (place / "in" / "mapping.toml").write_text(MAPPING.replace('"salt"', f'"{service}"'), encoding="utf-8")
        assert rebuild(place).rows("select distinct service from referrals") == [{"service": service}]


@pytest.mark.parametrize(
    "changed",
    ["data/reference/services.csv", "queries/tables/07_referrals.sql", "queries/checks/two_open_requests.sql",
     "queries/macros.sql"],
)  # fmt: skip
def test_our_own_tables_and_queries_count_as_changes(place, tmp_path, monkeypatch, changed):
    """A new version of sendmetrics builds again, though no file of the authority changed."""
    sources = build_module.find_sources(place / "in")
    for name in ("data/reference", "queries"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    monkeypatch.setattr(build_module, "REFERENCE", tmp_path / "data" / "reference")
    monkeypatch.setattr(build_module, "QUERIES", tmp_path / "queries")
    before = build_module._fingerprint(place / "in", sources, KEY)
    with open(tmp_path / changed, "a", encoding="utf-8") as file:
        file.write("\n")
    assert build_module._fingerprint(place / "in", sources, KEY) != before


def test_every_module_a_build_runs_counts_as_a_change(place, monkeypatch):
    """A module that loads files and is left out of the fingerprint would leave an old warehouse standing."""
    ours = "(module.__file__ for name, module in sys.modules.items() if name.startswith('sendmetrics'))"
    listing = f"import sys, sendmetrics.warehouse.build; print(*{ours})"
    run = subprocess.run([sys.executable, "-c", listing], cwd=PROJECT, capture_output=True, text=True, check=True)
    modules = {Path(name) for name in run.stdout.split()}
    hashed: set[Path] = set()
    monkeypatch.setattr(build_module, "hash_file", lambda path: hashed.add(path) or "")
    build_module._fingerprint(place / "in", [], KEY)
    missing = {path.relative_to(PROJECT).as_posix() for path in modules - hashed if path.stat().st_size > 200}
    assert not missing, f"add to _fingerprint in warehouse/build.py: {', '.join(sorted(missing))}"


# Another key.


def test_another_key_is_refused_in_words_and_nothing_changes(place):
    write_referrals(place / "in", 4)
    with pytest.raises(
        SendMetricsError, match=r"built with another key: .* Put back that key, or remove the warehouse"
    ):
        rebuild(place, PersonKey(b"another key of thirty-two bytes."))
    assert referrals_in(place / "out") == 3
    assert not litter_of(place / "out")
    assert rebuild(place).report.is_new


def test_another_key_is_refused_even_where_no_file_changed(place):
    with pytest.raises(SendMetricsError, match="another key"):
        rebuild(place, PersonKey(b"another key of thirty-two bytes."))


# A build that cannot succeed leaves the last good warehouse.


def test_nothing_to_load_leaves_the_last_good_warehouse(place):
    (place / "in" / "referrals.csv").write_text("no,layout\n1,2\n", encoding="utf-8")
    with pytest.raises(SendMetricsError, match=r"Nothing in .* could be loaded"):
        rebuild(place)
    assert referrals_in(place / "out") == 3
    assert not litter_of(place / "out")


def lose_every_version(warehouse: Path) -> None:
    for version in versions_of(warehouse):
        (warehouse / version).unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        lose_every_version,
        lambda warehouse: (warehouse / POINTER).write_bytes(b""),
        lambda warehouse: (warehouse / POINTER).write_bytes(b"\xff\xfe"),
        lambda warehouse: (warehouse / POINTER).write_bytes(b"../in/referrals.csv\n"),
        lambda warehouse: (warehouse / POINTER).write_bytes(b"warehouse-000009-00000000.duckdb\n"),
        lambda warehouse: current_file(warehouse).write_bytes(b"no database"),
        lambda warehouse: current_file(warehouse).write_bytes(b""),
    ],
    ids=["versions lost", "empty", "no text", "elsewhere", "unknown version", "no database", "empty database"],
)
def test_a_spoilt_warehouse_is_refused_in_words_that_mend_it(place, spoil):
    """It is not rebuilt unasked: nobody could tell whether another key had built it."""
    spoil(place / "out")
    for attempt in (lambda: open_warehouse(place / "out"), lambda: rebuild(place)):
        with pytest.raises(SendMetricsError, match=f"Remove .*{POINTER} and build again"):
            attempt()


def test_a_spoilt_warehouse_is_mended_as_its_message_says(place):
    lose_every_version(place / "out")
    (place / "out" / POINTER).unlink()
    assert rebuild(place).value("select count(*) from referrals") == 3


@pytest.mark.parametrize("change", ["set value = 'older' where name = 'layout'", "delete"], ids=["another", "none"])
def test_what_another_version_built_is_not_asked_and_building_again_mends_it(place, change):
    """Its tables may have the same columns and mean something else."""
    with duckdb.connect(str(current_file(place / "out"))) as con:
        con.execute("update about set value = 'older' where name = 'fingerprint'")
        con.execute("delete from about where name = 'layout'" if change == "delete" else f"update about {change}")
    with pytest.raises(OutdatedError, match=r"another version.*python -m sendmetrics build --warehouse"):
        open_warehouse(place / "out")
    assert rebuild(place).report.is_new
    assert referrals_in(place / "out") == 3


def test_the_layout_is_of_all_that_tables_are_built_from(monkeypatch):
    read: list[Path] = []
    monkeypatch.setattr(layout_module, "hash_file", lambda path: read.append(path) or "hash")
    layout_module.layout.__wrapped__()
    ours = {*QUERIES.glob("tables/*.sql"), QUERIES / "macros.sql", *REFERENCE.glob("*.csv")}
    assert ours | set((PROJECT / "sendmetrics" / "contracts").glob("tables*.py")) == set(read)


def test_older_versions_go_and_numbers_go_up(place):
    for count in (4, 5):
        write_referrals(place / "in", count)
        assert rebuild(place).value("select count(*) from referrals") == count
    found = versions_of(place / "out")
    assert len(found) == VERSIONS_KEPT
    assert [name.split("-")[1] for name in found] == ["000002", "000003"]
    assert current_file(place / "out").name == found[-1]


# Readers while a new version is published.


def test_a_reader_keeps_its_version_until_it_opens_the_next(place):
    old = rebuild(place)
    for count in (4, 5):
        write_referrals(place / "in", count)
        rebuild(place)
        assert old.count("referrals_received") == 3
        assert ask(old.engine, "referrals_received", by="service")[0]["numerator"] == 3
    assert not old.report.path.exists()
    assert referrals_in(place / "out") == 5


def test_readers_that_come_and_go_meanwhile_always_find_a_whole_warehouse(place):
    seen: list[int] = []
    failed: list[Exception] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            try:
                seen.append(referrals_in(place / "out"))
            except Exception as error:  # noqa: BLE001 - told below, where a test can fail
                failed.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for count in (4, 5):
            write_referrals(place / "in", count)
            rebuild(place).engine.warehouse.close()
    finally:
        is_over.set()
        reader.join()
    assert not failed, failed
    assert set(seen) <= {3, 4, 5}
    assert seen == sorted(seen), "nobody sees an older version after a newer one"
    assert len(set(seen)) > 1


# Two builds at once.


def test_a_second_build_waits_for_nobody_and_harms_nothing(place):
    write_referrals(place / "in", 4)
    with building_in(place / "out") as building:
        building.write_bytes(b"half a warehouse")
        with pytest.raises(SendMetricsError, match=r"Another build is running in .* Wait for it to end"):
            rebuild(place)
        assert building.read_bytes() == b"half a warehouse"
        assert referrals_in(place / "out") == 3
    assert rebuild(place).value("select count(*) from referrals") == 4


def start_build(place: Path, program: str = "") -> subprocess.Popen:
    """``python -m sendmetrics build`` as an analyst runs it; ``program`` runs first, in the same process."""
    how = ["-c", f"{program}\nimport sys; from sendmetrics.__main__ import main; sys.exit(main(sys.argv[1:]))"]
    command = [sys.executable, *(how if program else ["-m", "sendmetrics"])]
    return subprocess.Popen(
        [*command, "build", "--extracts", str(place / "in"), "--warehouse", str(place / "out")],
        cwd=PROJECT,
        env=os.environ | {"SENDMETRICS_KEY_FILE": str(place / "person.key")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_builds_started_together_make_one_warehouse(place):
    write_referrals(place / "in", 4)
    builds = [start_build(place) for _ in range(2)]
    told = [(process.communicate(timeout=120), process.returncode) for process in builds]
    assert 0 in [code for _, code in told], told
    for (output, errors), code in told:
        assert "Traceback" not in errors, errors
        assert code == 0 or (code == 2 and "Another build is running" in errors), (output, errors)
    assert referrals_in(place / "out") == 4
    assert not litter_of(place / "out")


# Killed.

# Ends the process as if the power went, at the named moment of publishing.
DIES = """
import os, signal
from sendmetrics.warehouse import build, publish
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
replace = os.replace
def replacing(old, new):
    if "{moment}" == "before it has its name" and str(new).endswith(".duckdb"): die()
    if "{moment}" == "before the pointer turns" and str(new).endswith("current"): die()
    replace(old, new)
    if "{moment}" == "when the pointer has turned" and str(new).endswith("current"): die()
publish.os.replace = replacing
if "{moment}" == "when rejects are written": build.write_rejected = die
if "{moment}" == "before anything is read": build.stage_extracts = die
if "{moment}" == "with half a file": build.write_rows = die
"""
# The moments, and how many referrals the warehouse then answers with: 3 is the old one.
MOMENTS = [
    pytest.param("before anything is read", 3, marks=pytest.mark.long),
    ("with half a file", 3),
    pytest.param("when rejects are written", 3, marks=pytest.mark.long),
    pytest.param("before it has its name", 3, marks=pytest.mark.long),
    ("before the pointer turns", 3),
    ("when the pointer has turned", 4),
]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(("moment", "answered"), MOMENTS)
def test_a_build_killed_leaves_the_last_good_warehouse_and_the_next_one_tidies_up(place, moment, answered):
    write_referrals(place / "in", 4)
    process = start_build(place, DIES.format(moment=moment))
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert referrals_in(place / "out") == answered
    write_referrals(place / "in", 5)
    again = rebuild(place)
    assert again.report.is_new
    assert again.count("referrals_received") == 5
    assert_tidy(place)


def assert_tidy(place: Path) -> None:
    assert not litter_of(place / "out")
    assert len(versions_of(place / "out")) <= VERSIONS_KEPT


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_what_a_killed_build_leaves_is_for_its_owner_alone(place):
    """It may hold copies of extracts, names and all, until the next build removes them."""
    write_census(place / "in", "2026-01-15", "school | upn\n9992001 | A999200118001")
    for path in (place / "in").iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    process = start_build(place, DIES.format(moment="with half a file"))
    process.communicate(timeout=120)
    left = list((place / "out").glob(".work-*"))
    assert left, "nothing was copied: let the test find what a build writes"
    assert all(path.stat().st_mode & 0o077 == 0 for path in left)
    assert (place / "out" / BUILDING).exists()


def killed_at(place: Path, moments: random.Random, longest: float) -> None:
    process = start_build(place)
    time.sleep(moments.uniform(0, longest))
    process.kill()
    process.communicate(timeout=120)


@pytest.fixture
def larger(tmp_path) -> Path:
    """Enough of everything that a build has moments to be killed in."""
    place = tmp_path / "larger"
    write_referrals(place / "in", 2_000)
    pupils = "\n".join(f"9992001 | A{number:012d}" for number in range(2_000))
    for year in range(2021, 2027):
        write_census(place / "in", f"{year}-01-16", f"school | upn\n{pupils}")
    write_gias(place / "in", "urn | estab | name\n900001 | 2001 | Larchbourne Primary School")
    (place / "person.key").write_text(KEY.secret.hex() + "\n", encoding="ascii")
    build(place / "in", place / "out").engine.warehouse.close()
    return place


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_time_after_time(larger, seed):
    """The killed builds share one folder, so what one leaves is there for the next to trip over."""
    moments = random.Random(seed)
    started = time.monotonic()
    write_referrals(larger / "in", 2_001)
    start_build(larger).communicate(timeout=120)
    longest = 1.1 * (time.monotonic() - started)
    good = 2_001
    for round_number in range(ROUNDS_OF_KILLS):
        asked = 2_002 + round_number
        write_referrals(larger / "in", asked)
        killed_at(larger, moments, longest)
        found = referrals_in(larger / "out")
        assert found in (good, asked), f"round {round_number}: neither the last good warehouse nor the new one"
        good = found
        assert len(litter_of(larger / "out")) <= 4, f"round {round_number}: litter grows"
    write_referrals(larger / "in", 1_999)
    assert rebuild(larger).count("referrals_received") == 1_999
    assert_tidy(larger)
