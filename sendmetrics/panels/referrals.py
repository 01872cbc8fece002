"""Panels on referrals: what is waiting, who is turned away, what comes in, how long the seen had waited."""

from sendmetrics.panels.figures import by_group, counts_over_time, open_by_group, open_over_time, over_time, wait_spans
from sendmetrics.panels.findings import (
    change_of_count,
    highest,
    longest_wait,
    lowest,
    most_over,
    open_over,
    rise_over,
    share_latest,
)
from sendmetrics.panels.panel import Ask, Panel, by_and_in_all

# What was seen or decided longer ago tells of a service as it was then; pooled with this year it tells of neither.
LAST_MONTHS = 12

OPEN = Panel(
    "referrals_open",
    (Ask("referral_to_first_contact_wait", by="service", view="open"),),
    most_over("the standard"),
    open_by_group("standard"),
    "Children referred and not yet seen, by service, each held to its own standard",
)
REJECTED_NEWEST = Panel(
    "referrals_rejected_newest",
    (Ask("referrals_rejected", by="service", every="year", is_newest=True),),
    highest("of referrals rejected"),
    by_group(sort=True),
    "Referrals rejected, out of those accepted or rejected, by service, newest whole year of the decision",
)
REJECTED = Panel(
    "referrals_rejected",
    (Ask("referrals_rejected", by="service", months=LAST_MONTHS),),
    highest("of referrals rejected"),
    by_group(sort=True),
    "Referrals rejected, out of those accepted or rejected in the last 12 whole months, by service",
    instead=(REJECTED_NEWEST,),
)
OPEN_TREND = Panel(
    "referrals_open_trend",
    (Ask("referral_to_first_contact_wait", every="quarter", view="open"),),
    rise_over("the standard", "waiting"),
    open_over_time("standard"),
    "Children referred and not yet seen, at the end of each quarter. Quarters past are as the files tell it now: a child "
    "rejected then and referred again within 12 months was waiting all the time, so that the newest may still rise",
    before=Ask("referral_to_first_contact_wait", view="open", back=12),
)
SEEN_EVER = Panel(
    "referrals_seen_ever",
    (Ask("referral_to_first_contact_wait", by="service", view="completed"),),
    longest_wait("median"),
    wait_spans(),
    "Wait of children who were seen, from the first referral for the need, all years together: median (dot) to 92nd "
    "percentile",
)
SEEN = Panel(
    "referrals_seen",
    (Ask("referral_to_first_contact_wait", by="service", view="completed", months=LAST_MONTHS),),
    longest_wait("median"),
    wait_spans(),
    "Wait of children who were seen in the last 12 whole months, from the first referral for the need: median (dot) to "
    "92nd percentile",
    instead=(SEEN_EVER,),
)
RECEIVED_NEWEST = Panel(
    "referrals_received_newest",
    (Ask("referrals_received", by="service", every="year", is_newest=True),),
    highest("referrals"),
    by_group(sort=True),
    "Referrals received, by service, newest whole year",
)
RECEIVED = Panel(
    "referrals_received",
    (Ask("referrals_received", every="quarter"), Ask("referrals_received", every="year")),
    change_of_count("referrals"),
    counts_over_time(),
    "Referrals received, by quarter",
    instead=(RECEIVED_NEWEST,),
)
REJECTED_TREND = Panel(
    "referrals_rejected_trend",
    (Ask("referrals_rejected", every="quarter"), Ask("referrals_rejected", every="year")),
    share_latest("of referrals rejected"),
    over_time(),
    "Referrals rejected, out of those accepted or rejected, by quarter of the decision",
)
BY_LOCALITY = Panel(
    "referrals_by_locality",
    by_and_in_all("referral_to_first_contact_wait", "locality", view="open"),
    open_over("the standard", "waiting"),
    open_by_group("standard"),
    "Children referred and not yet seen, by local area",
)
BY_PROVIDER = Panel(
    "referrals_by_provider",
    by_and_in_all("referral_to_first_contact_wait", "provider", view="open"),
    open_over("the standard", "waiting"),
    open_by_group("standard"),
    "Children referred and not yet seen, by provider",
)
REJECTED_BY_PROVIDER = Panel(
    "referrals_rejected_by_provider",
    (Ask("referrals_rejected", by="provider", months=LAST_MONTHS),),
    highest("of referrals rejected"),
    by_group(sort=True),
    "Referrals rejected, out of those accepted or rejected in the last 12 whole months, by provider",
)
COHORT_EVER = Panel(
    "referrals_cohort_ever",
    (Ask("referral_to_first_contact_wait", by="service", view="cohort"),),
    lowest("seen in time"),
    by_group(sort=True),
    "Of children going on to be seen, the share seen within the standard, those still waiting included (Kaplan-Meier), "
    "referrals of all years together",
)
COHORT = Panel(
    "referrals_cohort",
    (Ask("referral_to_first_contact_wait", by="service", view="cohort", months=LAST_MONTHS),),
    lowest("seen in time"),
    by_group(sort=True),
    "Of children first referred in the last 12 whole months and going on to be seen, the share seen within the standard, "
    "those still waiting included (Kaplan-Meier)",
    instead=(COHORT_EVER,),
)
