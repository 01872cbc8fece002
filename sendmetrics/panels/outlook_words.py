"""What must be said of a prediction besides its number: whom it leaves out of sight, and on which side it erred."""

from sendmetrics.metrics.outlook import Outlook
from sendmetrics.words import say_number

# As many points on one side are no chance, as on the other charts over time.
FEWEST_ON_ONE_SIDE = 7
SMALL_NUMBERS = ("seven", "eight", "nine", "ten", "eleven", "twelve")
A_PERIOD = (
    "What is expected of open cases is worked out from the newest day, and the period chosen ends before it. Take the "
    "period away, or choose an as-at day to see what was expected then."
)


def late_now(outlook: Outlook) -> int | None:
    """Open cases that are past 20 weeks already; None where a part of them may not be told."""
    late = [row["late"] for row in outlook.stages]
    return None if None in late else sum(late)


def is_over(outlook: Outlook) -> bool:
    """Whether the year of the rate ends with the as-at day: nothing of it is left to expect."""
    return (outlook.as_at.month, outlook.as_at.day) == (12, 31)


def say_one_sided(outlook: Outlook) -> str:
    """More passed than foretold, nine months running; empty where the newest months do not all err on one side.

    A month whose numbers may not be told ends the run: nothing is said of it.
    """
    sides = []
    for row in sorted(outlook.back_test, key=lambda row: row["month"], reverse=True):
        if row["happened"] is None or row["expected"] is None or row["happened"] == row["expected"]:
            break
        sides.append(row["happened"] > row["expected"])
        if sides[-1] != sides[0]:
            sides.pop()
            break
    if len(sides) < FEWEST_ON_ONE_SIDE:
        return ""
    place = len(sides) - FEWEST_ON_ONE_SIDE
    months = SMALL_NUMBERS[place] if place < len(SMALL_NUMBERS) else say_number(len(sides))
    return f"{'More' if sides[0] else 'Fewer'} passed than foretold, {months} months running"
