"""Who waits longer for a service and who is turned away more often: groups side by side with their intervals."""

from collections.abc import Callable

from sendmetrics.panels.charts_by_group import draw_bars
from sendmetrics.panels.figures import MOST_ROWS, chart_of
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel
from sendmetrics.panels.referrals import LAST_MONTHS
from sendmetrics.panels.shares import IN_TIME, TURNED_AWAY, Share
from sendmetrics.panels.tables import Table, as_table
from sendmetrics.panels.who_waits import NEEDS, TWO_GROUPS, draw_shares, gap_between, groups_apart
from sendmetrics.panels.wording import say_count_of

WAIT = "referral_to_first_contact_wait"
GROUPS = {
    "sex": "by sex",
    "ethnicity_group": "by ethnic group",
    "language": "by first language at the newest census that gives it",
    "deprivation": "by fifth of local areas by deprivation, as the authority gives it",
    "fsm": "by eligibility for free school meals at the census before",
    "looked_after": "by whether the authority looked after the child on the day of the referral (one whom another authority "
    "looks after is among the others)",
    "need": "by primary type of need",
    "age_group": "by age group at the census before",
    "phase": "by phase of the school",
    "locality": "by local area",
}
CHOOSE = "Choose a service"
MIXED = (
    "The services in view have different standards, so no share within them is given, only how many waits are counted."
)
CHOOSE_TO_COMPARE = (
    "Services turn away more or fewer, and groups are referred to different ones: choose one to compare like with like."
)


def has_several_standards(answer: Answer) -> bool:
    """Whether the services in view are held to different limits, so that a share within them would mean nothing.

    A group that happens to hold one service has a share, which is none to set beside those of groups with another.
    """
    # Of one service chosen a share that is not available is one not followed long enough.
    whole = answer.results[1].rows
    return not _is_of_one_service(answer) and any(row["symbol"] == "x" and row["count"] != 0 for row in whole)


def _is_of_one_service(answer: Answer) -> bool:
    return len(dict(answer.results[0].question.where).get("service", ())) == 1


def _unless_mixed(find: Callable[[Answer], str]) -> Callable[[Answer], str]:
    def say(answer: Answer) -> str:
        return CHOOSE if has_several_standards(answer) else find(answer)

    return say


def _draw_waits(answer: Answer) -> Chart:
    """Shares with their intervals; of several standards how many children there are in each group."""
    if not has_several_standards(answer):
        return draw_shares(IN_TIME)(answer)
    result = answer.results[0]
    rows = sorted(result.rows, key=lambda row: -(row["count"] or 0))[:MOST_ROWS]
    labels = [say_count_of(row["count"], result.audience) for row in rows]
    said = [f"{row['label']}: {label} waits" for row, label in zip(rows, labels, strict=True)]
    figure = draw_bars([row["label"] for row in rows], [row["count"] for row in rows], labels, said)
    by_name = dict(zip((row["breakdown"] for row in rows), said, strict=True))
    return chart_of(figure, result, lambda row, _: by_name[row["breakdown"]], rows)


def _tabulate_waits(answer: Answer) -> Table:
    """The cohort's figures; of several standards without the shares, which the chart does not give either."""
    result = answer.results[0]
    table = as_table(result)
    if not has_several_standards(answer):
        return table
    counts = tuple((row["label"] or "Not known", say_count_of(row["count"], result.audience)) for row in result.rows)
    return Table(table.caption, (table.headings[0], "Waits"), counts)


def _find(by: str, share: Share) -> Callable[[Answer], str]:
    return gap_between(by, share) if by in TWO_GROUPS else groups_apart(by, share)


def _say_apart(by: str, share: Share) -> str:
    rule = (
        "A gap is named where its 95% interval leaves out nought"
        if by in TWO_GROUPS
        else "A group stands apart where its 99.8% interval leaves out the share of all"
    )
    return f"{rule}: {share.first} a diamond, {share.second} a triangle"


WAITS_BY_GROUP = tuple(
    Panel(
        f"referral_waits_by_{by}",
        (Ask(WAIT, by=by, view="cohort", months=LAST_MONTHS), Ask(WAIT, view="cohort", months=LAST_MONTHS)),
        _unless_mixed(_find(by, IN_TIME)),
        _draw_waits,
        "Of children first referred in the last 12 whole months and going on to be seen, the share seen within the standard "
        "with its 95% interval, those still waiting "
        f"included (Kaplan-Meier; Wilson where nobody or everybody was in time), {said}. {_say_apart(by, IN_TIME)}",
        tabulate=_tabulate_waits,
        adds=lambda answer: MIXED if has_several_standards(answer) else "",
        needs=NEEDS.get(by, ()),
    )
    for by, said in GROUPS.items()
)
REJECTED_BY_GROUP = tuple(
    Panel(
        f"referrals_rejected_by_{by}",
        (Ask("referrals_rejected", by=by, months=LAST_MONTHS), Ask("referrals_rejected", months=LAST_MONTHS)),
        _find(by, TURNED_AWAY),
        draw_shares(TURNED_AWAY),
        "Referrals rejected, out of those accepted or rejected in the last 12 whole months, with the 95% interval of each "
        "share (Wilson), "
        f"{said}. {_say_apart(by, TURNED_AWAY)}",
        about="referrals",
        adds=lambda answer: "" if _is_of_one_service(answer) else CHOOSE_TO_COMPARE,
        needs=NEEDS.get(by, ()),
    )
    for by, said in GROUPS.items()
)
