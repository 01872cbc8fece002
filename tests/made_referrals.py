"""Made-up referrals to several services whose files end on different days, for tests of queues."""

import datetime
import random

SERVICES = ("salt", "camhs", "other")
BEGINS = datetime.date(2024, 1, 3)
# The newest file of each service: a Sunday, a Tuesday and long before.
TOLD_TO = {
    "salt": datetime.date(2025, 11, 16),
    "camhs": datetime.date(2025, 11, 18),
    "other": datetime.date(2025, 8, 30),
}
NEWEST = max(TOLD_TO.values())
LOCALITIES = ("N", "S")


def make_referrals(seed: int, count: int = 400) -> list[dict]:
    """Referrals of one row each: seen, rejected, discharged or open, some seen before they came, some of no known service."""
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        service = dice.choice((*SERVICES, "salt", "salt", None)) if number >= len(SERVICES) else SERVICES[number]
        told_to = TOLD_TO.get(service, NEWEST)
        start = BEGINS + datetime.timedelta(days=dice.randrange((told_to - BEGINS).days + 1))
        # Each service has a first and a newest day of its own, whatever the dice say.
        start = BEGINS if number < len(SERVICES) else start
        end = start + datetime.timedelta(days=dice.choice((-3, 0, 1, 6, 7, 8, 30, 60, 120, 400)))
        way = dice.choice(("seen", "seen", "seen", "rejected", "moved", "closed"))
        row = {
            "referral_id": f"r{number}",
            "person_id": number,
            "service": service,
            "locality_code": dice.choice(LOCALITIES),
            "received_date": start,
            # By either clock the same, so that a queue is of whichever wait it is asked of.
            "accepted_date": start,
            "known_to": told_to,
        }
        if end <= told_to:
            if way == "seen":
                row["first_contact_date"] = end
            elif way == "rejected":
                row |= {"rejected_date": max(end, start), "accepted_date": None}
            else:
                row |= {"discharge_date": max(end, start), "discharge_reason": "moved" if way == "moved" else "other"}
        rows.append(row)
    return rows
