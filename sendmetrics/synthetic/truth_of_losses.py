"""What was planted of losses on the way: several waits at once, nothing offered, turned away and back again."""

import datetime

from sendmetrics.synthetic.counting import ratio, ratios
from sendmetrics.synthetic.health import LA_SERVICES, Referral
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.truth_of_referrals import chains_of

LINKED_OF = 25


def tell_losses(people: People, referrals: list[Referral], as_at: datetime.date) -> dict:
    """Counts behind the measures of what is lost between referral and contact, at ``as_at``."""
    return {**_waiting(people, referrals, as_at)}


def _person(people: People, referral: Referral, as_at: datetime.date) -> tuple[int, bool]:
    """Who a file can tell the child to be: a health provider's own number of a child not linked yet is somebody else."""
    is_linked = referral.child % LINKED_OF > 0 and people.has_upn_on(referral.child, as_at)
    return referral.child, referral.service in LA_SERVICES or is_linked


def _waiting(people: People, referrals: list[Referral], as_at: datetime.date) -> dict:
    """Of chains that are open: where else the child waits, and whether anything has been offered."""
    services: dict[tuple[int, bool], set[str]] = {}
    without: list[tuple[str, bool]] = []
    for chain in chains_of(referrals):
        is_open = any(r.rejected is None and r.discharged is None for r in chain)
        if is_open and all(r.seen is None for r in chain):
            newest = chain[-1]
            services.setdefault(_person(people, newest, as_at), set()).add(newest.service)
            without.append((newest.service, newest.offered is None and not newest.appointments))
    return {
        "children_waiting_for_several_services": {"all": ratio(len(waited) > 1 for waited in services.values())},
        "waiting_without_appointment": {
            "all": ratio(is_without for _, is_without in without),
            "service": ratios(without),
        },
    }
