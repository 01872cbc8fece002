"""The made-up authority as a folder of files, with truth.json beside them."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import numpy

from sendmetrics.errors import SendMetricsError
from sendmetrics.synthetic import (
    amendments,
    case_events,
    casework,
    census_files,
    commissioning,
    health,
    later_appointments,
    local_files,
    looked_after,
    own_targets,
    referral_details,
    review_contributions,
    sen2_files,
)
from sendmetrics.synthetic.languages import make_languages
from sendmetrics.synthetic.people import make_people, third_thursday
from sendmetrics.synthetic.places import School, make_schools
from sendmetrics.synthetic.plans import simulate_plans
from sendmetrics.synthetic.truth import locality_of, tell_truth
from sendmetrics.synthetic.truth_of_commissioning import tell_truth_of_commissioning
from sendmetrics.synthetic.truth_of_plans import tell_truth_of_plans
from sendmetrics.synthetic.truth_of_reviews import tell_truth_of_reviews
from sendmetrics.synthetic.truth_of_stages import tell_stages

DEFAULT_PUPILS = 20_000
SMALLEST, LARGEST = 2_000, 250_000
DEFAULT_AS_AT = third_thursday(2026)
# All the cases of its files fall under the law of September 2014; and no file we read holds a day after 2099.
EARLIEST_AS_AT, LATEST_AS_AT = datetime.date(2020, 1, 1), datetime.date(2090, 12, 31)
TRUTH = "truth.json"


def write_demo(
    folder: Path,
    pupils: int = DEFAULT_PUPILS,
    seed: int = 1,
    as_at: datetime.date = DEFAULT_AS_AT,
    is_plain: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    case_volume: float = 1.0,
    referral_volume: float = 1.0,
) -> list[Path]:
    """Write the files; the same arguments write the same bytes. Returns the paths.

    ``case_volume`` and ``referral_volume`` multiply requests and referrals, for
    benchmarks. Raises SendMetricsError when ``pupils``, ``seed`` or ``as_at``
    is out of range, or the folder already holds something.
    """
    if not SMALLEST <= pupils <= LARGEST:
        raise SendMetricsError(f"--pupils takes {SMALLEST:,} to {LARGEST:,}, not {pupils:,}.")
    if seed < 0:
        raise SendMetricsError(f"--seed takes 0 or more, not {seed}.")
    if not EARLIEST_AS_AT <= as_at <= LATEST_AS_AT:
        raise SendMetricsError(f"--as-at takes {EARLIEST_AS_AT} to {LATEST_AS_AT}, not {as_at}.")
    if folder.exists() and any(path.name != TRUTH for path in folder.iterdir()):
        raise SendMetricsError(f"{folder} is not empty. Give a new folder; nothing was written.")
    folder.mkdir(parents=True, exist_ok=True)
    # One stream of chance for each part, so that more of one leaves the others as they were.
    streams = [numpy.random.Generator(numpy.random.PCG64(child)) for child in numpy.random.SeedSequence(seed).spawn(5)]
    progress("Making up schools and children")
    schools = make_schools(pupils, streams[0])
    people = make_people(pupils, schools, as_at, streams[1])
    progress("Making up EHC casework")
    returns = casework.return_dates(as_at)
    cases = casework.simulate_cases(people, pupils, as_at, streams[2], is_plain, case_volume)
    for case in cases:
        _settle(case, returns)
    events = case_events.simulate_events(cases, casework.first_day_told(returns[0]), as_at, seed)
    for event in events:
        event.case.noted.append(event.day)
    plans = {case.child: case.ended for case in cases if case.is_issued}
    special = _special_places(schools, cases)
    progress("Making up referrals")
    referrals = health.simulate_referrals(people, pupils, as_at, streams[3], is_plain, referral_volume)
    progress("Making up six censuses")
    rolls = census_files.make_rolls(people, schools, plans, special, as_at, is_plain)
    sencos = local_files.make_sencos(schools, rolls[-1], as_at, streams[4], is_plain)
    settings = {child: schools[special.get(child, people.primary[child])].urn for child in plans}
    periods = looked_after.make_periods(people, cases, as_at, seed)
    on_roll = {int(child) for roll in rolls for child in roll.child}
    looked_after.mark_cases(
        cases, periods, as_at, lambda case: case.child in on_roll or sen2_files.names_upn(people, case, returns)
    )
    lives, disputes = simulate_plans(people, cases, settings, returns, seed)
    amended = amendments.simulate_amendments(cases, lives, casework.first_day_told(returns[0]), as_at, seed)
    log = [*events, *amended]
    later_appointments.add_later_appointments(referrals, as_at, seed)
    contributions = review_contributions.simulate_contributions(people, cases, lives, returns, seed, is_plain)
    routes = commissioning.make_routes(as_at, seed, is_plain)
    referral_details.add_details(referrals, cases, people, rolls[-1].census_date, seed)
    progress("Writing files")
    written = [
        census_files.write_gias(folder / f"edubasealldata{as_at:%Y%m%d}.csv", schools, as_at),
        *census_files.write_censuses(folder, people, schools, rolls, make_languages(people, seed)),
        *sen2_files.write_returns(folder, people, schools, cases, settings, returns, lives, disputes),
        *local_files.write_referrals(folder, people, referrals, as_at),
        local_files.write_appointments(folder / "appointments.csv", referrals),
        local_files.write_advice(folder / "advice_requests.csv", people, cases, as_at, rolls[-1].census_date),
        case_events.write_events(folder / "ehc_events.csv", people, log, as_at, rolls[-1].census_date),
        looked_after.write_looked_after(folder / "looked_after.csv", people, periods, as_at),
        commissioning.write_routes(folder / "commissioned_routes.csv", routes, rolls[0].census_date, as_at),
        review_contributions.write_contributions(folder / "review_contributions.csv", people, contributions, as_at),
        *local_files.write_sencos(folder, schools, sencos),
        local_files.write_areas(folder / "local_areas.csv", schools),
        local_files.write_links(folder / "person_links.csv", people, referrals, as_at),
        *([] if is_plain else [own_targets.write_targets(folder / "targets.toml", as_at)]),
    ]
    truth = tell_truth(people, schools, rolls, cases, referrals, sencos, returns, as_at, is_plain)
    locality = locality_of(people, schools, rolls)
    truth["metrics"] |= tell_stages(people, cases, events, returns, as_at, rolls[-1].census_date, locality)
    truth["metrics"] |= tell_truth_of_plans(cases, lives, disputes, returns)
    truth["metrics"] |= tell_truth_of_reviews(people, cases, lives, log, returns, rolls[-1].census_date)
    truth["metrics"] |= tell_truth_of_commissioning(people, rolls, routes, contributions, as_at)
    (folder / TRUTH).write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    return written


def _settle(case: casework.Case, returns: list[datetime.date]) -> None:
    """A case that left the books keeps only what its first return told; advice is kept from the first return's year."""
    begins = casework.first_day_told(returns[0])
    if case.received < begins:
        case.advice = []
    first = min(day for day in returns if day >= case.received)
    if not case.is_unrecorded or first == returns[-1] or case.is_old:
        case.is_unrecorded = False
        return
    if case.decided is not None and case.decided > first:
        case.decided, case.decision = None, "A"
    if case.decided is None or (case.advice and case.advice[0][1] > first):
        case.outcome, case.advice = "", []
    if case.agreed is not None and case.agreed > first:
        case.agreed = None
    if case.ended is not None and case.ended > first:
        case.ended, case.outcome = None, "A" if case.outcome else ""
    case.advice = [(adviser, asked, came if came and came <= first else None) for adviser, asked, came in case.advice]


def _special_places(schools: list[School], cases: list[casework.Case]) -> dict[int, int]:
    places = [place for place, school in enumerate(schools) if "special" in school.school_type.casefold()]
    return {case.child: places[case.child % len(places)] for case in cases if case.is_special}
