"""No two fixed tables, taken from each other, tell with certainty that a hidden cell is 1, 2, 3 or 4.

Every small way that children can be spread over the parts that two tables have
in common is written out; those that are published alike are put together, as
somebody who knows the rules would; and a cell that is hidden must still have
more than one possible value. Groups that reach beyond what was written out are
set aside by their total, which bounds every part.
"""

import datetime
import itertools

import numpy
import pytest
from harness import SHARED, make_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import find_metric, read_metrics
from sendmetrics.metrics.disclosure import protect_count, protect_figures, protect_waits
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.shared_tables import read_shared_tables

HIDDEN = -1
SMALL = (1, 4)


def publish(counts: numpy.ndarray) -> numpy.ndarray:
    """Counts as they leave the building: 1 to 7 hidden, the others to the nearest 5."""
    return numpy.where((counts >= 1) & (counts <= 7), HIDDEN, (2 * counts + 5) // 10 * 5)


def most(published: numpy.ndarray) -> numpy.ndarray:
    """The largest count that is published so."""
    return numpy.select([published == HIDDEN, published == 0], [7, 0], published + 2)


def spreads(parts: int, total: int) -> numpy.ndarray:
    """One row for each part: every way to spread up to ``total`` children over them."""
    found = numpy.zeros((1, 0), dtype=numpy.int64)
    for _ in range(parts):
        room = total - found.sum(axis=1) + 1
        rows = numpy.repeat(numpy.arange(len(found)), room)
        next_part = numpy.concatenate([numpy.arange(size) for size in room])
        found = numpy.column_stack([found[rows], next_part])
    return found.T


class Alike:
    """Spreads put together that are published alike, of which each group is complete.

    ``reach`` is a published bound on all parts together: beyond ``written_to``
    a group may have members that were not written out, and is set aside.
    """

    def __init__(self, published: list[numpy.ndarray], reach: numpy.ndarray, written_to: int) -> None:
        key = numpy.zeros(len(reach), dtype=numpy.int64)
        for column in published:
            values, places = numpy.unique(column, return_inverse=True)
            key = key * len(values) + places
        self.order = numpy.argsort(key, kind="stable")
        self.starts = numpy.flatnonzero(numpy.diff(key[self.order], prepend=-1))
        self.is_whole = reach[self.order][self.starts] <= written_to
        assert self.is_whole.sum() > 5, "too little is written out to say anything"

    def certain(self, cell: numpy.ndarray) -> numpy.ndarray:
        """Spreads whose published numbers leave one possible value from 1 to 4 for the cell."""
        ordered = cell[self.order]
        least = numpy.minimum.reduceat(ordered, self.starts)
        largest = numpy.maximum.reduceat(ordered, self.starts)
        is_told = self.is_whole & (least == largest) & (least >= SMALL[0]) & (least <= SMALL[1])
        return self.order[self.starts[is_told]]


def test_what_is_enumerated_is_what_the_product_publishes():
    for count in range(200):
        shown, symbol = protect_count(count, "shared")
        assert publish(numpy.array([count]))[0] == (HIDDEN if symbol else shown)


def test_the_check_itself_finds_a_cell_that_can_be_subtracted():
    """Three parts and their total, each rounded by itself: 8, 13 and 1 of 22 are shown as 10, 15, hidden, 20."""
    one, two, three = parts = spreads(3, 27)
    published = [publish(part) for part in (*parts, one + two + three)]
    found = Alike(published, most(published[-1]), 27).certain(three)
    assert [8, 13, 1] in parts[:, found].T.tolist()


def test_one_number_from_another_never_tells():
    """All pairs of a number and a part of it, published or not: the difference has several possible values."""
    part, rest = spreads(2, 150)
    both = [publish(part), publish(part + rest)]
    alike = Alike(both, most(both[1]), 150)
    for cell in (part, rest):
        assert alike.certain(cell).size == 0


def test_two_months_of_the_same_table_never_tell():
    """What came and what went between them are both unknown."""
    stayed, came, went = spreads(3, 45)
    both = [publish(stayed + went), publish(stayed + came)]
    alike = Alike(both, most(both[0]) + most(both[1]), 45)
    for cell in (came, went, stayed, stayed + went, stayed + came):
        assert alike.certain(cell).size == 0


# Parts are letters; a cell is the letters it counts, and each table publishes its own cells. Within a pair every
# cell of both tables must stay hidden. Parts no table counts by itself are there because they could be subtracted.
TABLES = {
    # Requests of one year: refused or agreed, in time or late; withdrawn early; not yet due, refused or not.
    "requests_received": ("abcdwxy",),
    "requests_decided_within_6_weeks": ("ab", "abcd"),
    "requests_refused": ("acx", "abcdwxy"),
    # Plans of one year: a in time, b late; with an exception e, f; after mediation m, n.
    "plans_issued_within_20_weeks": ("ae", "abef"),
    "plans_issued_within_20_weeks_excluding_exceptions": ("a", "ab"),
    "plans completed": ("aem", "abefmn"),
    # One group waiting: came c within, d over; open o within, p over; gone otherwise x.
    # Open are told with those over their limit, the others with those within: see the last test.
    "open": ("p", "op"),
    "completed": ("c", "cd"),
    "cohort": ("c", "cdopx"),
    # Where the open stand, with the total; the companions a hidden cell has are tested below.
    "children with SEN support": ("s", "stu"),
    "children with a plan": ("t", "stu"),
}
PAIRS = [
    ("requests_received", "requests_decided_within_6_weeks"),
    ("requests_received", "requests_refused"),
    ("requests_decided_within_6_weeks", "requests_refused"),
    ("plans_issued_within_20_weeks", "plans_issued_within_20_weeks_excluding_exceptions"),
    ("plans_issued_within_20_weeks", "plans completed"),
    ("plans_issued_within_20_weeks_excluding_exceptions", "plans completed"),
    ("open", "completed"),
    ("open", "cohort"),
    ("completed", "cohort"),
    ("children with SEN support", "children with a plan"),
]
# More than a pair, where three tables are about the same children.
TRIPLES = [
    ("plans_issued_within_20_weeks", "plans_issued_within_20_weeks_excluding_exceptions", "plans completed"),
    ("open", "completed", "cohort"),
]


@pytest.mark.parametrize("tables", [*PAIRS, *TRIPLES], ids=" and ".join)
def test_no_cell_can_be_subtracted(tables):
    cells = list(dict.fromkeys(cell for table in tables for cell in TABLES[table]))
    letters = sorted(set("".join(cells)))
    written_to = {3: 60, 4: 42, 5: 32, 6: 27, 7: 22}[len(letters)]
    parts = dict(zip(letters, spreads(len(letters), written_to), strict=True))
    counts = {cell: sum(parts[letter] for letter in cell) for cell in cells}
    totals = [cell for cell in cells if not any(set(cell) < set(other) for other in cells)]
    assert set("".join(totals)) == set(letters)
    reach = sum(most(publish(counts[cell])) for cell in totals)
    alike = Alike([publish(count) for count in counts.values()], reach, written_to)
    differences = {
        f"{larger} less {smaller}": counts[larger] - counts[smaller]
        for larger, smaller in itertools.permutations(cells, 2)
        if set(smaller) < set(larger)
    }
    for name, cell in (counts | differences).items():
        found = alike.certain(cell)
        assert found.size == 0, (name, {letter: int(part[found[0]]) for letter, part in parts.items()})


@pytest.mark.parametrize("beside", ["open", pytest.param("completed", marks=pytest.mark.long)])
def test_the_estimates_of_a_cohort_tell_no_cell(beside):
    """Kaplan-Meier and Aalen-Johansen as they come out when the others go, and are last seen, before or after the rest."""
    written_to = 22
    in_time, late, still_open, open_late, gone, gone_late = spreads(6, written_to)
    everyone = in_time + late + still_open + open_late + gone + gone_late
    cells = {"in time": in_time, "everyone": everyone} | {
        "open": {"open over": open_late, "open": still_open + open_late},
        "completed": {"completed": in_time + late},
    }[beside]
    rows, published = [], []
    # So many of those still waiting are last seen before anyone is seen in time: a few, all but one, or all.
    few = [numpy.minimum(still_open, count) for count in (0, 2, 4)]
    most_of_them = [numpy.maximum(still_open - 1, 0), still_open]
    for seen_early, is_gone_first in itertools.product(few + most_of_them, (True, False)):
        gone_early = gone if is_gone_first else 0 * gone
        # Where all are at risk from the start, those who go first leave their share of the whole behind.
        survival = in_time / numpy.maximum(everyone - seen_early - gone_early, 1)
        seen_then_gone = in_time / numpy.maximum(everyone - seen_early, 1)
        gone_then_seen = survival * (everyone - gone_early) / numpy.maximum(everyone, 1)
        for incidence in (seen_then_gone, gone_then_seen):
            shown = [publish(cell) for cell in cells.values()]
            estimates = [_shown_estimate(share, shown[1], shown[0]) for share in (survival, incidence)]
            rows.append([cell.astype(numpy.int8) for cell in cells.values()])
            published.append([column.astype(numpy.int8) for column in (*shown, *estimates)])
    stacked = [numpy.concatenate(columns) for columns in zip(*published, strict=True)]
    alike = Alike(stacked, most(stacked[1]), written_to)
    for name, columns in zip(cells, zip(*rows, strict=True), strict=True):
        assert alike.certain(numpy.concatenate(columns)).size == 0, name


def _shown_estimate(share: numpy.ndarray, everyone: numpy.ndarray, in_time: numpy.ndarray) -> numpy.ndarray:
    """How many steps of ten children in the count shown; hidden with its counts."""
    steps = numpy.floor(share * everyone / 10 + 0.5).astype(numpy.int64)
    return numpy.where((everyone <= 0) | (in_time == HIDDEN), HIDDEN, steps)


def shown_table(counts: tuple[int, ...], measure: str = "numerator") -> tuple[int, ...]:
    """One breakdown as the product publishes it; hidden as -1."""
    metric = find_metric("assessments_open" if measure == "numerator" else "sen_support_share")
    rows = [
        {"period": None, "breakdown": str(place), "label": "", "numerator": 0, "is_published": False} | {measure: count}
        for place, count in enumerate(counts)
    ]
    return tuple(
        HIDDEN if row[measure] is None and count else row[measure] or 0
        for row, count in zip(protect_figures(metric, rows, "shared"), counts, strict=True)
    )


@pytest.mark.parametrize(("parts", "written_to"), [(2, 60), (3, 37), (4, 27)])
def test_a_table_and_its_total_never_tell(parts, written_to):
    """The open by stage beside all open: where the total would tell, one more cell is hidden."""
    columns = spreads(parts, written_to)
    shown = numpy.array([shown_table(tuple(counts)) for counts in columns.T.tolist()]).T
    total = publish(columns.sum(axis=0))
    alike = Alike([*shown, total], most(total), written_to)
    for column in columns:
        assert alike.certain(column).size == 0
    if parts > 2:
        assert (shown != publish(columns)).any(), "no companion was ever needed"


def test_a_companion_is_hidden_only_where_the_total_would_tell():
    assert shown_table((8, 13, 1)) == (HIDDEN, 15, HIDDEN)
    assert shown_table((10, 14, 3)) == (10, 15, HIDDEN)
    assert shown_table((8, 13, 0)) == (10, 15, 0)
    assert shown_table((8, 13, 1), "denominator") == (HIDDEN, 15, HIDDEN)


@settings(max_examples=300)
@given(counts=st.lists(st.integers(0, 60), min_size=1, max_size=9))
def test_however_many_parts_no_hidden_one_is_all_the_total_leaves(counts):
    shown = numpy.array(shown_table(tuple(counts)))
    if not (shown == HIDDEN).any() or not (shown > 0).any():
        return
    least = numpy.select([shown == HIDDEN, shown == 0], [1, 0], numpy.maximum(shown - 2, 8)).sum()
    reach = most(publish(numpy.array([sum(counts)])))[0]
    assert reach - (least - 1) > 1


def test_a_share_hidden_as_a_companion_has_no_value():
    metric = find_metric("sen_support_share")
    rows = [
        {"period": None, "breakdown": str(counted), "label": "", "numerator": counted, "denominator": 300}
        for counted in (8, 13, 1)
    ]
    shown = protect_figures(metric, rows, "shared")
    assert [(row["value"], row["numerator"], row["symbol"]) for row in shown] == [
        (None, None, "c"),
        (5.0, 15, ""),
        (None, None, "c"),
    ]


REFUSED = [
    Question("requests_received", every="month"),
    Question("requests_received", every="all"),
    Question("requests_received", by="school", every="year"),
    Question("requests_received", by="locality", every="year"),
    Question("requests_received", every="year", where=(("locality", ("north",)),)),
    Question("requests_received", every="year", start=None, end=None, as_at=None, view="open"),
    Question("senco_hours_per_10_pupils_with_sen", by="school", every="year"),
    Question("request_to_plan_wait"),
    Question("request_to_plan_wait", every="year", view="open"),
]


@pytest.fixture(scope="module")
def small_engine(tmp_path_factory: pytest.TempPathFactory):
    requests = "\n".join(
        ["request_id | received_date", *(f"r{number} | 2025-03-0{1 + number % 9}" for number in range(30))]
    )
    return make_engine(
        tmp_path_factory.mktemp("small"),
        "2025-12-31",
        requests=requests,
        localities="locality_code | locality_name\nnorth | North",
    )


@pytest.mark.parametrize("question", REFUSED, ids=lambda q: f"{q.metric} {q.by} {q.every} {q.view} {q.where}")
def test_any_other_cut_is_refused_in_words(small_engine, question):
    with pytest.raises(RefusedError) as refusal:
        small_engine.answer(question, SHARED)
    assert "Figures that leave the building" in str(refusal.value) or "Views are" in str(refusal.value)


def test_every_question_not_listed_is_refused(small_engine):
    """Every measure, dimension, period and view there is, less the list."""
    listed = set(read_shared_tables())
    tried = 0
    for metric in read_metrics().values():
        views = (None, "open", "completed", "cohort") if metric.kind == "wait" else (None,)
        for by, every, view in itertools.product(
            (None, *metric.breakdowns), ("month", "quarter", "year", "all"), views
        ):
            question = Question(metric.name, by=by, every=every, view=view)
            if question not in listed:
                tried += 1
                with pytest.raises(RefusedError, match="fixed tables only"):
                    small_engine.answer(question, SHARED)
    assert tried > 500


@pytest.mark.parametrize("changed", [{"as_at": "2025-11-30"}, {"start": "2025-01-01"}, {"end": "2025-06-30"}])
def test_a_fixed_table_on_another_day_or_of_part_of_the_time_is_refused(small_engine, changed):
    days = {name: datetime.date.fromisoformat(day) for name, day in changed.items()}
    with pytest.raises(RefusedError, match="No other breakdown, period, filter or date"):
        small_engine.answer(Question("requests_received", every="year", **days), SHARED)


def test_a_fixed_table_is_given_also_under_an_alias_and_on_its_own_day(small_engine):
    plain = small_engine.answer(Question("requests_received", every="year"), SHARED)
    dated = small_engine.answer(Question("requests_received", every="year", as_at=datetime.date(2025, 12, 31)), SHARED)
    assert plain.rows == dated.rows
    assert plain.rows[0]["value"] == 30


def test_a_fixed_table_cut_to_a_reader_of_one_school_is_refused(small_engine):
    reader = Reader("tester", "shared", (("schools", ("900001",)),))
    with pytest.raises(RefusedError, match="whole authority"):
        small_engine.answer(Question("requests_received", every="year"), reader)


def test_the_list_names_real_measures_dimensions_and_views():
    for question in read_shared_tables():
        metric = find_metric(question.metric)
        assert question.by is None or metric.dimension(question.by).name == question.by
        assert (question.view is not None) == (metric.kind == "wait")
    assert len(set(read_shared_tables())) == len(read_shared_tables())


@pytest.mark.parametrize(
    ("view", "given"),
    [
        ("open", {"over_limit": 10, "value": 75}),
        ("completed", {"within_limit": 20, "value": 50}),
        ("cohort", {"within_limit": 20, "value": 50, "incidence": 50}),
    ],
)
def test_waits_in_shared_tables_hide_what_the_enumeration_takes_for_hidden(view, given):
    """The proof above holds for these columns and no others."""
    row = {
        "period": None, "breakdown": None, "label": "", "view": view, "count": 40, "within_limit": 20,
        "over_limit": 12, "median_days": 90, "p92_days": 200, "longest_days": 300, "value": 55.5, "low": 40.1,
        "high": 61.2, "incidence": 50.5, "symbol": "",
    }  # fmt: skip
    (shown,) = protect_waits(find_metric("request_to_plan_wait"), [row], "shared")
    numbers = {name: value for name, value in shown.items() if isinstance(value, int | float)}
    is_cohort = view == "cohort"
    always = {"count": 40, "median_days": 90, "p92_days": 200} | (
        {} if is_cohort else {"incidence": 50.5, "low": 40.1, "high": 61.2}
    )
    assert numbers == always | given
