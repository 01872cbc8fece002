"""Panels on SEN support and EHC plans among pupils: over time, by phase and group, and schools that stand apart."""

from sendmetrics.panels.figures import by_group, over_time, standing_apart
from sendmetrics.panels.findings import apart_from_all, range_of, share_against_england
from sendmetrics.panels.panel import Ask, Panel, by_and_in_all

SUPPORT_TREND = Panel(
    "sen_support_trend",
    (Ask("sen_support_share", every="year"),),
    share_against_england("on SEN support"),
    over_time(),
    "Pupils on SEN support, out of pupils on roll on census day, by school year",
    compares=True,
)
PLAN_TREND = Panel(
    "ehc_plan_trend",
    (Ask("ehc_plan_share", every="year"),),
    share_against_england("have an EHC plan"),
    over_time(),
    "Pupils with an EHC plan, out of pupils on roll on census day, by school year",
    compares=True,
)
BY_PHASE = Panel(
    "sen_support_by_phase",
    (Ask("sen_support_share", by="phase"),),
    range_of("on SEN support, by phase"),
    by_group(),
    "Pupils on SEN support by phase, newest census",
    compares=True,
)
BY_YEAR_GROUP = Panel(
    "sen_support_by_year_group",
    (Ask("sen_support_share", by="year_group"),),
    range_of("on SEN support, by year group"),
    by_group(most=20),
    "Pupils on SEN support by national curriculum year, newest census",
)
BY_MEALS = Panel(
    "sen_support_by_meals",
    (Ask("sen_support_share", by="fsm"),),
    range_of("on SEN support, by free school meals"),
    by_group(),
    "Pupils on SEN support by eligibility for free school meals, newest census",
)
BY_SEX = Panel(
    "sen_support_by_sex",
    (Ask("sen_support_share", by="sex"),),
    range_of("on SEN support, by sex"),
    by_group(),
    "Pupils on SEN support by sex, newest census",
)
BY_ETHNICITY = Panel(
    "sen_support_by_ethnicity",
    (Ask("sen_support_share", by="ethnicity_group"),),
    range_of("on SEN support, by ethnicity"),
    by_group(sort=True),
    "Pupils on SEN support by ethnicity, newest census",
)
PLANS_BY_PHASE = Panel(
    "ehc_plan_by_phase",
    (Ask("ehc_plan_share", by="phase"),),
    range_of("have an EHC plan, by phase"),
    by_group(),
    "Pupils with an EHC plan by phase, newest census",
    compares=True,
)
BY_LOCALITY = Panel(
    "sen_support_by_locality",
    (Ask("sen_support_share", by="locality"),),
    range_of("on SEN support, by local area"),
    by_group(),
    "Pupils on SEN support by local area, newest census",
    compares=True,
)


def _schools(phase: str) -> Panel:
    only = (("phase", (phase,)),)
    return Panel(
        f"sen_support_{phase.lower()}_schools",
        by_and_in_all("sen_support_share", "school", only=only),
        apart_from_all(f"{phase.lower()} schools"),
        standing_apart(),
        f"Pupils on SEN support in {phase.lower()} schools, newest census: share and 99.8% interval of the schools furthest "
        "from all such schools together (diamonds stand apart). Schools differ in whom they take: a place to look, not a verdict",
        about=f"{phase.lower()} schools",
    )


PRIMARY_SCHOOLS = _schools("Primary")
SECONDARY_SCHOOLS = _schools("Secondary")

SECTIONS = {
    "Is the share rising?": (SUPPORT_TREND, PLAN_TREND),
    "Which schools stand apart?": (PRIMARY_SCHOOLS, SECONDARY_SCHOOLS),
}
TABS = {
    "Phases and local areas": (BY_PHASE, PLANS_BY_PHASE, BY_LOCALITY),
    "Year groups": (BY_YEAR_GROUP,),
    "Pupils": (BY_MEALS, BY_SEX, BY_ETHNICITY),
}
