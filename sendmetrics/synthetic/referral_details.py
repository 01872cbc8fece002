"""What a referral's row tells beside its own course: the service that had to come first, support meanwhile, EHC advice.

By chance of its own, so that referrals, waits and every figure of them are the
same with and without.
"""

import datetime
from collections import defaultdict

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.chance import own_chance
from sendmetrics.synthetic.health import Referral
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.places import ICB_CODE

STREAM = int.from_bytes(b"details")
# What a service may ask for first: of the same provider, or one that sends us no referrals; early help where nothing else suits.
FIRST_SERVICES = {
    "salt": ("audiology", "early_help"),
    "paediatrics": ("salt", "early_help"),
    "neurodevelopmental": ("salt", "ot", "early_help"),
    "camhs": ("early_help", "school_nursing", "salt"),
    "ot": ("physio", "early_help"),
    "physio": ("paediatrics", "ot"),
    "audiology": ("school_nursing",),
    "ep": ("specialist_teaching", "early_help"),
    "specialist_teaching": ("early_help",),
}
END_NOT_RECORDED, SUPPORT_NOT_RECORDED, SUPPORTED = 1 / 3, 0.1, 0.55
SERVICE_OF_ADVISER = {
    "ep": "ep",
    "health_paediatrics": "paediatrics",
    "health_salt": "salt",
    "health_ot": "ot",
}
LONGEST_BEFORE_ADVICE = 183
HEADINGS = [
    "prereq_service",
    "prereq_end_date",
    "missed_count",
    "support_while_waiting",
    "is_ehcna_advice",
    "advice_requested_date",
    "advice_received_date",
    "icb_code",
]


def add_details(
    referrals: list[Referral], cases: list[Case], people: People, census_date: datetime.date, seed: int
) -> None:
    """Fill in what came first, support while waiting, and the advice asked of the same service."""
    rng = own_chance(seed, STREAM)
    followed_by = {referral.previous: referral for referral in referrals if referral.previous is not None}
    asked_for: dict[tuple[int, str], list[tuple[datetime.date, datetime.date | None]]] = defaultdict(list)
    for case in cases:
        # As in the list of advice itself, which leaves out those who have no UPN yet.
        for adviser, asked, came in case.advice if people.has_upn_on(case.child, census_date) else ():
            asked_for[case.child, SERVICE_OF_ADVISER.get(adviser, "")].append((asked, came))
    for referral in referrals:
        # The same draws for every referral, so that what becomes of one changes no other.
        draws = rng.random(4).tolist()
        if referral.reason == "needs_other_service_first":
            _send_elsewhere_first(referral, followed_by.get(referral.number), draws)
        if draws[3] >= SUPPORT_NOT_RECORDED:
            referral.is_supported = draws[3] < SUPPORT_NOT_RECORDED + SUPPORTED * (1 - SUPPORT_NOT_RECORDED)
        referral.advice = min(
            (dates for dates in asked_for.get((referral.child, referral.service), ()) if _serves(referral, dates[0])),
            key=lambda dates: dates[0],
            default=None,
        )


def _send_elsewhere_first(referral: Referral, again: Referral | None, draws: list[float]) -> None:
    """The other service, and the day it ended where the child came back and somebody wrote it down."""
    services = FIRST_SERVICES[referral.service]
    referral.prereq_service = services[int(draws[0] * len(services))]
    if again is not None and draws[1] >= END_NOT_RECORDED:
        referral.prereq_ended = again.received - datetime.timedelta(days=3 + int(draws[2] * 28))


def _serves(referral: Referral, asked: datetime.date) -> bool:
    """Whether the advice was asked while the referral was open, within half a year of its coming."""
    is_open = referral.rejected is None and (referral.discharged is None or referral.discharged >= asked)
    return is_open and 0 <= (asked - referral.received).days <= LONGEST_BEFORE_ADVICE


def tell_details(referral: Referral, snapshot: datetime.date) -> list[object]:
    """The values below ``HEADINGS`` as an extract of that day has them."""

    def known(day: datetime.date | None) -> datetime.date | str:
        return day if day is not None and day <= snapshot else ""

    is_over = any(known(day) for day in (referral.rejected, referral.started, referral.discharged))
    asked, came = referral.advice or (None, None)
    return [
        referral.prereq_service if known(referral.rejected) else "",
        known(referral.prereq_ended),
        referral.missed_by(snapshot),
        "" if is_over or referral.is_supported is None else int(referral.is_supported),
        int(bool(known(asked))),
        known(asked),
        known(came),
        ICB_CODE,
    ]
