"""The diagnosis in words: each mechanism with its evidence, the finding, the table, and what the words rest on."""

from collections.abc import Callable

from sendmetrics.contracts.reference import read_reference
from sendmetrics.panels.diagnosing import (
    AFTER_THE_WAIT,
    BOTTLENECK,
    Diagnosis,
    Evidence,
    Share,
    labels_of_diagnoses,
    read_thresholds,
)
from sendmetrics.panels.diagnosis import METRICS, Diagnosed
from sendmetrics.panels.tables import Table
from sendmetrics.panels.titles import MOST_WORDS, begin_with
from sendmetrics.panels.waiting import WEEK_DAYS
from sendmetrics.panels.wording import say_sources
from sendmetrics.words import lower_first, say_date, say_days, say_list, say_number, upper_first

LEAST_SHARE_SAID = 10
NO_CAUSE = "no cause of its long waits found by the thresholds we use"
NOTHING_FOUND = "Nothing stands out: no mechanism reaches its threshold."


def _say_demand(found: Diagnosis) -> str:
    one = found.evidence
    return f"{one.joined:,} children joined the list in {one.weeks} weeks and {one.left:,} left it, seen or not"


def _say_triage(found: Diagnosis) -> str:
    done, waiting = found.evidence.triage_days, found.evidence.untriaged_days
    said = []
    if done is not None:
        said.append(f"half of the referrals triaged in 12 months had waited {say_days(done)} or more for it")
    if waiting is not None:
        said.append(f"half of those not triaged yet have waited {say_days(waiting)} or more")
    return "; ".join(said)


def _say_percent(share: Share) -> str:
    return f"{say_number(share.percent, 1)}% of {share.base:,}"


def _beside(found: Diagnosis, name: str) -> str:
    others = found.others.get(name)
    return f" (other services together {say_number(others.percent, 1)}%)" if others else ""


def _say_rejection(found: Diagnosis) -> str:
    one = found.evidence
    said = f"{_say_percent(one.rejected)} referrals decided in 12 months were rejected{_beside(found, 'rejected')}"
    return said + (
        f"; after {_say_percent(one.back)} earlier rejections the child was back within a year" if one.back else ""
    )


def _say_loop(found: Diagnosis) -> str:
    one = found.evidence
    return (
        f"{one.loops.counted:,} of {one.loops.base:,} children accepted in 12 months had been sent to another service first; "
        f"half of them had waited {say_days(one.loop_days)} or more to be accepted"
    )


def _say_missed(found: Diagnosis) -> str:
    one = found.evidence
    return (
        f"the child was not brought to {_say_percent(one.missed)} appointments in 12 months{_beside(found, 'missed')}"
    )


def _say_nothing_after(found: Diagnosis) -> str:
    one = found.evidence.unsupported
    return (
        f"{one.counted:,} of {one.base:,} children assessed in 12 months ({say_number(one.percent, 1)}%) had no support "
        "started 13 weeks later, and had not left as needing no more; or its start was not recorded"
    )


def _say_batching(found: Diagnosis) -> str:
    one = found.evidence
    return f"in {one.idle_weeks.counted} of {one.idle_weeks.base} weeks nobody was seen though children waited"


def _say_tail(found: Diagnosis) -> str:
    one = found.evidence
    return (
        f"half of those waiting have waited {say_days(one.median_days)} or more, one in twelve {say_days(one.p92_days)} or "
        f"more; {one.over_52_weeks.counted:,} of {one.over_52_weeks.base:,} over 52 weeks"
    )


SAY: dict[str, Callable[[Diagnosis], str]] = {
    "demand_above_capacity": _say_demand,
    "slow_triage": _say_triage,
    "rejection_and_return": _say_rejection,
    "prerequisite_loop": _say_loop,
    "missed_appointments": _say_missed,
    "batching": _say_batching,
    "long_tail": _say_tail,
    AFTER_THE_WAIT: _say_nothing_after,
}


def say_mechanisms(found: Diagnosis) -> list[str]:
    """Each mechanism with its evidence: Demand above capacity: 266 children joined the list ..."""
    labels = labels_of_diagnoses()
    return [f"{labels[name]}: {SAY[name](found)}" for name in found.mechanisms]


def find_diagnosis(diagnosed: Diagnosed) -> str:
    """Speech and language is the bottleneck: demand above capacity; at most ten words, rather fewer than a name cut."""
    labels = labels_of_diagnoses()
    named = [each for each in diagnosed.services if each.mechanisms or each.is_unexplained]
    if not named:
        return "No service stands out by the thresholds we use"
    first = named[0]
    if first.is_unexplained:
        return begin_with(first.evidence.short, ": most weeks over standard, no cause found")
    reason = lower_first(labels[first.mechanisms[0]])
    is_the = " is the bottleneck" if first.is_bottleneck else ""
    whole = f"{first.evidence.short}: {reason}"
    if is_the and len(f"{first.evidence.short}{is_the}: {reason}".split()) > MOST_WORDS >= len(whole.split()):
        return whole
    return begin_with(first.evidence.short, f"{is_the}: {reason}")


def say_why(found: Diagnosis) -> str:
    """One service in two sentences: why children wait for it, and what it holds of all waiting over the standard."""
    one, labels = found.evidence, labels_of_diagnoses()
    reasons = say_list(lower_first(labels[name]) for name in found.mechanisms)
    if found.is_unexplained:
        reasons = "; ".join(filter(None, (reasons, NO_CAUSE)))
    if found.is_bottleneck:
        said = f"{one.label} is the bottleneck: {say_list(lower_first(labels[name]) for name in found.reasons)}."
        said += "" if found.reasons == found.mechanisms else f" Besides: {lower_first(labels[AFTER_THE_WAIT])}."
    else:
        said = f"{one.label}: {reasons}." if reasons else f"{one.label}: nothing stands out by the thresholds we use."
    if one.share_of_days_over is None or one.share_of_days_over < LEAST_SHARE_SAID:
        return said
    weeks = say_number(one.days_over / WEEK_DAYS)
    return (
        f"{said} It holds {say_number(one.share_of_days_over)}% of all weeks waited over the standard ({weeks} weeks)."
    )


def _say_found(found: Diagnosis) -> list[str]:
    labels = labels_of_diagnoses()
    return [
        *(["Most weeks over the standard, no cause found"] if found.is_unexplained else []),
        *(labels[name] for name in found.mechanisms),
    ]


def tabulate_diagnoses(diagnosed: Diagnosed) -> Table:
    """One row a service: what it holds of all waiting over the standard, what is found, and the evidence."""
    rows = [
        (
            each.evidence.label,
            _say_share(each.evidence, diagnosed.is_whole),
            ("The bottleneck. " if each.is_bottleneck else "") + ("; ".join(_say_found(each)) or "Nothing stands out"),
            ". ".join(upper_first(SAY[name](each)) for name in each.mechanisms) or "",
        )
        for each in diagnosed.services
    ]
    return Table(
        "Why children wait, by service",
        ("Service", "Share of weeks over the standard", "Found", "Evidence"),
        tuple(rows),
    )


def _say_share(one: Evidence, is_whole: bool) -> str:
    """A service's share of all weeks over the standard; why there is none where nobody is over it, or too few to add up."""
    if one.share_of_days_over is not None:
        return f"{say_number(one.share_of_days_over)}%"
    if one.days_over == 0:
        return "none over"
    return "too few" if is_whole else "not of the area"


def say_thresholds() -> list[str]:
    """What each mechanism is named from, for whoever asks; all are local assumptions."""
    return [
        f"- {row['label']}. {row['meaning']} {float(row['value']):g} {row['unit']} ({row['basis'].lower()})."
        for row in read_reference("diagnoses")
    ]


def _say_support_unknown(diagnosed: Diagnosed, service: str) -> list[str]:
    """Of which services nobody can say whether anything followed an assessment."""
    unknown = [each.evidence.label for each in diagnosed.services if each.evidence.service in diagnosed.support_unknown]
    if service:
        unknown = [diagnosed.of(service).evidence.label] if service in diagnosed.support_unknown else []
    elif len(unknown) == len(diagnosed.services):
        return ["Whether anything follows an assessment: not collected."]
    why = "nobody assessed in those months, or no start of support recorded"
    return [f"Whether anything follows an assessment: not known of {say_list(unknown)} ({why})."] if unknown else []


def caption_of(diagnosed: Diagnosed, chosen: str, service: str = "") -> str:
    """What the words rest on: the day, the filters, the files, and that every threshold is a local assumption.

    Of one ``service`` it does not tell what is not known of the others.
    """
    parts = [
        "A mechanism is named where a service's own figures reach a threshold; each threshold is a local assumption, and "
        "rejections and missed appointments must stand apart from the other services besides. The bottleneck holds at "
        f"least {read_thresholds()[BOTTLENECK, 'share_of_weeks_over']:g}% of all weeks waited over the standard, and a mechanism says why. Where figures are too few to show, nothing is said."
    ]
    if not diagnosed.is_whole:
        parts.append("You see some services only: none is set beside the others.")
    parts += _say_support_unknown(diagnosed, service)
    parts += [f"For {chosen}."] if chosen else []
    parts.append(f"As at {say_date(diagnosed.as_at)}, from {say_list(say_sources(METRICS))}.")
    if diagnosed.unused:
        parts.append(f"Not all of it is filtered by {say_list(title.lower() for title in diagnosed.unused)}.")
    return " ".join(parts)
