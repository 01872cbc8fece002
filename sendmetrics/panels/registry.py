"""Every panel by name, so that tests can enumerate them and a link can find one."""

from sendmetrics.panels import (
    advice,
    change,
    cohorts,
    commissioning,
    ehc,
    late_plans,
    open_cases,
    plans,
    published,
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

MODULES = (
    advice,
    change,
    cohorts,
    commissioning,
    ehc,
    late_plans,
    open_cases,
    plans,
    published,
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
