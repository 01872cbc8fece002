"""Panels that preview the published figure: the rate, its bands, what is left out of it, and the measures beside it."""

from dataclasses import replace

from sendmetrics.panels.ehc import PUBLISHED_RATE_YEARLY
from sendmetrics.panels.figures import by_group, over_time
from sendmetrics.panels.findings import TOO_FEW, share_latest
from sendmetrics.panels.findings_of_cases import in_the_rate
from sendmetrics.panels.panel import Answer, Ask, Panel

RATE, LAWFUL_RATE = "plans_issued_within_20_weeks", "plans_issued_within_20_weeks_excluding_exceptions"
WITHOUT_EXCEPTIONS = (("exception", ("false",)),)
MOST_STANDINGS = 20

RATE_BY_MONTH = Panel(
    "published_rate_monthly",
    (
        Ask(RATE, every="month", with_appeals=f"{RATE}_with_appeals"),
        Ask(LAWFUL_RATE, every="month", with_appeals=f"{LAWFUL_RATE}_with_appeals"),
        Ask(RATE, every="year", with_appeals=f"{RATE}_with_appeals"),
    ),
    share_latest("of plans within 20 weeks"),
    over_time(("All plans", "Without exceptions"), top=100),
    "New EHC plans issued within 20 weeks of the request, by month of issue, with and without exceptions",
    compares=True,
    instead=(PUBLISHED_RATE_YEARLY,),
)


def _find_bands(answer: Answer) -> str:
    """The share past 52 weeks; where that cannot be told, as while few are, the share within 20."""
    longest = share_latest("of plans took over 52 weeks")(answer)
    return (
        longest
        if longest != TOO_FEW
        else share_latest("of plans without exception within 20 weeks")(replace(answer, results=answer.results[:1]))
    )


BANDS = Panel(
    "published_bands",
    (
        Ask(LAWFUL_RATE, every="year"),
        Ask("plans_issued_after_20_to_52_weeks", every="year", only=WITHOUT_EXCEPTIONS),
        Ask("plans_issued_after_52_weeks", every="year", only=WITHOUT_EXCEPTIONS),
    ),
    _find_bands,
    over_time(("Within 20 weeks", "20 to 52 weeks", "Over 52 weeks"), top=100),
    "New EHC plans without an exception, by year of issue and by time from the request, in bands of 20 and 52 weeks",
    about="plans without exception",
)
MEAN_WEEKS = Panel(
    "mean_weeks_to_plan",
    (
        Ask("weeks_to_plan", every="year"),
        Ask("weeks_to_plan", every="year", only=WITHOUT_EXCEPTIONS),
        Ask("weeks_to_plan", every="year"),
    ),
    share_latest("weeks from request to plan"),
    over_time(("All plans", "Without exceptions")),
    "Average weeks from request to plan, of new EHC plans, by year of issue, with and without exceptions; "
    "cases still open do not count in it",
    about="plans without exception",
)
EXCEPTIONS = Panel(
    "plans_with_exception",
    (
        Ask("plans_with_exception", every="year"),
        Ask(LAWFUL_RATE, every="year"),
        Ask("plans_with_exception", every="year"),
    ),
    share_latest("of plans with an exception"),
    over_time(("With an exception", "In time, of those without"), top=100),
    "New EHC plans with an exception to the 20 weeks, by year of issue, beside the rate that leaves them out: "
    "the more are recorded, the less that rate says",
)
APPEALS = Panel(
    "mediation_and_tribunal_both_ways",
    (Ask(RATE, every="year"), Ask(f"{RATE}_with_appeals", every="year")),
    share_latest("in time with mediation cases counted"),
    over_time(("Left out", "Counted"), top=100),
    "New EHC plans issued within 20 weeks of the request, by year of issue, exceptions included, "
    "cases after mediation or tribunal left out and counted",
)
NO_PLAN_DECISIONS = Panel(
    "no_plan_decisions",
    (Ask("no_plan_decisions_within_16_weeks", every="year"),),
    share_latest("of no-plan decisions within 16 weeks"),
    over_time(top=100),
    "Decisions after an assessment not to issue an EHC plan that came within 16 weeks of the request, by year of decision",
)
NO_PLAN_SHARE = Panel(
    "assessments_without_plan",
    (Ask("assessments_ended_without_plan", every="year"),),
    share_latest("of assessments ended without a plan"),
    over_time(),
    "Assessments that ended in a decision not to issue a plan, out of those that ended in either decision, by year",
)
REFUSAL_RATES = Panel(
    "refusal_rates",
    (Ask("requests_refused", every="year"), Ask("requests_refused_of_decided", every="year")),
    share_latest("of requests decided were refused"),
    over_time(("Of requests received", "Of requests decided")),
    "Requests the authority decided not to assess, out of all received and out of those decided, by year of receipt; "
    "the two are not to be mixed",
)
SIX_WEEKS_BOTH_WAYS = Panel(
    "six_weeks_both_ways",
    (Ask("requests_decided_within_6_weeks", every="year"), Ask("decisions_made_within_6_weeks", every="year")),
    share_latest("of decisions made within 6 weeks"),
    over_time(("Of requests", "Of decisions"), top=100),
    "Decided within 6 weeks: of requests, by year of receipt, those undecided past 6 weeks late; and of decisions, "
    "by year of decision",
)
RECONCILIATION = Panel(
    "rate_reconciliation",
    (Ask("cases_in_the_20_week_rate", by="rate_standing"),),
    in_the_rate(),
    by_group(most=MOST_STANDINGS),
    "Every request in the files, once, on the day it ended or, while it is open, on the day looked at: in the 20-week rate, in "
    "it with exceptions only, or out of it and why. Of a period are those that ended in it",
)
PANELS_IN_TIME = (
    RATE_BY_MONTH,
    BANDS,
    MEAN_WEEKS,
    EXCEPTIONS,
    APPEALS,
    NO_PLAN_DECISIONS,
    NO_PLAN_SHARE,
    REFUSAL_RATES,
    SIX_WEEKS_BOTH_WAYS,
    RECONCILIATION,
)
