"""Every panel by name, so that tests can enumerate them and a link can find one."""

from sendmetrics.panels import ehc, referrals, sen_support, sencos
from sendmetrics.panels.back_test import BACK_TEST
from sendmetrics.panels.outlook import EXPECTED_RATE, EXPECTED_TO_PASS, OutlookPanel
from sendmetrics.panels.panel import Panel


def all_panels() -> dict[str, Panel]:
    """Panels of all pages, by name."""
    found: dict[str, Panel] = {}
    for module in (ehc, referrals, sencos, sen_support):
        for value in vars(module).values():
            if isinstance(value, Panel):
                found[value.name] = value
    return found


def all_outlook_panels() -> dict[str, OutlookPanel]:
    """Panels on what is expected, by name."""
    return {panel.name: panel for panel in (EXPECTED_RATE, EXPECTED_TO_PASS, BACK_TEST)}
