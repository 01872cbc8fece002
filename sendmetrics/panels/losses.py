"""Panels on what is lost between referral and contact: several waits at once, nothing offered, turned away and back."""

from sendmetrics.panels.figures import by_group
from sendmetrics.panels.findings import share_latest
from sendmetrics.panels.panel import Ask, Panel

SEVERAL_SERVICES = Panel(
    "waiting_for_several_services",
    (
        Ask("children_waiting_for_several_services", by="locality"),
        Ask("children_waiting_for_several_services"),
    ),
    share_latest("of waiting children wait for several services"),
    by_group(sort=True),
    "Children referred and not yet seen: the share who wait for two services or more, by local area of the longest wait",
)
WITHOUT_APPOINTMENT = Panel(
    "waiting_without_appointment",
    (Ask("waiting_without_appointment", by="service"), Ask("waiting_without_appointment")),
    share_latest("of waiting children have no appointment offered"),
    by_group(sort=True),
    "Children referred and not yet seen: the share to whom no appointment has been offered, by service",
)
