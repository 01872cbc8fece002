"""Every panel by name, so that tests can enumerate them and a link can find one."""

from sendmetrics.panels import ehc, plans, referrals, sen_support, sencos
from sendmetrics.panels.panel import Panel


def all_panels() -> dict[str, Panel]:
    """Panels of all pages, by name."""
    found: dict[str, Panel] = {}
    for module in (ehc, plans, referrals, sencos, sen_support):
        for value in vars(module).values():
            if isinstance(value, Panel):
                found[value.name] = value
    return found
