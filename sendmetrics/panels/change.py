"""Panels on change over time: which ups and downs are more than the usual ones, and whether a target can be relied on."""

from sendmetrics.panels.change_figures import draw_study
from sendmetrics.panels.change_tables import tabulate_study
from sendmetrics.panels.change_words import explain_change, find_change
from sendmetrics.panels.panel import Ask, Panel

PLANS_CHANGE = Panel(
    "plans_in_time_change",
    (Ask("plans_issued_within_20_weeks", every="month"),),
    find_change("Plans in time"),
    draw_study(),
    "New EHC plans issued within 20 weeks, by month of issue; only finished cases count, so a growing backlog does not show",
    has_targets=True,
    adds=explain_change(),
    tabulate=tabulate_study(),
)
REQUESTS_CHANGE = Panel(
    "requests_change",
    (Ask("requests_received", every="month"),),
    find_change("Requests"),
    draw_study(),
    "Requests for an EHC needs assessment received, by month",
    has_targets=True,
    adds=explain_change(),
    tabulate=tabulate_study(),
)
DECISIONS_CHANGE = Panel(
    "decisions_change",
    (Ask("requests_decided_within_6_weeks", every="month"),),
    find_change("Decisions in time", "decision"),
    draw_study("decision"),
    "Requests decided within 6 weeks, by month of receipt, those undecided past 6 weeks counted as late",
    has_targets=True,
    adds=explain_change("decision"),
    tabulate=tabulate_study("decision"),
)
PANELS = (PLANS_CHANGE, REQUESTS_CHANGE, DECISIONS_CHANGE)
