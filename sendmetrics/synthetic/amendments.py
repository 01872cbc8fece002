"""What the made-up authority's case system noted of amendments after annual reviews: notices sent, amended plans issued.

By chance of its own, so that reviews, casework and every figure of them are the same with and without.
"""

import datetime

import numpy

from sendmetrics.synthetic.case_events import CaseEvent
from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.plans import PlanLife

# Of the words a stream of chance is made from.
STREAM = int.from_bytes(b"amended")
SHARE_AMENDED, SHARE_WITHOUT_NOTICE, SHARE_NEVER_ISSUED = 0.5, 0.1, 0.12


def simulate_amendments(
    cases: list[Case], lives: dict[int, PlanLife], begins: datetime.date, as_at: datetime.date, seed: int
) -> list[CaseEvent]:
    """Events after reviews held from ``begins`` on, none after ``as_at`` or after the plan was over."""
    rng = own_chance(seed, STREAM)
    events = []
    for case in cases:
        life = lives.get(case.number)
        for meeting, letter in life.reviews if life else ():
            # The same draws for every review, so that one more of one plan changes no other.
            draws = rng.random(5)
            last = min(filter(None, (as_at, life.ceased, life.lost_after)))
            if letter is not None and meeting >= begins:
                events += [event for event in _events_after(case, letter, draws) if event.day <= last]
    return events


def _events_after(case: Case, letter: datetime.date, draws: numpy.ndarray) -> list[CaseEvent]:
    """The notice goes with the letter, the amended plan mostly within its eight weeks; sometimes one is not noted."""
    if draws[0] >= SHARE_AMENDED:
        return []
    least, most = (35, 56) if draws[3] < 0.7 else (57, 130)
    amended = letter + datetime.timedelta(days=least + int(draws[4] * (most - least + 1)))
    is_noted, is_issued = draws[1] >= SHARE_WITHOUT_NOTICE, draws[2] >= SHARE_NEVER_ISSUED
    return [
        *([CaseEvent(case, "amendment_notice", letter)] if is_noted else []),
        *([CaseEvent(case, "amended_plan", amended)] if is_issued else []),
    ]
