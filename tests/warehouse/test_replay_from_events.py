"""A day in the past gives what a build from only the earlier events gives.

Files are written from a log of events (event_log.py), not with the engine's
rules. The full build holds every return and extract the authority kept; the
early build those up to the day, with the newest as exported on that day. What
happened on a day no file has a field for is known from the first file that
carries it, in both: that is the promise for undated events, and it is exact.
"""

import datetime
import random

import pytest
from event_log import NEWEST, RETURNS, SNAPSHOTS, EventLog
from harness import CASEWORK
from small_files import Built, build

from sendmetrics.metrics.definition import Metric, read_metrics
from sendmetrics.metrics.question import Question
from sendmetrics.metrics.replay import replay_sources

SEEDS = range(1, 4)
FIRST_RETURN = min(RETURNS)
# Keys made from identifiers: a child may be known by name first and by UPN later.
KEYS = ("person_id", "request_id", "assessment_id", "advice_id", "counted_id", "plan_id", "annual_review_id")
KEYS += ("review_wait_id", "stretch_id", "mark_id", "phase_transfer_id", "first_referral_id", "person_row_id")


def days_to_look_back_to(seed: int, most_between: int) -> list[datetime.date]:
    """A day of a file, the day before one, and at most so many days between them."""
    chance = random.Random(f"days {seed}")
    between = [FIRST_RETURN + datetime.timedelta(days=chance.randrange((NEWEST - FIRST_RETURN).days)) for _ in range(3)]
    of_file = chance.choice([*RETURNS, *SNAPSHOTS[1:]])
    beside = chance.choice([day for day in RETURNS if FIRST_RETURN < day < NEWEST])
    return sorted({*between[:most_between], of_file, beside - datetime.timedelta(days=1)})


def answers(built: Built, as_at: datetime.date) -> dict[str, object]:
    """Every figure of every metric as a caseworker sees it, in all and by year, with what was left out; none where none was collected yet."""
    found: dict[str, object] = {}
    for metric in read_metrics().values():
        first = built.engine.first_date(metric)
        if first is None or first > as_at:
            continue
        for every in ("all", "year"):
            result = built.engine.answer(Question(metric.name, every=every, as_at=as_at), CASEWORK)
            rows = [{name: _rounded(value) for name, value in row.items()} for row in result.rows]
            found[f"{metric.name} by {every}"] = (rows, list(result.left_out))
    return found


def _rounded(value: object) -> object:
    return round(value, 9) if isinstance(value, float) else value


def counted_rows(built: Built, metric: Metric, as_at: datetime.date) -> list[tuple]:
    """The metric's own rows on that day without their keys, so that no breakdown or filter can tell the builds apart."""
    sql = f"with {', '.join(replay_sources(metric))}\nselect * from (\n{metric.sql}\n)"
    cursor = built.engine.warehouse.query(sql, {"as_at": as_at})
    rows = [dict(zip(metric.columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        if "known_to" in row:
            row["known_to"] = min(row["known_to"], as_at)
        if "observed_from_date" in row:
            row["observed_from_date"] = row["start_date"] is None or row["start_date"] < row["observed_from_date"]
        for key in KEYS:
            row.pop(key, None)
    return sorted((tuple(row.items()) for row in rows), key=str)


def check_replay(seed: int, tmp_path, most_between: int) -> None:
    log = EventLog(seed)
    log.export(tmp_path / "full", NEWEST, is_early=False)
    full = build(tmp_path / "full")
    assert not full.report.rejects, [finding.message for finding in full.report.findings]
    for as_at in days_to_look_back_to(seed, most_between):
        folder = tmp_path / as_at.isoformat()
        log.export(folder, as_at, is_early=True)
        early = build(folder)
        for metric in read_metrics().values():
            now, then = (counted_rows(built, metric, as_at) for built in (full, early))
            assert now == then, f"{metric.name} as at {as_at}, log {seed}: the full build first, the early one second"
        assert answers(full, as_at) == answers(early, as_at)


@pytest.mark.parametrize("seed", SEEDS[:1])
def test_a_day_in_the_past_gives_what_a_build_from_the_earlier_events_gives(seed, tmp_path):
    check_replay(seed, tmp_path, most_between=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", [*SEEDS, *range(100, 160)])
def test_a_day_in_the_past_gives_what_a_build_from_the_earlier_events_gives_for_many_logs(seed, tmp_path):
    check_replay(seed, tmp_path, most_between=3)


def test_the_logs_hold_what_makes_replay_hard():
    """A replay test over a log in which nothing happens would prove nothing."""
    logs = [EventLog(seed) for seed in SEEDS]
    kinds = {(event.kind, event.is_dated) for log in logs for case in log.cases for event in case.events}
    assert kinds >= {
        ("withdrawn", True),
        ("withdrawn", False),
        ("withdrawn_later", False),
        ("overturned", False),
        ("plan_agreed", False),
        ("issued", True),
        ("no_plan", True),
        ("moved_in", False),
        ("exported", False),
        ("vanished", False),
        ("received", False),
    }
    rows = [row for log in logs for row in log.tell_cases(NEWEST, NEWEST, NEWEST.year)]
    assert any(row["decision"] == "H" and not row["received"] for row in rows)
    assert any(referral.deleted for log in logs for referral in log.referrals)
    assert any("previous_referral_id" in referral.details for log in logs for referral in log.referrals)
