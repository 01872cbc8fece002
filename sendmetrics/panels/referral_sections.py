"""The panels of the page Referrals under the questions they answer: of all services together, and of one."""

from sendmetrics.panels import (
    clocks,
    commissioning,
    losses,
    pupils_referred,
    referral_joins,
    referral_steps,
    referrals,
    waiting,
)
from sendmetrics.panels.panel import Panel
from sendmetrics.panels.referral_equity import REJECTED_BY_GROUP, WAITS_BY_GROUP

TURNED_AWAY, BESIDE_EHC, WHERE = "Turned away and lost", "Beside EHC assessments", "Where?"
CHANGING = "Is it changing?"
BESIDE_ENGLAND = "Where, and beside England"
ALL_SECTIONS: dict[str, tuple[Panel, ...]] = {
    "Where does it stick?": (waiting.WEEKS_OVER, clocks.TWO_CLOCKS),
}
ALL_TABS: dict[str, tuple[Panel, ...]] = {
    TURNED_AWAY: (
        referrals.REJECTED,
        losses.WHAT_CAME_NEXT,
        losses.REFERRED_AGAIN,
        losses.REFERRED_AGAIN_BY_REASON,
        losses.LEFT_UNSEEN,
        losses.NOT_ATTENDED,
        losses.DISCHARGED,
        referral_joins.DISCHARGED_WITH_PLAN,
        losses.MISSED_AND_BACK,
        losses.ASSESSED_ONLY,
        commissioning.NEEDS_WITHOUT_ROUTE,
        commissioning.REVIEWS,
    ),
    "How long do they wait?": (
        referrals.OPEN,
        waiting.BANDS,
        losses.WITHOUT_APPOINTMENT,
        losses.SEVERAL_SERVICES,
    ),
    # Steps and stops are of one service, and not of all: their times mean little together, and take long to work out.
    "Hidden weeks": (clocks.HIDDEN_WAIT,),
    BESIDE_EHC: (
        referral_joins.HELD_UP,
        referral_joins.HELD_UP_BY_OWN_LIST,
        referral_joins.BEFORE_OR_AFTER,
        referral_joins.SEEN_BY_REQUEST,
        referral_joins.MATCHED,
    ),
    "How long had the seen waited?": (referrals.SEEN, referrals.COHORT),
    CHANGING: (referrals.OPEN_TREND, referrals.RECEIVED, referrals.REJECTED_TREND),
    WHERE: (
        referrals.BY_PROVIDER,
        referrals.REJECTED_BY_PROVIDER,
        referrals.BY_LOCALITY,
        waiting.WEEKS_OVER_BY_LOCALITY,
        waiting.WEEKS_OVER_BY_SCHOOL,
        pupils_referred.TO_EACH_SERVICE,
        referral_joins.PUPILS_REFERRED,
        referral_joins.PUPILS_REFERRED_BY_SCHOOL,
    ),
    "Who is turned away more?": REJECTED_BY_GROUP,
}
# Of one service: what stands under each question, and what more there is.
ONE_WAITING: tuple[Panel, ...] = (waiting.BANDS, referrals.OPEN_TREND)
ONE_STICKS: tuple[Panel, ...] = (
    referral_steps.STANDING,
    referral_steps.STEP_TIMES,
    clocks.TWO_CLOCKS,
    clocks.HIDDEN_WAIT,
)
ONE_TABS: dict[str, tuple[Panel, ...]] = {
    TURNED_AWAY: (
        losses.WHAT_CAME_NEXT,
        losses.REFERRED_AGAIN_BY_REASON,
        losses.NOT_ATTENDED_BY_KIND,
        referral_joins.DISCHARGED_WITH_PLAN,
        losses.DISCHARGED_BY_MISSES,
        losses.MISSED_AND_BACK,
    ),
    "How long do they wait?": (
        referrals.COHORT,
        referrals.SEEN,
        clocks.STOPS,
        referral_steps.STEP_QUEUES,
        losses.WITHOUT_APPOINTMENT,
    ),
    BESIDE_EHC: (
        referral_joins.HELD_UP_BY_OWN_LIST,
        referral_joins.BEFORE_OR_AFTER,
        referral_joins.SEEN_BY_REQUEST,
    ),
    BESIDE_ENGLAND: (
        referrals.BY_PROVIDER,
        referrals.BY_LOCALITY,
        waiting.WEEKS_OVER_BY_LOCALITY,
        waiting.WEEKS_OVER_BY_SCHOOL,
        pupils_referred.TO_SERVICE_BY_LOCALITY,
        pupils_referred.TO_SERVICE_BY_SCHOOL,
    ),
    CHANGING: (referrals.RECEIVED, referrals.REJECTED_TREND),
    "Who waits longer?": WAITS_BY_GROUP,
    "Who is turned away more?": REJECTED_BY_GROUP,
}
