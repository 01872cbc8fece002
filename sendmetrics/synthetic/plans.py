"""The made-up authority's plans after they are issued: where children are, reviews, phase transfers, endings, disputes.

By chance of its own, so that the casework, and every figure of it, is the same with and without.
"""

import datetime
from dataclasses import dataclass, field

import numpy

from sendmetrics.synthetic.casework import Case, first_day_told
from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.people import People

OWN_CHANCE = 0x91A5
DAY = datetime.timedelta(days=1)
SHARE_WITHOUT_PLACE = 0.14
SETTINGS_WITHOUT_PLACE = ("OTH", "OTH", "NIEO", "EHE", "OLA")
LEAST_AGE_OF_COLLEGE = 12
REASONS = ("2", "5", "5", "6", "9")
REVIEW_LETTER_DAYS = 28


@dataclass(frozen=True)
class Setting:
    """Where a child is from a day on: a school, a provider number, or a code for no establishment."""

    since: datetime.date
    urn: str = ""
    code: str = ""
    ukprn: str = ""


@dataclass
class PlanLife:
    """What becomes of a plan. ``lost_after`` is the last return that holds one that left the books without a word."""

    issued: datetime.date
    settings: list[Setting] = field(default_factory=list)
    reviews: list[tuple[datetime.date, datetime.date | None]] = field(default_factory=list)
    ceased: datetime.date | None = None
    reason: str = ""
    lost_after: datetime.date | None = None
    transfers: list[tuple[datetime.date, datetime.date | None]] = field(default_factory=list)

    def is_told(self, reference: datetime.date) -> bool:
        """Whether a return still holds the case: a plan that ended before its year is in it no more."""
        is_over = self.ceased is not None and self.ceased < first_day_told(reference)
        return not is_over and (self.lost_after is None or reference <= self.lost_after)

    def is_active(self, reference: datetime.date) -> bool:
        """Whether a return of that day counts the plan among those held."""
        return self.issued <= reference and (self.ceased is None or self.ceased > reference) and self.is_told(reference)

    def setting_on(self, day: datetime.date) -> Setting:
        return [setting for setting in self.settings if setting.since <= day][-1]

    def review_on(self, day: datetime.date) -> tuple[datetime.date | None, datetime.date | None]:
        """The last meeting and the last letter, which may be that of the meeting before."""
        meetings = [meeting for meeting, _ in self.reviews if meeting <= day]
        letters = [letter for _, letter in self.reviews if letter is not None and letter <= day]
        return max(meetings, default=None), max(letters, default=None)


def simulate_plans(
    people: People, cases: list[Case], settings: dict[int, str], returns: list[datetime.date], seed: int
) -> tuple[dict[int, PlanLife], dict[int, str]]:
    """The life of every plan by the number of its case, and which refused requests went to ``mediation`` or ``tribunal``."""
    rng = own_chance(seed, OWN_CHANCE)
    as_at = returns[-1]
    lives, disputes = {}, {}
    for case in cases:
        if case.is_issued and case.ended <= as_at:
            life = PlanLife(case.ended)
            _end(life, case, returns, rng)
            _place(
                life, settings[case.child], as_at, as_at.year - (as_at.month < 9) - int(people.cohort[case.child]), rng
            )
            _review(life, as_at, rng)
            _transfer(life, int(people.cohort[case.child]), as_at, rng)
            lives[case.number] = life
        elif case.decision == "N" and not case.outcome and rng.random() < 0.12:
            disputes[case.number] = "tribunal" if rng.random() < 0.4 else "mediation"
    return lives, disputes


def _after(day: datetime.date, least: int, most: int, rng: numpy.random.Generator) -> datetime.date:
    return day + datetime.timedelta(days=int(rng.integers(least, most + 1)))


def _end(life: PlanLife, case: Case, returns: list[datetime.date], rng: numpy.random.Generator) -> None:
    """One in six ends, some of them lately, never before the first return's year: what no return tells is in no file."""
    draw = rng.random()
    begins = max(life.issued, first_day_told(returns[0]))
    ended, lately = _after(begins, 90, 1100, rng), _after(returns[-1], -55, -1, rng)
    ended = max(lately, begins) if draw < 0.04 else ended
    if draw < 0.17 and ended <= returns[-1]:
        life.ceased, life.reason = ended, str(rng.choice(REASONS))
    elif draw > 0.99:
        held = [day for day in returns[:-1] if day >= life.issued]
        life.lost_after = held[-1] if held else None


def _place(life: PlanLife, urn: str, as_at: datetime.date, years: int, rng: numpy.random.Generator) -> None:
    """A school, mostly; else no place, for good or for some months, from the plan or later on."""
    is_without = rng.random() < SHARE_WITHOUT_PLACE
    since = _after(life.issued, 0, 500, rng) if rng.random() < 0.5 else life.issued
    found = _after(since, 40, 400, rng)
    code = str(rng.choice(SETTINGS_WITHOUT_PLACE))
    school = Setting(life.issued, urn=urn) if years < LEAST_AGE_OF_COLLEGE else Setting(life.issued, ukprn="10009999")
    if not is_without or since > as_at:
        life.settings = [school]
        return
    life.settings = [*([school] if since > life.issued else []), Setting(since, code=code)]
    if rng.random() < 0.6 and found <= as_at:
        life.settings.append(Setting(found, school.urn, school.code, school.ukprn))


def _review(life: PlanLife, as_at: datetime.date, rng: numpy.random.Generator) -> None:
    """A meeting about once a year, one in four late; the letter mostly within four weeks, sometimes never."""
    last = min(as_at, life.ceased or as_at)
    meeting = life.issued
    while True:
        late = rng.random() < 0.25
        meeting = _after(meeting, 370, 560, rng) if late else _after(meeting, 300, 364, rng)
        if meeting > last:
            return
        draw = rng.random()
        letter = _after(meeting, 8, REVIEW_LETTER_DAYS, rng) if draw < 0.6 else _after(meeting, 29, 120, rng)
        life.reviews.append((meeting, letter if draw < 0.9 and letter <= last else None))


def _transfer(life: PlanLife, cohort: int, as_at: datetime.date, rng: numpy.random.Generator) -> None:
    """Year 6 by 15 February, Year 11 by 31 March: of last year, and of this one, whose day may not have come."""
    for year in (as_at.year - 1, as_at.year):
        class_of = year - 1 - cohort
        due = {6: datetime.date(year, 2, 15), 11: datetime.date(year, 3, 31)}.get(class_of)
        draw = rng.random()
        early, late = int(rng.integers(0, 60)), int(rng.integers(1, 70))
        if due is None or life.issued > due - datetime.timedelta(days=60):
            continue
        final = due - datetime.timedelta(days=early) if draw < 0.7 else due + datetime.timedelta(days=late)
        life.transfers.append((due, final if draw < 0.92 and final <= as_at else None))
