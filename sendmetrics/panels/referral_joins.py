"""Panels that set referrals beside EHC casework: whose advice holds assessments up, and how many children both sides know."""

from dataclasses import replace

from sendmetrics.panels.figures import by_group, standing_apart
from sendmetrics.panels.findings import NOTHING, TOO_FEW, apart_from_all, nothing_known, share_latest, short_name
from sendmetrics.panels.panel import Answer, Ask, Chart, Panel, by_and_in_all
from sendmetrics.panels.pupils_referred import tabulate_of_1000
from sendmetrics.panels.referrals import LAST_MONTHS
from sendmetrics.panels.titles import begin_with
from sendmetrics.panels.wording import hidden_words
from sendmetrics.words import say_number

BEFORE = ("over_12_months_before", "up_to_12_months_before", "up_to_6_months_before")
MATCH = Ask("referrals_matched_to_education")


def say_match(answer: Answer) -> str:
    """How many of the referrals name a child whom education knows: of the others nothing can be said either way."""
    rows = answer.results[-1].rows
    if not rows or not rows[0]["denominator"]:
        return "No referral could be matched with the authority's own files."
    numerator, denominator = rows[0]["numerator"], rows[0]["denominator"]
    some = hidden_words(answer.results[-1].audience) if numerator is None else say_number(numerator)
    share = "" if rows[0]["value"] is None else f" ({say_number(rows[0]['value'], 1)}%)"
    return (
        f"Health matched with education: the child of {some} of {say_number(denominator)} referrals{share} is found in the "
        "census before or an EHC return; the others are not found, which is not to have no plan."
    )


def also_waiting(answer: Answer) -> str:
    """31 of 120 held up also wait for that service; not of how many where a group is hidden."""
    rows = answer.results[0].rows
    if not any(row["symbol"] == "c" or row["denominator"] for row in rows):
        return nothing_known(replace(answer, results=answer.results[:1]))
    waiting = next((row["numerator"] for row in rows if row["breakdown"] == "waiting"), 0)
    if waiting is None:
        return TOO_FEW
    known = [row["numerator"] for row in rows]
    whole = f" of {say_number(sum(known))}" if None not in known else ""
    return f"{say_number(waiting)}{whole} held up also wait for that service"


def most_held_up(answer: Answer) -> str:
    """Speech and language holds up most: 45 open assessments."""
    rows = [row for row in answer.results[0].rows if row["numerator"] and row["breakdown"] != "unknown"]
    if not rows:
        is_known = all(row["numerator"] is not None for row in answer.results[0].rows)
        return "No assessment held up past 6 weeks" if is_known and answer.has_rows else nothing_known(answer)
    row = max(rows, key=lambda row: row["numerator"])
    noun = "assessment" if row["numerator"] == 1 else "assessments"
    if len([other for other in rows if other["numerator"] == row["numerator"]]) > 1:
        return f"{row['numerator']:,} {noun} held up, by more than one adviser"
    is_sure = all(other["numerator"] is not None for other in answer.results[0].rows)
    return begin_with(short_name(row), f" holds up {'most: ' if is_sure else ''}{row['numerator']:,} {noun}")


def missed_with_plan_or_request(answer: Answer) -> str:
    """34 discharged after misses with a plan or open request; "at least" where one of the two numbers is hidden."""
    rows = {row["breakdown"]: row for row in answer.results[0].rows}
    known = [rows[code]["numerator"] for code in ("plan", "request") if code in rows]
    if not known or all(number is None for number in known):
        return nothing_known(replace(answer, results=answer.results[:1]))
    least = "At least " if None in known else ""
    number = sum(filter(None, known))
    if not number and least:
        return TOO_FEW
    return f"{least}{number:,} discharged after misses with plan or request"


def before_the_request(answer: Answer) -> str:
    """312 of 420 first referrals came before the request; "at least" where a number is hidden."""
    rows = answer.results[0].rows
    if not any(row["value"] for row in rows):
        return nothing_known(replace(answer, results=answer.results[:1]))
    before = [row["value"] for row in rows if row["breakdown"] != "after"]
    number = sum(filter(None, before))
    if None in [row["value"] for row in rows]:
        return f"At least {number:,} first referrals came before the request" if number else TOO_FEW
    return f"{number:,} of {sum(row['value'] for row in rows):,} first referrals came before the request"


def seen_by_then(answer: Answer) -> str:
    """120 of 312 referred before had been seen by then."""
    rows = {row["breakdown"]: row["value"] for row in answer.results[0].rows}
    if not any(rows.values()):
        return nothing_known(replace(answer, results=answer.results[:1]))
    if rows.get("seen", 0) is None:
        return TOO_FEW
    whole = "" if None in rows.values() else f" of {sum(rows.values()):,}"
    return f"{rows.get('seen', 0):,}{whole} referred before had been seen by then"


def bars_or_nothing(answer: Answer) -> Chart:
    """One bar a group; where there is nothing there is still a match to tell, and so a chart of nothing."""
    chart = by_group()(answer)
    return Chart(chart.figure, chart.alt or NOTHING)


HELD_UP = Panel(
    "assessments_held_up_by_service",
    (Ask("assessments_held_up_by_service", by="adviser"),),
    most_held_up,
    by_group(sort=True),
    "Open EHC assessments with advice outstanding: the share for which it is past its 6 weeks, by adviser; one that waits for "
    "two counts for each",
    about="assessments",
)
HELD_UP_BY_OWN_LIST = Panel(
    "assessments_held_up_by_own_list",
    (Ask("assessments_held_up_by_service", by="own_list"), MATCH),
    also_waiting,
    bars_or_nothing,
    "Open EHC assessments with advice outstanding: the share for which it is past its 6 weeks, by whether the child also "
    "waits on the list of the service that owes it",
    about="assessments",
    adds=say_match,
)
MATCHED = Panel(
    "referrals_matched_to_education",
    (Ask("referrals_matched_to_education", by="service"), MATCH),
    share_latest("of referrals matched with education"),
    by_group(sort=True),
    "Referrals whose child the school census before a referral, or an EHC return, names too, by service",
    about="referrals",
    adds=say_match,
)
DISCHARGED_WITH_PLAN = Panel(
    "discharged_after_misses_by_ehc_standing",
    (Ask("discharged_after_missed_appointments", by="ehc_standing", months=LAST_MONTHS), MATCH),
    missed_with_plan_or_request,
    bars_or_nothing,
    "Discharges of the last 12 whole months, rejections apart: the share made because the child was not brought, by whether the child had an EHC "
    "plan in force or an open request on the day",
    about="discharges",
    adds=say_match,
)
PUPILS_REFERRED = Panel(
    "pupils_referred_by_locality",
    by_and_in_all("pupils_referred", "locality"),
    apart_from_all("local areas"),
    standing_apart(of=1000),
    "Of every 1,000 pupils on roll, those referred to a service in the last 12 months, by local area of the school, with "
    "99.8% intervals (Wilson)",
    about="pupils",
    tabulate=tabulate_of_1000,
)
PUPILS_REFERRED_BY_SCHOOL = Panel(
    "pupils_referred_by_school",
    by_and_in_all("pupils_referred", "school"),
    apart_from_all("schools"),
    standing_apart(of=1000),
    "Of every 1,000 pupils on roll, those referred to a service in the last 12 months, by school, with 99.8% intervals "
    "(Wilson)",
    about="pupils",
    tabulate=tabulate_of_1000,
)
BEFORE_OR_AFTER = Panel(
    "referrals_before_or_after_request",
    (Ask("referrals_before_or_after_request", by="referral_timing"), MATCH),
    before_the_request,
    bars_or_nothing,
    "Of children with an EHC request, the first referral to each service, by how long before the request it came, or after",
    about="requests",
    adds=say_match,
)
SEEN_BY_REQUEST = Panel(
    "referrals_seen_by_request",
    (
        Ask("referrals_before_or_after_request", by="seen_by_request", only=(("referral_timing", BEFORE),)),
        MATCH,
    ),
    seen_by_then,
    bars_or_nothing,
    "Of services to which a child had been referred before the EHC request, those that had seen the child by then",
    about="requests",
    adds=say_match,
)
