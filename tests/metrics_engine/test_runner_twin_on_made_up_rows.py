"""The runner equals its dull twin on made-up rows: scope, sum, protect, divide, for every kind, period, filter and view."""

import datetime
import itertools
import math
from dataclasses import dataclass, replace

import pytest
from dull_runner import EXTENT_KEYS, Case, dull_figures, dull_waits, is_refused, protect_dull
from hypothesis import event, given, note, settings
from hypothesis import strategies as st
from made_metrics import MadeWarehouse, stand_in, write_metric

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import Metric
from sendmetrics.metrics.question import EVERY, Question, Reader

# Ends and beginnings of months, quarters, calendar and academic years, a leap day, and days 1, 30 and 126 apart.
DAYS = [
    datetime.date.fromisoformat(day)
    for day in (
        "2023-08-31", "2023-09-01", "2023-12-31", "2024-01-01", "2024-01-02", "2024-02-29", "2024-03-31",
        "2024-04-01", "2024-05-06", "2024-08-31", "2024-09-01", "2024-10-01", "2025-01-31", "2025-02-01",
    )
]  # fmt: skip
LAST = DAYS[-1]
REFERENCE = {
    "authorities": [{"la_code": "999", "region_name": "North"}, {"la_code": "998", "region_name": "South"}],
    "localities": [
        {"locality_code": "L1", "la_code": "999", "icb_code": "Q1", "deprivation_quintile": "1"},
        {"locality_code": "L2", "la_code": "998", "icb_code": None, "deprivation_quintile": None},
    ],
    "schools": [
        {"school_urn": "900001", "la_code": "999", "phase": "Primary", "trust_name": "Hill"},
        {"school_urn": "900002", "la_code": "998", "phase": "Secondary", "trust_name": "Hill"},
        {"school_urn": "900003", "la_code": "999", "phase": None},
    ],
    "people": [
        {"person_id": 1, "sex": "F", "ethnicity_group": "White", "language_group": "English"},
        {"person_id": 2, "sex": "M", "ethnicity_group": "Asian", "language_group": "Other than English"},
        {"person_id": 3, "sex": None, "ethnicity_group": None, "language_group": None},
    ],
}
VALUES = {
    "authority": ["999", "998"],
    "region": ["North", "South"],
    "locality": ["L1", "L2"],
    "icb": ["Q1"],
    "phase": ["Primary", "Secondary"],
    "trust": ["Hill"],
    "school": ["900001", "900002", "900003"],
    "sex": ["F", "M"],
    "ethnicity_group": ["White", "Asian"],
    "language": ["English", "Other than English"],
    "deprivation": ["1"],
    "need": ["ASD", "SLCN"],
    "year_group": ["R", "7"],
    "fsm": ["true", "false"],
    "service": ["salt", "camhs"],
}
# Where a dimension's values are listed, and in which of its columns; a reader chooses among those of their extent.
LISTED = {
    "authority": ("authorities", "la_code"),
    "region": ("authorities", "region_name"),
    "locality": ("localities", "locality_code"),
    "icb": ("localities", "icb_code"),
    "deprivation": ("localities", "deprivation_quintile"),
    "phase": ("schools", "phase"),
    "trust": ("schools", "trust_name"),
    "school": ("schools", "school_urn"),
}
OF_SENCOS = ("authority", "region", "locality", "icb", "phase", "trust", "school")
EXTENTS = {"authorities": ["999", "998"], "schools": ["900001", "900002"], "services": ["salt", "camhs"]}

days = st.sampled_from(DAYS)


def or_none(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), values)


def one_of(*values: object) -> st.SearchStrategy:
    return st.sampled_from(values)


def offered(name: str, extent: tuple) -> list[str]:
    """The values of a dimension that a reader of that extent may filter by."""
    if name not in LISTED:
        return VALUES[name]
    table, column = LISTED[name]
    rows = REFERENCE[table]
    for kind, codes in extent:
        rows = [row for row in rows if row.get(EXTENT_KEYS[kind], "nowhere") in (*codes, "nowhere")]
    return sorted({row[column] for row in rows if row.get(column)})


KEYS = {
    "la_code": one_of("999", "999", "998"),
    "school_urn": one_of("900001", "900002", "900003", None),
    "locality_code": one_of("L1", "L2", None),
}


@st.composite
def referrals(draw: st.DrawFn) -> list[dict]:
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                KEYS
                | {
                    "person_id": one_of(1, 2, 3, None),
                    "icb_code": one_of("Q1", "Q2", None, None),
                    "need_type": one_of("ASD", "SLCN", None),
                    "year_group": one_of("R", "7", None),
                    "is_fsm_eligible": one_of(True, False, None),
                    "service": one_of("salt", "camhs", None),
                    "received_date": days,
                    "accepted_date": or_none(days),
                    "rejected_date": or_none(days),
                    "redirected_to": one_of(None, None, None, None, "Somewhere else", "Sent back"),
                    "discharge_date": or_none(days),
                    "discharge_reason": one_of("finished", "finished", "refused", "moved"),
                    "observed_to_date": days,
                    "triaged_date": one_of(None, None, DAYS[1], DAYS[4]),
                    "file_id": one_of(30, 126, 126, 126),
                    "row": one_of(1, 2, 2),
                }
            ),
            min_size=draw(one_of(0, 8, 8)),
            max_size=14,
        )
    )
    copies = draw(one_of(1, 1, 4))
    made = []
    for row in rows * copies:
        # A file holds what had happened by its day, in order; copies bring groups to the thresholds.
        row = row | {"known_to": LAST, "observed_to_date": max(row["observed_to_date"], row["received_date"])}
        if row["discharge_date"] is None or row["discharge_date"] < row["received_date"]:
            row |= {"discharge_date": None, "discharge_reason": None}
        made.append(row | {"referral_id": f"r{len(made)}"})
    return made


@st.composite
def senco_posts(draw: st.DrawFn) -> list[dict]:
    row = st.fixed_dictionaries(
        KEYS
        | {
            "snapshot_date": days,
            "term": one_of(None, None, None, "Not given"),
            "protected_hours": one_of(0.0, 0.1, 7.5, 20.0),
            "contracted_hours": one_of(0.0, 0.3, 12.5, 32.5),
            "file_id": one_of(0, 4, 5, 10),
        }
    )
    return [row | {"senco_post_id": f"s{number}"} for number, row in enumerate(draw(st.lists(row, max_size=20)))]


def replayed(rows: list[dict], as_at: datetime.date) -> list[dict]:
    """Rows as they stood on a day, for the few columns the made-up measures read."""
    stood = []
    for row in rows:
        if row.get("received_date", row.get("snapshot_date")) > as_at:
            continue
        row = dict(row)
        for day, columns in (
            ("triaged_date", ("triaged_date",)),
            ("accepted_date", ("accepted_date",)),
            ("rejected_date", ("redirected_to",)),
            ("discharge_date", ("discharge_date", "discharge_reason")),
        ):
            if row.get(day) and row[day] > as_at:
                row |= dict.fromkeys(columns)
        stood.append(row)
    return stood


def metric_rows(kind: str, facts: list[dict], as_at: datetime.date) -> list[dict]:
    """What the made-up measure of that kind returns, by hand."""
    rows = []
    for fact in replayed(facts, as_at):
        keys = {
            name: fact.get(name)
            for name in (*KEYS, "person_id", "icb_code", "need_type", "year_group", "is_fsm_eligible", "service")
        }
        if kind == "ratio":
            rows.append(
                keys
                | {
                    "period_date": fact["snapshot_date"],
                    "left_out": fact["term"],
                    "numerator": fact["protected_hours"],
                    "denominator": fact["contracted_hours"],
                    "people": fact["file_id"],
                }
            )
            continue
        rows.append(
            keys
            | {
                "period_date": fact["received_date"],
                "left_out": fact["redirected_to"],
                "is_counted": fact["accepted_date"] is not None,
                "weight": fact["file_id"],
                "is_published": fact["row"] == 1,
                "start_date": fact["received_date"],
                "end_date": fact["discharge_date"],
                "exit": fact["discharge_reason"],
                "known_to": fact["observed_to_date"],
                "limit_days": fact["file_id"],
                "observed_from_date": fact["triaged_date"],
            }
        )
    return rows


@dataclass(frozen=True)
class Asked:
    """A measure, the facts it is asked of, the question and the reader."""

    metric: Metric
    facts: list[dict]
    question: Question
    reader: Reader


@st.composite
def asked(draw: st.DrawFn, metric: Metric) -> Asked:
    facts = draw(senco_posts() if metric.kind == "ratio" else referrals())
    names = OF_SENCOS if metric.kind == "ratio" else tuple(VALUES)
    kinds = ["authorities", "schools"] + ([] if metric.kind == "ratio" else ["services"])
    extent = tuple(
        (kind, tuple(draw(one_of([], *([code] for code in EXTENTS[kind]), *[EXTENTS[kind]] * 3))))
        for kind in draw(one_of([], [], [], *([kind] for kind in kinds)))
    )
    where = {
        name: tuple(sorted(draw(st.sets(st.sampled_from(offered(name, extent)), min_size=1))))
        for name in draw(st.lists(st.sampled_from(names), max_size=draw(one_of(0, 0, 1, 2)), unique=True))
        if offered(name, extent)
    }
    start, end = draw(one_of(None, None, *DAYS)), draw(one_of(None, None, *DAYS))
    if start and end and start > end:
        start, end = end, start
    question = Question(
        metric.name,
        by=draw(one_of(None, *names)),
        every=draw(st.sampled_from(EVERY)),
        start=start,
        end=end,
        where=tuple(sorted(where.items())),
        view=draw(or_none(one_of("open", "completed", "cohort"))) if metric.kind == "wait" else None,
        as_at=draw(one_of(LAST, LAST, LAST, LAST, *DAYS[4:])),
    )
    reader = Reader("tester", draw(one_of("casework", "leaders")), extent)
    return Asked(metric, facts, as_leaders_ask(question, extent) if reader.audience == "leaders" else question, reader)


def as_leaders_ask(question: Question, extent: tuple) -> Question:
    """The dates and periods leaders are held to: what else they ask is told in test_leaders_and_extents."""
    is_by_school = question.by == "school" or "school" in dict(question.where)
    is_one_school = any(name == "schools" and len(codes) == 1 for name, codes in extent)
    return replace(
        question,
        every="year" if is_by_school or is_one_school else question.every,
        start=question.start and question.start.replace(day=1),
        end=question.end and month_end(question.end),
        as_at=LAST if question.as_at >= LAST else month_end(question.as_at),
    )


def month_end(day: datetime.date) -> datetime.date:
    while (day + datetime.timedelta(1)).day != 1:
        day += datetime.timedelta(1)
    return day


METRICS = [
    ("count", "event", "calendar"),
    ("count", "event", "academic"),
    ("count", "snapshot", "calendar"),
    ("proportion", "event", "calendar"),
    ("proportion", "snapshot", "academic"),
    ("ratio", "event", "academic"),
    ("ratio", "snapshot", "calendar"),
    ("wait", "event", "calendar"),
    ("wait", "event", "academic"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeWarehouse:
    return MadeWarehouse(tmp_path_factory.mktemp("made") / "access_log.jsonl", **REFERENCE)


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple, Metric]:
    folder = tmp_path_factory.mktemp("metrics")
    return {kind: write_metric(folder, *kind, per=10 if kind[0] == "ratio" else 1) for kind in METRICS}


def close(found: object, expected: object) -> bool:
    if isinstance(found, float) and isinstance(expected, int | float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected


def assert_same_rows(found: list[dict], expected: list[dict]) -> None:
    """The same rows, in any order, compared in every column the twin has."""

    def place(row: dict) -> tuple:
        return str(row.get("view")), str(row["period"]), str(row["breakdown"])

    found, expected = sorted(found, key=place), sorted(expected, key=place)
    note(f"found:    {found}\nexpected: {expected}")
    assert [place(row) for row in found] == [place(row) for row in expected]
    for one, twin in zip(found, expected, strict=True):
        assert {name: one[name] for name in twin if not close(one[name], twin[name])} == {}


def assert_equals_twin(made: MadeWarehouse, case: Asked) -> None:
    is_ratio = case.metric.kind == "ratio"
    engine = made.engine(LAST, **{"senco_posts" if is_ratio else "referrals": case.facts})
    if not case.facts:
        assert not engine.answer(case.question, case.reader).is_collected
        return
    appeared = [fact["snapshot_date" if is_ratio else "received_date"] for fact in case.facts]
    twin = Case(
        case.metric.kind,
        metric_rows(case.metric.kind, case.facts, case.question.as_at),
        min(appeared),
        max(appeared) if is_ratio else LAST,
        REFERENCE,
        case.metric.counts_on,
        case.metric.year,
        case.metric.per,
    )
    if is_refused(twin, case.question):
        event("refused")
        with pytest.raises(RefusedError, match=r"begin on|begins after"):
            engine.answer(case.question, case.reader)
        return
    sum_by_hand = dull_waits if case.metric.kind == "wait" else dull_figures
    rows, left_out = sum_by_hand(twin, case.question, case.reader.extent)
    event(f"{len(rows)} rows" if len(rows) < 3 else "more rows")
    result = engine.answer(case.question, case.reader)
    expected = protect_dull(case.metric.kind, rows, case.reader.audience, case.metric.per)
    columns = ("period", "breakdown", "value", "numerator", "denominator", "symbol")
    if case.metric.kind != "wait":
        expected = [{name: row[name] for name in columns} for row in expected]
    assert_same_rows(list(result.rows), expected)
    shown = {
        reason: None if case.reader.audience == "leaders" and count < 5 else count for reason, count in left_out.items()
    }
    assert {entry["reason"]: entry["count"] for entry in result.left_out} == shown
    periods = [(row.get("view"), row["period"]) for row in result.rows]
    in_order = [(view, day) for view, day in periods if day is not None]
    assert all(earlier[1] <= later[1] for earlier, later in itertools.pairwise(in_order) if earlier[0] == later[0])


@pytest.mark.parametrize("kind", METRICS, ids=" ".join)
@settings(max_examples=25)
@given(data=st.data())
def test_the_runner_equals_its_twin(made, metrics, kind, data):
    case = data.draw(asked(metrics[kind]))
    with stand_in(case.metric):
        assert_equals_twin(made, case)
