"""The panels of the page EHC assessments under the questions they answer, in the order a director asks them."""

from sendmetrics.panels import advice, change, cohorts, ehc, late_plans, open_cases, plans, published, stages
from sendmetrics.panels.panel import Panel
from sendmetrics.panels.who_waits import WHO_WAITS

SECTIONS: dict[str, tuple[Panel, ...]] = {
    "Are we in time?": (ehc.PUBLISHED_RATE, cohorts.PUBLISHED_AND_COHORT),
    "Who is waiting now?": (ehc.OPEN_TREND, open_cases.AGES),
}
TABS: dict[str, tuple[Panel, ...]] = {
    "Where does the time go?": (stages.STAGE_TIMES, advice.ADVICE_TABLE, late_plans.LAST_ADVICE, late_plans.WHAT_IF),
    "What happens next?": (open_cases.DUE,),
    "Plans and reviews": (*plans.PANELS, *plans.BEHIND_A_TAB),
    "Who waits longer?": WHO_WAITS,
    "Who is waiting now: more": (
        open_cases.BY_OPEN_STAGE,
        open_cases.STALLED,
        open_cases.LONGEST,
        ehc.OPEN_BY_STAGE,
        ehc.OPEN_BY_LOCALITY,
        ehc.OPEN_BY_NEED,
        ehc.OPEN_BY_YEAR_GROUP,
    ),
    "Are we in time: more": published.PANELS_IN_TIME,
    "What became of those who asked": (cohorts.COHORT_BY_MONTH, cohorts.GROWTH, cohorts.PAST_ERROR),
    "Is it changing?": change.PANELS,
    "Stages and advice: more": (stages.STAGE_QUEUES, advice.ADVICE_IN_TIME, ehc.ADVICE, ehc.ADVICE_OUTSTANDING),
    "What comes in": (ehc.REQUESTS, ehc.DECISIONS, ehc.REFUSALS),
}
