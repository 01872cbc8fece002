"""Times and memory of the whole product beside their floors, printed as Markdown: ``python tests/bench/bench.py DIR``.

Never run with the tests: it takes minutes and a quiet machine. The made-up
authority (250,000 pupils in six censuses, some 60,000 EHC cases, 500,000
referrals and 2 million appointments) and its warehouse stay in DIR, so that a
second run measures at once; remove DIR/warehouse to measure the build again.
"""

import argparse
import datetime
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path[:0] = [str(PROJECT), str(HERE.parent), str(HERE)]

from browser_times import browser_rows  # noqa: E402

from sendmetrics.metrics.access_log import AccessLog  # noqa: E402
from sendmetrics.metrics.definition import VIEWS, Metric, read_metrics  # noqa: E402
from sendmetrics.metrics.engine import Engine  # noqa: E402
from sendmetrics.metrics.question import Question, Reader  # noqa: E402
from sendmetrics.metrics.what_if import Change  # noqa: E402
from sendmetrics.synthetic.demo import write_demo  # noqa: E402
from sendmetrics.warehouse.opened import open_warehouse  # noqa: E402
from sendmetrics.warehouse.publish import current_file  # noqa: E402

REPEATS = 7
CASEWORK = Reader("bench", "casework")
# What stands beside a figure made by hand; a published rate is one, a wait has several.
FIGURE_OF_VIEW = {None: "value", "open": "over_limit", "completed": "median_days", "cohort": "median_days"}
COUNTED = (
    "roll",
    "requests",
    "assessments",
    "plans",
    "placements",
    "annual_reviews",
    "advice",
    "case_events",
    "referrals",
    "appointments",
    "senco_posts",
    "review_contributions",
)


def write_authority(folder: Path) -> None:
    if not (folder / "extracts").is_dir():
        write_demo(folder / "extracts", pupils=250_000, seed=1, case_volume=2.6, referral_volume=7.3)


def build_rows(folder: Path) -> Iterator[str]:
    """Seconds and peak memory of a build in a process of its own."""
    if current_file(folder / "warehouse") is not None:
        yield "Built before: remove the warehouse to measure the build."
        return
    files = [path for path in (folder / "extracts").rglob("*") if path.is_file()]
    command = [sys.executable, "-m", "sendmetrics", "build"]
    command += ["--extracts", str(folder / "extracts"), "--warehouse", str(folder / "warehouse")]
    environment = os.environ | {"SENDMETRICS_KEY_FILE": str(folder / "person.key")}
    start = time.perf_counter()
    build = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(build.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) == 2:
        sys.exit("The build failed: run it by hand to see why.")
    yield "| build | files | MB in | seconds | peak memory, MB | MB out |\n|---|---|---|---|---|---|"
    mb_in, mb_out = (
        sum(path.stat().st_size for path in paths) / 1e6 for paths in (files, [current_file(folder / "warehouse")])
    )
    yield f"| check, load, publish | {len(files)} | {mb_in:.0f} | {seconds:.1f} | {usage.ru_maxrss / 1024:.0f} | {mb_out:.0f} |"


def size_rows(engine: Engine) -> Iterator[str]:
    counts = ((name, engine.warehouse.query(f"select count(*) from {name}").fetchone()[0]) for name in COUNTED)
    yield "Rows: " + ", ".join(f"{name} {count:,}" for name, count in counts)


def metric_rows(engine: Engine) -> Iterator[str]:
    """Each metric through the engine beside the same SQL by hand; where their figures differ, this stops."""
    yield (
        "| measure | by hand, ms | engine, first question, ms | more, ms | times | next question, ms |\n"
        "|---|---|---|---|---|---|"
    )
    for metric in read_metrics().values():
        for view in VIEWS if metric.kind == "wait" else (None,):
            question = Question(metric.name, every=_every(metric, view), view=view)
            name = ".".join(filter(None, (metric.name, view)))
            sql = (HERE / "by_hand" / f"{name}.sql").read_text(encoding="utf-8")
            _compare(engine, question, sql)
            floor = _median_ms(lambda sql=sql: engine.warehouse.query(sql, {}).fetchall())
            ours = _median_ms(lambda question=question: _afresh(engine).answer(question, CASEWORK))
            later = _median_ms(lambda question=question: _forgetful(engine).answer(question, CASEWORK))
            yield (
                f"| {name}, by {question.every} | {floor:.0f} | {ours:.0f} | {ours - floor:+.0f} | {ours / floor:.1f} "
                f"| {later:.0f} |"
            )


def queue_rows(engine: Engine) -> Iterator[str]:
    """The queues of all services beside weeks counted by hand, and what if; where a week differs, this stops."""
    yield "| queues | by hand, ms | engine, ms | times |\n|---|---|---|---|"
    sql = (HERE / "by_hand" / "queues.sql").read_text(encoding="utf-8")
    queues = engine.study_queues((), CASEWORK).services
    by_hand = {(service, week): counts for service, week, *counts in engine.warehouse.query(sql).fetchall()}
    for queue in queues:
        for week in queue.weeks:
            ours = [week["joined"], week["seen"] + week["others"]]
            other = by_hand.get((queue.service, week["starts"]), [0, 0])
            if ours != other:
                sys.exit(f"{queue.service} {week['starts']}: the engine says {ours}, the SQL by hand {other}")
    floor = _median_ms(lambda: engine.warehouse.query(sql).fetchall())
    study = _median_ms(lambda: _afresh(engine).study_queues((), CASEWORK))
    yield f"| all services by week | {floor:.0f} | {study:.0f} | {study / floor:.1f} |"
    what_if = _median_ms(lambda: _studied(engine).ask_what_if(queues[0].service, Change(), (), CASEWORK))
    yield f"| what if, 200 runs of the longest queue, weeks known | | {what_if:.0f} | |"


def _studied(engine: Engine) -> Engine:
    """The engine of a reader who moves a slider: weeks are known, this change is not."""
    for key in [key for key in engine._results if "what if" in key]:
        del engine._results[key]
    return engine


def _every(metric: Metric, view: str | None) -> str:
    if view == "open":
        return "month"
    return "all" if metric.kind == "count" and metric.counts_on == "snapshot" else "year"


def _afresh(engine: Engine) -> Engine:
    """An engine that nobody has asked anything."""
    return Engine(engine.warehouse, engine.log)


def _forgetful(engine: Engine) -> Engine:
    """The engine as another reader finds it: rows worked out, but this question not yet answered."""
    engine._results.clear()
    return engine


def _compare(engine: Engine, question: Question, sql: str) -> None:
    rows = engine.answer(question, CASEWORK).rows
    named = FIGURE_OF_VIEW[question.view]
    # What has no limit is compared by its number.
    is_stock = named == "over_limit" and all(row["over_limit"] is None for row in rows if row["count"])
    ours = {row["period"]: row["count" if is_stock else named] for row in rows}
    by_hand = dict(engine.warehouse.query(sql, {}).fetchall())
    for period in ours.keys() | by_hand.keys():
        one, other = ours.get(period) or 0, by_hand.get(period) or 0
        if not math.isclose(one, other, rel_tol=1e-9):
            sys.exit(
                f"{question.metric} {question.view or ''} {period}: the engine says {one}, the SQL by hand {other}"
            )


def _median_ms(run: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="where the made-up authority and its warehouse are kept"
    )
    folder = parser.parse_args().folder
    write_authority(folder)
    for row in build_rows(folder):
        print(row, flush=True)
    log = AccessLog(folder / "access_log.jsonl", lambda: datetime.datetime.now(datetime.UTC))
    engine = Engine(open_warehouse(folder / "warehouse"), log)
    for rows in (size_rows(engine), metric_rows(engine), queue_rows(engine), browser_rows(PROJECT, folder)):
        print()
        for row in rows:
            print(row, flush=True)


if __name__ == "__main__":
    main()
