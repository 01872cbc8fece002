"""What was planted of commissioned routes, counted from the simulation and never by the product's SQL."""

import datetime

from sendmetrics.synthetic.census_files import Roll
from sendmetrics.synthetic.commissioning import Route, days_given
from sendmetrics.synthetic.counting import proportion, ratio
from sendmetrics.synthetic.people import People


def tell_truth_of_commissioning(people: People, rolls: list[Roll], routes: list[Route], as_at: datetime.date) -> dict:
    """Counts behind the measure of pupils without a route, at the newest census and by academic year."""
    days = days_given(rolls[0].census_date, as_at)
    by_roll = {roll.census_date: _pupils(people, roll, routes, days) for roll in rolls}
    newest = by_roll[rolls[-1].census_date]
    return {
        "pupils_without_commissioned_route": proportion(newest)
        | {
            "year": {
                f"{day.year - 1}-09-01": ratio(is_without for is_without, _ in pupils)
                for day, pupils in by_roll.items()
            }
        }
    }


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
