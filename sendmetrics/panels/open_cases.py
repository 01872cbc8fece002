"""Panels on open cases: how old at which stage, what is due, what has gone quiet, how long the longest wait."""

from sendmetrics.contracts.reference import clock_days, code_labels, read_reference
from sendmetrics.panels.figures import by_group
from sendmetrics.panels.figures_of_cases import layers_over_ages, longest_by_group
from sendmetrics.panels.findings import SHORT_NAMES, highest, share_latest
from sendmetrics.panels.findings_of_cases import longest_open, open_due, open_past
from sendmetrics.panels.panel import Ask, Panel, by_and_in_all

STAGES = code_labels("stage")
PLAN_DAYS = clock_days("plan")
STALLED_DAYS = next(int(row["value"]) for row in read_reference("assumptions") if row["assumption"] == "stalled_days")

AGES = Panel(
    "open_ages",
    (
        Ask("assessments_open", by="age_band"),
        *(Ask("assessments_open", by="age_band", only=(("stage", (stage,)),)) for stage in STAGES),
        Ask("assessments_open", by="due"),
    ),
    open_past("past", "20 weeks"),
    layers_over_ages(
        tuple(SHORT_NAMES[stage] for stage in STAGES),
        {"0_to_6_weeks": "6 wk", "6_to_16_weeks": "16 wk", "16_to_20_weeks": "20 wk"},
    ),
    "Requests for an EHC needs assessment not yet ended, by age and stage; the lines are the limits for the decision to "
    "assess (6 weeks), for a decision not to issue a plan (16) and for the plan (20)",
    about="cases at a stage",
)
# Five groups are too many for layers over ages: bars of their own, from a measure of its own whose sources are these logs.
BY_OPEN_STAGE = Panel(
    "open_by_open_stage",
    (Ask("assessments_open_by_stage_reached", by="open_stage"),),
    highest("open cases"),
    by_group(),
    "Requests for an EHC needs assessment not yet ended, by the stage reached; where the log of advice or of case events "
    "ends before this day, cases stand where it last told",
    needs=("advice",),
)
DUE = Panel(
    "open_due",
    (Ask("assessments_open", by="due"),),
    open_due("within_30_days", "20 weeks within 30 days"),
    by_group(),
    "Requests for an EHC needs assessment not yet ended, by the time left of their 20 weeks",
)
STALLED = Panel(
    "open_stalled",
    by_and_in_all("assessments_stalled", "stage"),
    share_latest(f"of open cases without news for {STALLED_DAYS} days"),
    by_group(),
    f"Open requests without a dated event for at least {STALLED_DAYS} days (a local assumption), by stage; events are the "
    "request, its decision, advice asked for or received, and what the log of case events dates",
)
LONGEST = Panel(
    "open_longest",
    by_and_in_all("request_to_plan_wait", "stage", view="open"),
    longest_open(),
    longest_by_group(PLAN_DAYS, "20 weeks"),
    "Requests for an EHC needs assessment not yet ended: median (dot) to 92nd percentile, and the longest, by stage",
)
PANELS_OPEN = (AGES, BY_OPEN_STAGE, DUE, STALLED, LONGEST)
