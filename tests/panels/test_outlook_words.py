"""What is said of a prediction besides its number, on outlooks made up here."""

import datetime

import pytest

from sendmetrics.metrics.outlook import Outlook
from sendmetrics.metrics.question import Question
from sendmetrics.panels.back_test import BACK_TEST
from sendmetrics.panels.outlook import EXPECTED_RATE, EXPECTED_TO_PASS
from sendmetrics.panels.outlook_words import say_one_sided

JANUARY, NEW_YEARS_EVE = datetime.date(2026, 1, 15), datetime.date(2025, 12, 31)
RATE = {"numerator": 6, "denominator": 12, "value": 96.2, "low": 92, "high": 100, "plans": 400, "symbol": ""}


def outlook(as_at: datetime.date = JANUARY, late: tuple = (100, 28), months: str = "", **others) -> Outlook:
    """``months``, the newest first: more (+) or fewer (-) passed than foretold, as many (=), or not to be told (?)."""
    rows = [
        {
            "month": datetime.date(2025 - place // 12, 12 - place % 12, 28),
            "open": 20,
            "expected": 5.0,
            "low": 1,
            "high": 9,
            "happened": {"+": 7, "-": 3, "=": 5, "?": None}[sign],
            "is_inside": True,
        }
        for place, sign in enumerate(months)
    ]
    stages = [
        {"stage": stage, "open": 200, "late": count, "young": 10, "expected": 4.0, "symbol": ""}
        for stage, count in zip(("undecided", "in_assessment"), late, strict=True)
    ]
    return Outlook(
        Question("request_to_plan_wait"),
        as_at,
        "casework",
        "",
        rate=RATE | {"year": as_at.year} | others,
        total={"open": 20, "expected": 4.0, "low": 1, "high": 9, "symbol": ""},
        stages=tuple(stages),
        back_test=tuple(rows),
        held=(10, 12),
    )


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ("+++++++++-++", "More passed than foretold, nine months running"),
        ("-------", "Fewer passed than foretold, seven months running"),
        ("+" * 12, "More passed than foretold, twelve months running"),
        ("+" * 13, "More passed than foretold, 13 months running"),
        ("++++++", ""),
        ("++++++-+++++", ""),
        ("++++++=+++++", ""),
        ("++++++?+++++", ""),
        ("?+++++++++++", ""),
        ("-+++++++++++", ""),
        ("", ""),
    ],
)
def test_seven_newest_months_on_one_side_are_said_and_six_are_not(months, said):
    assert say_one_sided(outlook(months=months)) == said
    assert BACK_TEST.find(outlook(months=months)) == (said or "10 of 12 past months within what was foretold")
    assert (said != "") == ("months running" in EXPECTED_TO_PASS.says(outlook(months=months)))
    assert "10 of 12 were" in BACK_TEST.says(outlook(months=months))


def test_a_high_rate_stands_beside_those_already_late():
    assert EXPECTED_RATE.find(outlook()) == "96% of 2026 plans expected in time, 128 already late"
    assert EXPECTED_RATE.find(outlook(late=(0, 0))) == "96% of 2026 plans expected in time"
    # A part that may not be told is no reason to tell the rest as if it were all.
    assert EXPECTED_RATE.find(outlook(late=(None, 28))) == "96% of 2026 plans expected in time"
    for late in ((100, 28), (None, 28)):
        assert EXPECTED_RATE.says(outlook(late=late)).startswith(
            "Cases open past 20 weeks lower this rate only in the year"
        )


def test_a_year_that_is_over_has_nothing_expected_and_no_interval():
    over = outlook(NEW_YEARS_EVE)
    assert EXPECTED_RATE.find(over) == "50% of 2025 plans in time"
    (table,) = EXPECTED_RATE.tabulate(over)
    said = f"{EXPECTED_RATE.says(over)} {EXPECTED_RATE.draw(over).alt} {table.rows}"
    assert "xpected" not in said
    assert "interval" not in said
    assert "so far" not in said.lower()
    assert EXPECTED_RATE.find(outlook(NEW_YEARS_EVE, numerator=0, denominator=0)) == "No cases in this view"
    assert EXPECTED_RATE.find(outlook(NEW_YEARS_EVE, numerator=None)) == "Too few cases to say"
    assert EXPECTED_RATE.find(outlook(numerator=0, denominator=0, value=None)) == "Too few cases to say"


def test_one_stage_holds_agreed_plans_too_and_says_so():
    assert [row[0] for row in EXPECTED_TO_PASS.tabulate(outlook())[1].rows] == [
        "Undecided",
        "In assessment or plan agreed",
    ]
