"""What was planted of what followed an assessment: from the simulation, never by the product's SQL."""

import datetime
from collections import defaultdict

from sendmetrics.synthetic.counting import proportion
from sendmetrics.synthetic.health import Referral
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.truth_of_clocks import closed, first_of, spells_of
from sendmetrics.synthetic.truth_of_losses import person_told
from sendmetrics.synthetic.truth_of_referrals import chains_of

IN_TIME = datetime.timedelta(weeks=13)
NEEDS_NO_MORE = ("complete", "not_needed", "moved")


def tell_support(people: People, referrals: list[Referral], as_at: datetime.date) -> dict:
    """Counts behind the measure of children assessed for whom nothing followed, at ``as_at``."""
    recorded_from: dict[str, datetime.date] = {}
    starts: dict[tuple, list[datetime.date]] = defaultdict(list)
    for referral in referrals:
        if referral.started is not None:
            first = recorded_from.get(referral.service, referral.started)
            recorded_from[referral.service] = min(first, referral.started)
            starts[person_told(people, referral, as_at), referral.service].append(referral.started)
    rows = []
    for chain in chains_of(referrals):
        for spell in spells_of(chain):
            assessed = first_of(referral.assessed for referral in spell)
            if assessed is None or assessed + IN_TIME >= as_at:
                continue
            service = spell[-1].service
            # Of those whose time was over before the service recorded its first start nothing is known.
            if service not in recorded_from or recorded_from[service] > assessed + IN_TIME:
                continue
            started = first_of(referral.started for referral in spell)
            of_child = starts[person_told(people, spell[-1], as_at), service]
            is_supported = started is not None and started <= assessed + IN_TIME
            is_supported = is_supported or any(assessed <= day <= assessed + IN_TIME for day in of_child)
            values = {"service": service, "year": str(assessed.year)}
            rows.append((not is_supported and not _needs_no_more(spell, assessed + IN_TIME), values))
    return {"assessed_without_support": proportion(rows)}


def _needs_no_more(spell: list[Referral], last: datetime.date) -> bool:
    """Whether all of it was closed by then, and something of it because no more was needed or the child had moved."""
    if any(closed(referral) is None or closed(referral) > last for referral in spell):
        return False
    return any(r.discharged is not None and r.discharge_reason in NEEDS_NO_MORE for r in spell)
