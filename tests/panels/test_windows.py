"""Windows of whole months, those followed long enough, and looking back: the days that a panel asks for."""

import datetime

import pytest
from harness import CASEWORK, LEADERS

from sendmetrics.metrics.periods import last_month_end, months_before
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.cohorts import COHORT_BY_MONTH, PAST_ERROR, PUBLISHED_AND_COHORT, say_parting
from sendmetrics.panels.panel import Ask, Filters
from sendmetrics.panels.tables import as_table


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("given", "found"), [("2026-01-15", "2025-12-31"), ("2026-01-31", "2026-01-31"), ("2024-03-30", "2024-02-29")]
)
def test_the_last_month_end(given, found):
    assert last_month_end(day(given)) == day(found)


@pytest.mark.parametrize(
    ("given", "months", "found"),
    [("2026-01-31", 0, "2026-01-31"), ("2026-01-31", 1, "2025-12-31"), ("2024-03-31", 1, "2024-02-29"), ("2026-01-31", 13, "2024-12-31")],
)  # fmt: skip
def test_months_before(given, months, found):
    assert months_before(day(given), months) == day(found)


NEWEST = day("2026-01-15")


def test_a_window_is_whole_months_up_to_the_newest_day():
    question, _ = Ask("plans_issued_within_20_weeks", months=6).fit(Filters(), LEADERS, NEWEST)
    assert (question.start, question.end, question.as_at) == (day("2025-07-01"), day("2025-12-31"), None)


def test_a_followed_window_ends_where_its_last_day_has_been_followed():
    ask = Ask("request_to_plan_wait", view="cohort", months=6, followed_days=140)
    question, _ = ask.fit(Filters(), LEADERS, NEWEST)
    assert (question.start, question.end) == (day("2025-02-01"), day("2025-07-31"))
    assert question.end + datetime.timedelta(days=140) <= NEWEST < day("2025-08-31") + datetime.timedelta(days=140)


def test_a_window_moves_with_the_readers_period_and_day():
    ask = Ask("plans_issued_within_20_weeks", months=6)
    assert ask.fit(Filters(as_at=day("2025-06-30")), LEADERS, NEWEST)[0].end == day("2025-06-30")
    filters = Filters(start=day("2024-01-01"), end=day("2024-12-31"))
    question, _ = ask.fit(filters, LEADERS, NEWEST)
    assert (question.start, question.end) == (day("2024-07-01"), day("2024-12-31"))


def test_looking_back_is_to_the_end_of_a_month():
    question, _ = Ask("request_to_plan_wait", view="curve", back=2).fit(Filters(), LEADERS, NEWEST)
    assert question.as_at == day("2025-10-31")


def test_looking_back_before_the_files_is_left_out_and_nothing_else(authority):
    answer = answer_panel(authority.engine, CASEWORK, PAST_ERROR, Filters(as_at=day("2022-05-31")))
    assert answer.refused == ""
    days = [result.as_at for result in answer.results]
    assert days[0] == day("2022-05-31")
    assert days[1:] == [day("2022-04-30"), day("2022-03-31"), day("2022-02-28"), day("2022-01-31")]


def test_rates_are_not_compared_over_months_the_files_do_not_hold(authority):
    answer = answer_panel(authority.engine, CASEWORK, PUBLISHED_AND_COHORT, Filters(as_at=day("2022-09-30")))
    assert answer.parting is None
    assert say_parting(answer) == ""
    published = [row for row in answer.results[-1].rows if row["value"] is not None][-1]
    assert PUBLISHED_AND_COHORT.find(answer) == f"{published['value']:.1f}% of new plans in time, 2022"


def test_a_curve_as_a_table_has_a_row_a_cohort_and_says_what_is_too_young(authority):
    answer = answer_panel(authority.engine, CASEWORK, COHORT_BY_MONTH, Filters())
    table = as_table(answer.results[0])
    assert table.headings[:3] == ("Period", "Started", "By 6 weeks")
    assert table.headings[-3:] == ("Median", "Mean, up to 40 weeks", "Left another way")
    cells = dict(zip(table.headings, table.rows[-1], strict=True))
    assert (cells["By 20 weeks"], cells["Median"]) == ("too young", "not known")
    medians = {row[-3] for row in table.rows}
    assert medians <= {"not known"} | {f"{number} weeks" for number in range(5, 60)} | {
        f"more than half of those going on still waiting at {number} weeks" for number in (6, 16, 20, 26, 40, 52)
    }
    assert len(medians) > 3
