"""Dates and numbers in words."""

import datetime

import pytest

from sendmetrics.words import lower_first, say_count, say_date, say_days, say_list, say_number, upper_first


def test_a_date_is_said_without_a_leading_nought():
    assert say_date(datetime.date(2026, 1, 5)) == "5 January 2026"


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (46.45, 1, "46.5"),
        (0.05, 1, "0.1"),
        (2.5, 0, "3"),
        (1234567, 0, "1,234,567"),
        (-0.5, 0, "-1"),
        (99.95, 1, "100.0"),
    ],
)
def test_numbers_are_rounded_half_up_not_to_even(value, places, said):
    assert say_number(value, places) == said


@pytest.mark.parametrize(("days", "said"), [(1, "1 day"), (28, "28 days"), (29, "4 weeks"), (217, "31 weeks")])
def test_days_beyond_four_weeks_are_weeks(days, said):
    assert say_days(days) == said


def test_only_the_first_letter_changes():
    assert lower_first("No EHC plan") == "no EHC plan"
    assert upper_first("only EHC plans") == "Only EHC plans"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(words, said):
    assert say_list(words) == said


def test_one_and_many():
    assert say_count(1, "child", "children") == "1 child"
    assert say_count(1200, "child", "children") == "1,200 children"
