"""Every panel by name, so that tests can enumerate them and a link can find one."""

from sendmetrics.panels import (
    change,
    cohorts,
    ehc,
    open_cases,
    published,
    referrals,
    sen_support,
    sencos,
    stages,
    who_waits,
)
from sendmetrics.panels.panel import Panel

MODULES = (
    change,
    cohorts,
    ehc,
    open_cases,
    published,
    referrals,
    sen_support,
    sencos,
    stages,
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
