"""Panels on EHC assessments: plans in time, open cases, what comes in and what is decided."""

from sendmetrics.contracts.reference import clock_days
from sendmetrics.panels.figures import by_group, counts_over_time, open_by_group, open_over_time, over_time, wait_spans
from sendmetrics.panels.findings import (
    change_of_count,
    highest,
    most_late,
    open_over,
    rise_over,
    share_against_england,
    share_latest,
)
from sendmetrics.panels.panel import Ask, Panel, by_and_in_all

ADVICE_DAYS = clock_days("advice")

PUBLISHED_RATE_YEARLY = Panel(
    "published_rate_yearly",
    (
        Ask("plans_issued_within_20_weeks", every="year", with_appeals="plans_issued_within_20_weeks_with_appeals"),
        Ask(
            "plans_issued_within_20_weeks_excluding_exceptions",
            every="year",
            with_appeals="plans_issued_within_20_weeks_excluding_exceptions_with_appeals",
        ),
        Ask("plans_issued_within_20_weeks", every="year", with_appeals="plans_issued_within_20_weeks_with_appeals"),
    ),
    share_latest("of plans within 20 weeks"),
    over_time(("All plans", "Without exceptions"), top=100),
    "New EHC plans issued within 20 weeks of the request, by year of issue, with and without exceptions",
    compares=True,
)
PUBLISHED_RATE = Panel(
    "published_rate",
    (
        Ask("plans_issued_within_20_weeks", every="quarter", with_appeals="plans_issued_within_20_weeks_with_appeals"),
        Ask(
            "plans_issued_within_20_weeks_excluding_exceptions",
            every="quarter",
            with_appeals="plans_issued_within_20_weeks_excluding_exceptions_with_appeals",
        ),
        Ask("plans_issued_within_20_weeks", every="year", with_appeals="plans_issued_within_20_weeks_with_appeals"),
    ),
    share_latest("of plans within 20 weeks"),
    over_time(("All plans", "Without exceptions"), top=100),
    "New EHC plans issued within 20 weeks of the request, by quarter of issue, with and without exceptions",
    compares=True,
    instead=(PUBLISHED_RATE_YEARLY,),
)
OPEN_NOW = Panel(
    "open_now",
    (Ask("request_to_plan_wait", view="open"),),
    open_over("20 weeks", "open cases"),
    open_by_group("20 weeks"),
    "Requests for an EHC needs assessment not yet ended",
)
OPEN_STAGES = Panel(
    "open_stages",
    (Ask("assessments_open", by="stage"),),
    highest("open cases"),
    by_group(),
    "Requests for an EHC needs assessment not yet ended, by stage, undecided ones included",
)
OPEN_TREND = Panel(
    "open_trend",
    (Ask("request_to_plan_wait", every="month", view="open"),),
    rise_over("20 weeks", "open cases"),
    open_over_time("20 weeks"),
    "Requests for an EHC needs assessment not yet ended, at the end of each month",
    instead=(OPEN_NOW,),
    before=Ask("request_to_plan_wait", view="open", back=12),
)
OPEN_BY_STAGE = Panel(
    "open_by_stage",
    by_and_in_all("request_to_plan_wait", "stage", view="open"),
    open_over("20 weeks", "open cases"),
    open_by_group("20 weeks"),
    "Requests for an EHC needs assessment not yet ended, by stage, undecided ones included",
    instead=(OPEN_STAGES,),
)
ADVICE = Panel(
    "advice_by_adviser",
    (Ask("advice_wait", by="adviser", view="completed"),),
    most_late("of what came"),
    wait_spans(ADVICE_DAYS, "6 weeks"),
    "Advice received for EHC needs assessments: median (dot) to 92nd percentile, by adviser",
)
ADVICE_OUTSTANDING = Panel(
    "advice_outstanding",
    (Ask("advice_wait", by="adviser", view="open"),),
    open_over("6 weeks", "outstanding"),
    open_by_group("6 weeks"),
    "Advice asked for EHC needs assessments and not yet received, by adviser",
)
REQUESTS_YEARLY = Panel(
    "requests_yearly",
    (Ask("requests_received", every="year"),),
    change_of_count("requests"),
    counts_over_time(),
    "Requests for an EHC needs assessment received, by year",
)
REQUESTS = Panel(
    "requests",
    (Ask("requests_received", every="quarter"), Ask("requests_received", every="year")),
    change_of_count("requests"),
    counts_over_time(),
    "Requests for an EHC needs assessment received, by quarter",
    instead=(REQUESTS_YEARLY,),
)
DECISIONS_YEARLY = Panel(
    "decisions_yearly",
    (Ask("requests_decided_within_6_weeks", every="year"),),
    share_latest("decided within 6 weeks"),
    over_time(top=100),
    "Requests decided within 6 weeks, by year of receipt, those undecided past 6 weeks counted as late",
)
DECISIONS = Panel(
    "decisions",
    (Ask("requests_decided_within_6_weeks", every="quarter"), Ask("requests_decided_within_6_weeks", every="year")),
    share_latest("decided within 6 weeks"),
    over_time(top=100),
    "Requests decided within 6 weeks, by quarter of receipt, those undecided past 6 weeks counted as late",
    instead=(DECISIONS_YEARLY,),
)
REFUSALS = Panel(
    "refusals",
    (Ask("requests_refused", every="year"),),
    share_against_england("of requests refused"),
    over_time(),
    "Requests the authority decided not to assess, out of requests received, by year",
    compares=True,
)
OPEN_BY_LOCALITY = Panel(
    "open_by_locality",
    by_and_in_all("request_to_plan_wait", "locality", view="open"),
    open_over("20 weeks", "open cases"),
    open_by_group("20 weeks"),
    "Requests for an EHC needs assessment not yet ended, by local area",
)
OPEN_BY_NEED = Panel(
    "open_by_need",
    by_and_in_all("request_to_plan_wait", "need", view="open"),
    open_over("20 weeks", "open cases"),
    open_by_group("20 weeks"),
    "Requests for an EHC needs assessment not yet ended, by primary type of need at the census before",
)
OPEN_BY_YEAR_GROUP = Panel(
    "open_by_year_group",
    (Ask("assessments_open", by="year_group"),),
    highest("open cases"),
    by_group(),
    "Requests for an EHC needs assessment not yet ended, by year group at the census before",
)
OPEN_OF_SCHOOL = Panel(
    "open_of_school",
    by_and_in_all("request_to_plan_wait", "stage", view="open"),
    open_over("20 weeks", "open cases"),
    open_by_group("20 weeks"),
    "Requests for an EHC needs assessment not yet ended, of children on the school's roll at the census before, by stage",
)
