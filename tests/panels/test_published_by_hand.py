"""Which line is which: panels of two measures or more, and the warning that two rates part, to the word on worked examples."""

import datetime
import re
from dataclasses import replace

import pytest
from harness import CASEWORK, make_engine

from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.parting import Parting
from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels import cohorts, published
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.panel import Answer, Filters

# Twenty requests of Monday 6 January 2025: day 42 is 17 February, day 112 28 April, day 140 26 May. Six refused, two
# of them late; ten assessed; four undecided. Of the ten two got no plan, one of them late; seven a plan, three in time
# and four a day late, of each one with an exception; and one a plan in time after a tribunal. Besides one of 3 June
# 2024, decided in time, its plan after 372 days.
RECEIVED, DAY_42, DAY_43 = "2025-01-06", "2025-02-17", "2025-02-18"
ENDED = (
    ("N", "2025-04-28", False, False),
    ("N", "2025-04-29", False, False),
    *(("Y", "2025-05-26", number == 0, False) for number in range(3)),
    *(("Y", "2025-05-27", number == 0, False) for number in range(4)),
    ("Y", "2025-05-26", False, True),
    ("Y", "2025-06-10", False, False),
)


def twenty_one_requests() -> dict[str, list[dict]]:
    decisions = [("N", DAY_42)] * 4 + [("N", DAY_43)] * 2 + [("A", None)] * 4 + [("Y", DAY_42)] * 10
    requests = [
        {"request_id": f"r{number}", "received_date": RECEIVED, "decision": decision, "decided_date": decided}
        for number, (decision, decided) in enumerate(decisions)
    ]
    requests.append({"request_id": "r20", "received_date": "2024-06-03", "decided_date": "2024-07-15"})
    assessments = [
        {
            "assessment_id": f"a{number}",
            "request_id": f"r{number}",
            "outcome": outcome,
            "outcome_date": ended,
            "has_20_week_exception": has_exception,
            "has_tribunal": has_tribunal,
        }
        for number, (outcome, ended, has_exception, has_tribunal) in enumerate(ENDED, start=10)
    ]
    return {"requests": requests, "assessments": assessments}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return make_engine(tmp_path_factory.mktemp("by_hand"), "2025-12-31", **twenty_one_requests())


BY_HAND = {
    # 6 of 20 received; 6 of the 16 decided.
    published.REFUSAL_RATES: (
        "37.5% of requests decided were refused, 2025",
        "Of requests received: 2024: 0.0% (0 of 1); 2025: 30.0% (6 of 20). "
        "Of requests decided: 2024: 0.0% (0 of 1); 2025: 37.5% (6 of 16)",
    ),
    # 14 of 20; 14 of the 16 decisions.
    published.SIX_WEEKS_BOTH_WAYS: (
        "87.5% of decisions made within 6 weeks, 2025",
        "Of requests: 2024: 100.0% (1 of 1); 2025: 70.0% (14 of 20). "
        "Of decisions: 2024: 100.0% (1 of 1); 2025: 87.5% (14 of 16)",
    ),
    # Of 8 plans without a tribunal 3 in time, of the 6 without an exception 2, 3 up to 52 weeks and 1 after.
    published.BANDS: (
        "16.7% of plans took over 52 weeks, 2025",
        "Within 20 weeks: 2025: 33.3% (2 of 6). 20 to 52 weeks: 2025: 50.0% (3 of 6). Over 52 weeks: 2025: 16.7% (1 of 6)",
    ),
    published.EXCEPTIONS: (
        "25.0% of plans with an exception, 2025",
        "With an exception: 2025: 25.0% (2 of 8). In time, of those without: 2025: 33.3% (2 of 6)",
    ),
    # 3 x 140 + 4 x 141 + 372 days over 8 plans; 2 x 140 + 3 x 141 + 372 over 6.
    published.MEAN_WEEKS: (
        "24.2 weeks from request to plan, 2025",
        "All plans: 2025: 24.2 (8 new plans issued). Without exceptions: 2025: 25.6 (6 new plans issued)",
    ),
    published.APPEALS: (
        "44.4% in time with mediation cases counted, 2025",
        "Left out: 2025: 37.5% (3 of 8). Counted: 2025: 44.4% (4 of 9)",
    ),
    published.NO_PLAN_DECISIONS: ("50.0% of no-plan decisions within 16 weeks, 2025", "2025: 50.0% (1 of 2)"),
    published.NO_PLAN_SHARE: ("18.2% of assessments ended without a plan, 2025", "2025: 18.2% (2 of 11)"),
}


@pytest.mark.parametrize("panel", BY_HAND, ids=lambda panel: panel.name)
def test_each_line_has_the_name_of_its_measure(engine, panel):
    answer = answer_panel(engine, CASEWORK, panel, Filters())
    title, alt = BY_HAND[panel]
    assert (panel.find(answer), panel.draw(answer).alt) == (title, alt)
    drawn = {trace["name"]: trace["y"] for trace in panel.draw(answer).figure["data"]}
    if len(drawn) > 1:
        parts = [part.partition(": ") for part in alt.split(". ")]
        newest = {name: re.search("2025: ([0-9.]+)", told)[1] for name, _, told in parts}
        assert {name: f"{values[-1]:.1f}" for name, values in drawn.items()} == newest


def test_both_rates_by_month_are_named(engine):
    answer = answer_panel(engine, CASEWORK, published.RATE_BY_MONTH, Filters(as_at=datetime.date(2025, 6, 30)))
    assert published.RATE_BY_MONTH.draw(answer).alt == (
        "All plans: May 2025: 42.9% (3 of 7); June 2025: 0.0% (0 of 1). "
        "Without exceptions: May 2025: 40.0% (2 of 5); June 2025: 0.0% (0 of 1)"
    )


def test_the_two_shares_refused_say_out_of_what():
    received, decided = find_metric("requests_refused"), find_metric("requests_refused_of_decided")
    assert (received.title, received.denominator) == ("Requests refused", "Requests received")
    assert (decided.title, decided.denominator) == (
        "Requests refused, out of those decided",
        "Requests received and decided, agreed or refused",
    )
    assert received.numerator == decided.numerator == "Requests decided not to assess"


# The warning: plans issued from January to June 2025, requests of the half-year that ended 20 weeks before.

PUBLISHED = Result(
    cohorts.RATE,
    Question(cohorts.RATE, start=datetime.date(2025, 1, 1), end=datetime.date(2025, 6, 30)),
    datetime.date(2025, 6, 30),
    "casework",
    "made up",
    ({"value": 90.0, "denominator": 100},),
)
COHORT = replace(
    PUBLISHED,
    metric="request_to_plan_wait",
    question=Question("request_to_plan_wait", start=datetime.date(2024, 8, 1), end=datetime.date(2025, 1, 31)),
    rows=({"value": 60.0, "count": 80, "incidence": 55.0},),
)
TWO_RATES = (
    "Two rates of the same work part. Of plans issued from January 2025 to June 2025, {published}% were in time; of "
    "requests received from August 2024 to January 2025 that go on to a plan, {cohort}% had it within 20 weeks. "
    "The difference is 30.0 points (95% interval 21.0 to 38.0). {why}"
)


def parting(published_value: float, cohort_value: float, low: float, high: float) -> Answer:
    results = (
        replace(result, rows=tuple(row | {"value": value} for row in result.rows))
        for result, value in ((PUBLISHED, published_value), (COHORT, cohort_value))
    )
    return Answer(parting=Parting(*results, gap=published_value - cohort_value, low=low, high=high))


def test_where_the_published_rate_is_the_higher_the_late_are_still_open():
    answer = parting(90.0, 60.0, 21.0, 38.0)
    why = "Late cases are still open and count in no published rate yet."
    assert cohorts.say_parting(answer) == TWO_RATES.format(published="90.0", cohort="60.0", why=why)
    assert cohorts.rates_part(answer) == "90.0% of plans in time; counting open cases, 60.0%"
    assert cohorts.say_share_of_those_who_asked(answer) == (
        "Of those who asked from August 2024 to January 2025 and go on to a plan, 60.0% had it in time."
    )


def test_where_it_is_the_lower_the_late_are_being_cleared():
    answer = parting(60.0, 90.0, -38.0, -21.0)
    why = "Plans for cases that are already late lower the published rate while the backlog is cleared."
    assert cohorts.say_parting(answer) == TWO_RATES.format(published="60.0", cohort="90.0", why=why)
    assert cohorts.rates_part(answer) == "60.0% of plans in time; counting open cases, 90.0%"


def test_rates_that_are_alike_or_of_few_are_no_warning():
    alike, few = parting(62.0, 60.0, -3.0, 4.0), parting(70.0, 60.0, -9.0, 20.0)
    assert cohorts.rates_part(alike) == "62.0% of plans in time, counting open cases 60.0%: alike"
    assert cohorts.rates_part(few) == "70.0% in time, counting open cases 60.0%; too few cases"
    assert cohorts.say_parting(alike) == cohorts.say_parting(few) == ""
