"""Every panel by name, so that tests can enumerate them and a link can find one."""

from sendmetrics.panels import ehc, open_cases, published, referrals, sen_support, sencos
from sendmetrics.panels.panel import Panel


def all_panels() -> dict[str, Panel]:
    """Panels of all pages, by name."""
    found: dict[str, Panel] = {}
    for module in (ehc, referrals, sencos, sen_support, published, open_cases):
        for value in vars(module).values():
            if isinstance(value, Panel):
                found[value.name] = value
    return found
