"""Panels on plans and reviews: how many, come and gone, where the children are, are reviews held and decided in time."""

from sendmetrics.panels.figures import by_group, counts_over_time, open_by_group, over_time
from sendmetrics.panels.findings import change_of_count, open_over, share_latest
from sendmetrics.panels.panel import Ask, Panel, by_and_in_all
from sendmetrics.panels.stocks import (
    come_and_gone,
    commonest,
    largest_part,
    number_and_median,
    number_now,
    numbers_by_group,
    numbers_over_time,
)

CASELOAD_YEARLY = Panel(
    "plans_in_force_yearly",
    (Ask("plans_in_force", every="year", view="open"),),
    number_now("plans in force"),
    numbers_over_time(),
    "EHC plans in force on the last day of each year",
)
CASELOAD = Panel(
    "plans_in_force",
    (Ask("plans_in_force", every="month", view="open"),),
    number_now("plans in force"),
    numbers_over_time(),
    "EHC plans in force on the last day of each month",
    instead=(CASELOAD_YEARLY,),
)
COME_AND_GONE = Panel(
    "plans_started_and_ended",
    (Ask("plans_started", every="year"), Ask("plans_ceased", every="year")),
    come_and_gone("plans", "started", "ended"),
    over_time(("Started", "Ended")),
    "EHC plans started, whether issued here or come from elsewhere, and ended, by year",
)
WHY_ENDED = Panel(
    "plans_ceased_why",
    (Ask("plans_ceased", by="cease_reason"),),
    commonest("plan ended", "plans ended", "reasons"),
    by_group(),
    "EHC plans that ended, all years in the files, by the reason the return gives",
)
PLACEMENTS = Panel(
    "placements",
    by_and_in_all("plans_in_force", "placement_group", view="open", is_of_the_day=True),
    largest_part("plans"),
    numbers_by_group(),
    "EHC plans in force by the kind of setting attended",
    about="plans",
)
WITHOUT_PLACE = Panel(
    "without_school_place",
    by_and_in_all("plans_without_school_place_wait", "setting", view="open", is_of_the_day=True),
    number_and_median("without a school place"),
    numbers_by_group(with_median=True),
    "Children and young people with a plan and no place in a school or college, and the median time since, by setting",
)
REVIEWS_DUE = Panel(
    "annual_reviews_due",
    by_and_in_all("annual_review_wait", "age_range", view="open", is_of_the_day=True),
    open_over("12 months", "plans"),
    open_by_group("12 months"),
    "EHC plans by the time since the plan was issued or last reviewed: past 12 months the review is overdue",
)
REVIEW_DECISIONS_YEARLY = Panel(
    "annual_review_decisions_yearly",
    (Ask("annual_reviews_decided_within_4_weeks", every="year"),),
    share_latest("of reviews decided within 4 weeks"),
    over_time(top=100),
    "Annual reviews decided within 4 weeks, by year of the meeting, those undecided past 4 weeks counted as late",
)
REVIEW_DECISIONS = Panel(
    "annual_review_decisions",
    (
        Ask("annual_reviews_decided_within_4_weeks", every="quarter"),
        Ask("annual_reviews_decided_within_4_weeks", every="year"),
    ),
    share_latest("of reviews decided within 4 weeks"),
    over_time(top=100),
    "Annual reviews decided within 4 weeks, by quarter of the meeting, those undecided past 4 weeks counted as late",
    instead=(REVIEW_DECISIONS_YEARLY,),
)
AMENDED_PLANS_YEARLY = Panel(
    "amended_plans_yearly",
    (Ask("amended_plans_within_12_weeks", every="year"),),
    share_latest("of amended plans within 12 weeks"),
    over_time(top=100),
    "Annual reviews that led to an amendment, by year of the meeting: amended plan within 12 weeks of it, those without "
    "one past 12 weeks counted as late",
)
AMENDED_PLANS = Panel(
    "amended_plans",
    (
        Ask("amended_plans_within_12_weeks", every="quarter"),
        Ask("amended_plans_within_12_weeks", every="year"),
    ),
    share_latest("of amended plans within 12 weeks"),
    over_time(top=100),
    "Annual reviews that led to an amendment, by quarter of the meeting: amended plan within 12 weeks of it, those "
    "without one past 12 weeks counted as late",
    instead=(AMENDED_PLANS_YEARLY,),
)
PHASE_TRANSFERS = Panel(
    "phase_transfers",
    by_and_in_all("phase_transfers_by_due_date", "phase_deadline"),
    share_latest("of phase transfers by the due date"),
    by_group(),
    "Plans before a change of phase issued by the due date that the return gives, by that date",
)
DISPUTES = Panel(
    "appeals_and_mediation",
    (Ask("appeals_and_mediation", every="year"),),
    change_of_count("mediations and appeals"),
    counts_over_time(),
    "Requests and assessments marked with mediation or tribunal, by the year in which the mark became known",
)

# In the order of the page; the reasons for ending belong behind a tab.
PANELS = (
    CASELOAD,
    COME_AND_GONE,
    PLACEMENTS,
    WITHOUT_PLACE,
    REVIEWS_DUE,
    REVIEW_DECISIONS,
    AMENDED_PLANS,
    PHASE_TRANSFERS,
    DISPUTES,
)
BEHIND_A_TAB = (WHY_ENDED,)
