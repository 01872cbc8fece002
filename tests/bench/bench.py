"""Times and memory of the whole product beside their floors, printed as Markdown: ``python tests/bench/bench.py --folder DIR``.

Never run with the tests: it takes minutes and a quiet machine. The made-up
authority and its warehouse stay in the folder, so that a second run measures at
once; ``--fresh`` builds again.
"""

import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path[:0] = [str(PROJECT), str(HERE.parent)]

from build_once import build_in_a_process, now  # noqa: E402

from sendmetrics.metrics.access_log import AccessLog  # noqa: E402
from sendmetrics.metrics.definition import VIEWS, read_metrics  # noqa: E402
from sendmetrics.metrics.engine import Engine  # noqa: E402
from sendmetrics.metrics.question import Question, Reader  # noqa: E402
from sendmetrics.warehouse.opened import open_warehouse  # noqa: E402
from sendmetrics.warehouse.publish import current_file  # noqa: E402

REPEATS = 5
CASEWORK = Reader("bench", "casework")
EXTRACTS, WAREHOUSE = "extracts", "warehouse"
PAGES = ("ehc", "referrals", "sen_support")
CLICKED = ("Coast", "North", "South", "Vale")
SETTLED_MS = 3000


def median_ms(run: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def build_rows(folder: Path, is_fresh: bool) -> Iterator[str]:
    """Seconds and peak memory of a build in a process of its own."""
    if is_fresh:
        shutil.rmtree(folder / WAREHOUSE, ignore_errors=True)
    yield "| build | seconds | peak memory, MB |\n|---|---|---|"
    if current_file(folder / WAREHOUSE) is not None:
        yield "| already built: not measured | | |"
        return
    seconds, peak = build_in_a_process(folder / EXTRACTS, folder / WAREHOUSE)
    yield f"| check, load, publish | {seconds:.1f} | {peak:.0f} |"


def size_rows(folder: Path) -> Iterator[str]:
    """What the warehouse holds."""
    con = open_warehouse(folder / WAREHOUSE)
    counts = {
        name: con.query(f"select count(*) from {name}").fetchone()[0]
        for name in ("roll", "requests", "assessments", "advice", "referrals", "senco_posts")
    }
    yield "Rows: " + ", ".join(f"{name} {count:,}" for name, count in counts.items())


def metric_rows(folder: Path) -> Iterator[str]:
    """Each metric through the engine beside the same SQL by hand; both give the same figures, or this stops."""
    engine = Engine(open_warehouse(folder / WAREHOUSE), AccessLog(folder / "access_log.jsonl", now))
    yield "| measure | by hand, ms | engine, ms | more, ms | times |\n|---|---|---|---|---|"
    for metric in read_metrics().values():
        for view in VIEWS if metric.kind == "wait" else (None,):
            every = {"open": "month"}.get(
                view, "all" if metric.counts_on == "snapshot" and metric.kind == "count" else "year"
            )
            question = Question(metric.name, every=every, view=view)
            name = ".".join(filter(None, (metric.name, view)))
            sql = (HERE / "by_hand" / f"{name}.sql").read_text(encoding="utf-8")
            _compare(engine, question, sql)
            floor = median_ms(lambda sql=sql: engine.warehouse.query(sql, {}).fetchall())
            ours = median_ms(lambda question=question: engine.compute_afresh(question))
            yield f"| {name}, by {every} | {floor:.0f} | {ours:.0f} | {ours - floor:+.0f} | {ours / floor:.1f} |"
