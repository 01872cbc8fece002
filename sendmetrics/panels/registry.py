"""Every panel by name, so that tests can enumerate them and a link can find one."""

from sendmetrics.panels import (
    advice,
    change,
    clocks,
    cohorts,
    commissioning,
    ehc,
    late_plans,
    losses,
    open_cases,
    plans,
    published,
    pupils_referred,
    referral_equity,
    referral_joins,
    referral_steps,
    referrals,
    sen_support,
    sencos,
    stages,
    waiting,
    who_waits,
)
from sendmetrics.panels.back_test import BACK_TEST
from sendmetrics.panels.outlook import EXPECTED_RATE, EXPECTED_TO_PASS, OutlookPanel
from sendmetrics.panels.panel import Panel
from sendmetrics.panels.queue_facts import KEEPING_UP
from sendmetrics.panels.queue_flow import CHANGES, FLOW
from sendmetrics.panels.queues import QueuePanel

MODULES = (
    advice,
    change,
    clocks,
    cohorts,
    commissioning,
    ehc,
    late_plans,
    losses,
    open_cases,
    plans,
    published,
    pupils_referred,
    referral_equity,
    referral_steps,
    referral_joins,
    referrals,
    sen_support,
    sencos,
    stages,
    waiting,
    who_waits,
)


def all_panels() -> dict[str, Panel]:
    """Panels of all pages, by name."""
    found: dict[str, Panel] = {}
    for module in MODULES:
        for value in vars(module).values():
            for panel in value if isinstance(value, tuple) else (value,):
                if isinstance(panel, Panel):
                    found[panel.name] = panel
    return found


def all_outlook_panels() -> dict[str, OutlookPanel]:
    """Panels on what is expected, by name."""
    return {panel.name: panel for panel in (EXPECTED_RATE, EXPECTED_TO_PASS, BACK_TEST)}


def all_queue_panels() -> dict[str, QueuePanel]:
    """Panels on one service's queue, by name."""
    return {panel.name: panel for panel in (KEEPING_UP, FLOW, *CHANGES)}
