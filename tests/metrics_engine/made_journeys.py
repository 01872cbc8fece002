"""Journeys made up by chance from a seed, as rows of requests and assessments; nothing here knows how an outlook is made."""

import datetime
import random
from dataclasses import dataclass

BEGINS = datetime.date(2022, 7, 1)
NEWEST = datetime.date(2025, 11, 20)


@dataclass(frozen=True)
class Journey:
    """Days from receipt; None where the event never comes. ``exit`` is what ends it."""

    received: datetime.date
    decided: int
    decision: str
    ended: int | None
    exit: str
    locality: str = "N"

    def day(self, after: int | None) -> datetime.date | None:
        return None if after is None else self.received + datetime.timedelta(days=after)


def make_journeys(seed: int, each_year: int = 130, begins: datetime.date = BEGINS) -> list[Journey]:
    """Received evenly, decided in some six weeks; three in four go on, and of those one in four is late."""
    chance = random.Random(seed)
    journeys = []
    for place in range(int((NEWEST - begins).days * each_year / 365)):
        received = begins + datetime.timedelta(days=int(place * 365 / each_year))
        decided = chance.randint(20, 48)
        locality = chance.choice("NS")
        draw = chance.random()
        if draw < 0.25:
            decision = "N" if draw < 0.22 else "W"
            journeys.append(
                Journey(received, decided, decision, decided, "refused" if draw < 0.22 else "withdrawn", locality)
            )
            continue
        late = chance.random() < (0.2 if locality == "N" else 0.4)
        ended = chance.randint(150, 260) if late else chance.randint(100, 140)
        way = "no_plan" if chance.random() < 0.06 else "finished"
        journeys.append(Journey(received, decided, "Y", ended, way, locality))
    return journeys


def as_tables(
    journeys: list[Journey], until: datetime.date = NEWEST, begins: datetime.date = BEGINS
) -> dict[str, list[dict]]:
    """The rows an authority would hold on a day: nothing after it has happened; its files begin on ``begins``."""
    requests, assessments = [], []
    for number, journey in enumerate(journeys):
        if journey.received > until:
            continue
        name = f"r{number}"
        is_decided = journey.day(journey.decided) <= until
        requests.append(
            {
                "request_id": name,
                "person_id": f"{number}",
                "locality_code": journey.locality,
                "received_date": journey.received,
                "decision": journey.decision if is_decided else "A",
                "decided_date": journey.day(journey.decided) if is_decided else None,
                "observed_from_date": begins,
                "known_to": until,
            }
        )
        if not is_decided or journey.decision != "Y":
            continue
        ended = journey.day(journey.ended)
        is_ended = ended is not None and ended <= until
        outcome = {"finished": "Y", "no_plan": "N"}[journey.exit] if is_ended else "A"
        assessments.append(
            {
                "assessment_id": f"a{number}",
                "request_id": name,
                "person_id": f"{number}",
                "agreed_date": journey.day(journey.decided),
                "outcome": outcome,
                "outcome_date": ended if is_ended else None,
                "known_to": until,
            }
        )
    return {"requests": requests, "assessments": assessments}
