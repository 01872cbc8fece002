"""What the panels beside EHC casework say, on rows written by hand: the numbers of a title are those of its bars."""

from harness import CASEWORK

from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.referral_joins import seen_by_then


def answer_of(**counts: int | None) -> Answer:
    metric = "referrals_before_or_after_request"
    rows = tuple({"breakdown": code, "value": value, "symbol": ""} for code, value in counts.items())
    question = Question(metric, by="seen_by_request")
    return Answer((Result(metric, question, None, CASEWORK.audience, "made", rows),))


def test_of_the_services_referred_to_before_those_that_had_seen_the_child_are_counted():
    assert seen_by_then(answer_of(seen=147, not_seen=20)) == "147 of 167 referred before had been seen by then"
    assert seen_by_then(answer_of(not_seen=20)) == "0 of 20 referred before had been seen by then"
    assert seen_by_then(answer_of(seen=147, not_seen=None)) == "147 referred before had been seen by then"


def test_how_many_had_been_seen_is_not_told_where_it_is_hidden():
    assert seen_by_then(answer_of(seen=None, not_seen=20)) == "Too few cases to say"
