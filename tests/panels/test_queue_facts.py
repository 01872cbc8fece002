"""Whether a service keeps up, in a title: no need is named from chance, from what rounding leaves, or of weeks not known."""

import datetime
from dataclasses import replace

import pytest

from sendmetrics.metrics.question import Question
from sendmetrics.metrics.queueing import ServiceWeeks, study_queue
from sendmetrics.metrics.queues import Queues, ServiceQueue
from sendmetrics.metrics.what_if import Change, ask_what_if
from sendmetrics.panels.queue_facts import KEEPING_UP, find_slowest, say_fact
from sendmetrics.panels.queue_flow import FLOW
from sendmetrics.panels.queue_what_if import Answered, say_answer
from sendmetrics.panels.queues import Shown

ENDS = datetime.date(2025, 11, 16)
SOURCE = "Local assumption: 18 weeks. Local assumption: 92%"


def spread(children: int, weeks: int) -> list[int]:
    """So many children over so many weeks, as evenly as may be."""
    return [children * (week + 1) // weeks - children * week // weeks for week in range(weeks)]


def shown_of(
    joined: int, seen: int, others: int, waiting: int = 20, weeks: int = 52, standard: int | None = 126, days: int = 30
):
    """A service with that many children in all, and that many waiting at the end."""
    series = [spread(each, weeks) for each in (joined, seen, others)]
    queue, now = [], waiting - joined + seen + others
    for came, went, left in zip(*series, strict=True):
        now += came - went - left
        queue.append(now)
    known = ServiceWeeks(*series, queue, [days] * waiting, standard, [60] * (seen + others))
    row = {"joined": 0, "seen": 0, "others": 0, "waiting": waiting, "net": 0, "symbol": ""}
    row |= {"starts": ENDS - datetime.timedelta(days=6), "ends": ENDS}
    of = ServiceQueue("salt", "Speech", (row,), ENDS, standard, study_queue(known), 0, standard_source=SOURCE)
    return Shown(Queues(Question("x"), ENDS, "casework", ""), of), known


def title(*counts: int, **more: int | None) -> str:
    said = KEEPING_UP.find(shown_of(*counts, **more)[0])
    assert len(said.split()) <= 10
    return said


def test_as_many_who_left_as_joined_are_no_need():
    """80 / 52 - 75 / 52 - 5 / 52 is above nought by what rounding leaves."""
    facts = shown_of(80, 75, 5)[0].queue.facts
    assert facts.demand - facts.capacity - facts.leaving > 0
    assert title(80, 75, 5, standard=None) == "Keeping up: the queue was level over the last year"
    assert title(80, 75, 5, weeks=20, standard=None) == "Keeping up: as many left as joined in 20 weeks"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((81, 75, 5), "Keeping up: the queue was level over the last year"),
        ((100, 75, 5), "Keeping up: no clear growth in the last year"),
        # 28 more of 180 are 2.1 standard errors; 44 of 196 are 3.1.
        ((104, 75, 1), "Keeping up: no clear growth in the last year"),
        ((120, 75, 1), "Needs 0.9 more first appointments a week to keep up"),
        # 599 of 25,000 are 3.8, and hardly a twentieth more.
        ((12_599, 12_000, 0), "Keeping up: no clear growth in the last year"),
        ((600, 75, 1), "Needs 11 more first appointments a week to keep up"),
        ((75, 90, 1), "Keeping up: more left than joined in the last year"),
        # Too few to tell growth from chance, and not to be called keeping up.
        ((20, 2, 0), "20 joined and 2 left in the last year"),
    ],
)
def test_a_need_is_named_by_the_rule_of_the_diagnosis(counts, said):
    joined, seen, others = counts
    assert title(*counts, waiting=60 + joined - seen - others, standard=None) == said


def test_a_level_queue_far_above_its_target_needs_what_relieves_it():
    """Two join and two are seen a week; target 2 * 18 / 4 = 9: 191 more in 26 weeks."""
    shown, _ = shown_of(104, 104, 0, waiting=200, days=90)
    assert shown.queue.facts.pressure > 1
    assert KEEPING_UP.find(shown) == "Needs 7.5 more first appointments a week to catch up"
    assert "7.5 more than now" in say_fact("relief_capacity", shown.queue, "casework")


def test_a_queue_above_its_target_that_keeps_its_standard_is_behind_in_nothing():
    shown, _ = shown_of(104, 104, 0, waiting=200, days=30)
    assert shown.queue.facts.relief_more > 1
    assert shown.queue.facts.pressure < 1
    assert KEEPING_UP.find(shown).startswith("Keeping up")


def test_relief_of_less_than_a_child_is_none():
    shown, _ = shown_of(104, 104, 0, waiting=20, days=90)
    less = replace(shown.queue.facts, relief_capacity=2.001, relief_more=1e-12)
    shown = replace(shown, queue=replace(shown.queue, facts=less))
    assert KEEPING_UP.find(shown) == "Its backlog would clear in half a year at this pace"
    assert "no more than now" in say_fact("relief_capacity", shown.queue, "casework")
    few = replace(shown, queue=replace(shown.queue, facts=replace(less, relief_more=0.05)))
    assert KEEPING_UP.find(few) == "Needs 0.1 more first appointments a week to catch up"


@pytest.mark.parametrize(("weeks", "known"), [(52, "52"), (20, "20"), (70, "52")])
def test_an_average_is_of_the_weeks_that_are_known(weeks, known):
    shown, _ = shown_of(2 * weeks, 2 * weeks, 0, weeks=weeks)
    for said in (KEEPING_UP.says(shown), FLOW.says(shown)):
        assert f"average of {known} weeks" in said
        assert known == "52" or "52 weeks" not in said
    few = shown_of(30, 30, 0, weeks=5)[0]
    assert "average" not in KEEPING_UP.says(few) + FLOW.says(few), "of five weeks no rate is told"
    assert all("of 52 weeks" not in row[2] for row in KEEPING_UP.tabulate(shown)[0].rows)


def test_a_standard_is_told_with_whose_it_is():
    shown, weeks = shown_of(104, 104, 0, waiting=40)
    assert f"92% of those waiting within 126 days ({SOURCE})" in KEEPING_UP.says(shown)
    for wanted, chosen in ((92, ""), (80, "; 80% is what is asked here")):
        said = say_answer(Answered(shown, ask_what_if(weeks, Change(share_wanted=wanted))))
        assert f"The standard is 92% within 126 days ({SOURCE}){chosen}." in said
    bare, weeks = shown_of(104, 104, 0, waiting=40, standard=None)
    assert SOURCE not in KEEPING_UP.says(bare)
    assert SOURCE not in say_answer(Answered(bare, ask_what_if(weeks, Change())))


def test_a_queue_that_nobody_leaves_is_the_slowest_of_all_and_leaders_are_not_told_so_of_few():
    still, moving = (shown_of(30, seen, 0, waiting=40)[0].queue for seen in (0, 26))
    for audience, said in (
        ("casework", "Speech and language: nobody left the list in 12 weeks"),
        ("leaders", "Longest queue to clear: Speech and language, "),
    ):
        found = find_slowest(Queues(Question("x"), ENDS, audience, "", True, (still, moving)))
        assert found.startswith(said)
