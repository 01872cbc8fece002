"""What was planted of commissioned routes and of services at annual reviews, counted from the simulation and never by the product's SQL."""

import datetime

from sendmetrics.synthetic.census_files import Roll
from sendmetrics.synthetic.commissioning import Route, days_given
from sendmetrics.synthetic.counting import proportion, ratio
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.review_contributions import HEALTH, Contribution


def tell_truth_of_commissioning(
    people: People,
    rolls: list[Roll],
    routes: list[Route],
    contributions: list[Contribution],
    as_at: datetime.date,
) -> dict:
    """Counts behind both measures: of pupils at the newest census and by academic year, of invitations by calendar year."""
    days = days_given(rolls[0].census_date, as_at)
    by_roll = {roll.census_date: _pupils(people, roll, routes, days) for roll in rolls}
    by_year = {f"{day.year - 1}-09-01": ratio(is_without for is_without, _ in by_roll[day]) for day in by_roll}
    return {
        "pupils_without_commissioned_route": proportion(by_roll[rolls[-1].census_date]) | {"year": by_year},
        "reviews_attended_or_reported": proportion(
            [
                (
                    each.came or each.reported,
                    {"service": each.service, "year": str(each.day.year), "sector": _sector(each)},
                )
                for each in contributions
                if each.is_invited and each.came is not None
            ]
        ),
    }


def _sector(contribution: Contribution) -> str:
    return "health" if contribution.service in HEALTH else "education" if contribution.service == "ep" else "care"


def _pupils(
    people: People, roll: Roll, routes: list[Route], days: list[datetime.date]
) -> list[tuple[bool, dict[str, str]]]:
    """Whether the need of each pupil with SEN had no route, those of a need in no register left out."""
    # A census is held against the registers as they were last given: what ended since then is in them still.
    given = max(day for day in days if day <= roll.census_date)
    listed = {route.need for route in routes}
    has_route = {route.need for route in routes if route.is_open(given)}
    needs = people.need[roll.child]
    return [
        (need not in has_route, {"need": need, "provision": provision})
        for need, provision in zip(needs.tolist(), roll.provision.tolist(), strict=True)
        if provision != "N" and need in listed
    ]
