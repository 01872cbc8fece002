"""Who came to the made-up authority's annual reviews, or sent a report: review_contributions.csv.

By chance of its own, so that reviews and every figure of them are the same with
and without. In the story health comes to few of them; in a plain authority all
services come alike.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy

from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.counting import days_told
from sendmetrics.synthetic.csv_files import write_rows
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.plans import PlanLife

# Of the words a stream of chance is made from.
STREAM = int.from_bytes(b"reviewed")
# How many of the reviews each service is asked to.
SHARE_ASKED = {"salt": 0.5, "paediatrics": 0.35, "ot": 0.3, "camhs": 0.25, "ep": 0.35, "social_care": 0.3}
HEALTH = ("salt", "paediatrics", "ot", "camhs")
# Comes, and where nobody comes sends a report.
SHARE_OF_HEALTH, SHARE_OF_OTHERS = (0.15, 0.25), (0.55, 0.4)
SHARE_NOT_RECORDED, SHARE_NOT_INVITED = 0.12, 0.04
HEADINGS = ["snapshot_date", "source", "person_ref", "review_date", "service", "was_invited", "attended", "reported"]


@dataclass(frozen=True)
class Contribution:
    """A service at one review; ``came`` and ``reported`` are None where nobody wrote it down."""

    child: int
    day: datetime.date
    service: str
    is_invited: bool
    came: bool | None
    reported: bool | None


def simulate_contributions(
    people: People,
    cases: list[Case],
    lives: dict[int, PlanLife],
    returns: list[datetime.date],
    seed: int,
    is_plain: bool,
) -> list[Contribution]:
    """Services at the reviews of children with a UPN whose plan some return holds, from the first return's year on."""
    rng = own_chance(seed, STREAM)
    begins = first_day_told(returns[0])
    found = []
    for case in cases:
        life = lives.get(case.number)
        for meeting, _ in life.reviews if life else ():
            # The same draws for every review, so that one more of one plan changes no other.
            draws = rng.random((len(SHARE_ASKED), 5))
            if meeting >= begins and people.has_upn_on(case.child, meeting) and days_told(case, life, returns):
                found += _at_review(case.child, meeting, draws, is_plain)
    return found


def _at_review(child: int, day: datetime.date, draws: numpy.ndarray, is_plain: bool) -> list[Contribution]:
    asked = []
    for (service, share), (is_asked, invited, recorded, comes, reports) in zip(
        SHARE_ASKED.items(), draws.tolist(), strict=True
    ):
        if is_asked >= share:
            continue
        share_come, share_report = SHARE_OF_HEALTH if service in HEALTH and not is_plain else SHARE_OF_OTHERS
        is_recorded, is_invited = recorded >= SHARE_NOT_RECORDED, invited >= SHARE_NOT_INVITED
        came = is_invited and comes < share_come
        reported = is_invited and not came and reports < share_report
        asked.append(
            Contribution(
                child, day, service, is_invited, came if is_recorded else None, reported if is_recorded else None
            )
        )
    return asked


def write_contributions(path: Path, people: People, contributions: list[Contribution], as_at: datetime.date) -> Path:
    """review_contributions.csv as casework notes it from the minutes of each review."""
    said = {True: "yes", False: "no", None: ""}
    rows = (
        [
            *(as_at, "casework", people.upn[each.child], each.day, each.service),
            *(said[each.is_invited], said[each.came], said[each.reported]),
        ]
        for each in contributions
    )
    return write_rows(path, HEADINGS, rows)
