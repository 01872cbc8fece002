"""Panels on what is lost between referral and contact: several waits at once, nothing offered, turned away and back."""

from sendmetrics.panels.figures import by_group
from sendmetrics.panels.findings import nothing_known, share_latest, short_name
from sendmetrics.panels.panel import Answer, Ask, Panel, by_and_in_all
from sendmetrics.panels.referrals import LAST_MONTHS
from sendmetrics.panels.titles import begin_with

# Until the last day on which a child may come back is over, leap years included.
YEAR_OVER, HALF_YEAR_OVER = 367, 185
# Discharges for missed appointments are few: those of one year would tell next to nothing.
TWO_YEARS = 24
# Until the 13 weeks after an assessment are over.
QUARTER_OVER = 92
SUPPORT_NOT_RECORDED = "Its service records no start of support"


def what_came_most(answer: Answer) -> str:
    """Not referred again most often: 45 rejections; what it is too soon to say of is nothing that came."""
    rows = [row for row in answer.results[0].rows if row["value"] and row["breakdown"] not in ("too_soon", "unknown")]
    if not rows:
        return nothing_known(answer)
    row = max(rows, key=lambda row: row["value"])
    if sum(other["value"] == row["value"] for other in rows) > 1:
        return f"{sum(row['value'] for row in rows):,} rejections, none of what came most often"
    noun = "rejections" if row["value"] > 1 else "rejection"
    return begin_with(short_name(row), f" most often: {row['value']:,} {noun}")


def most_left_unseen(answer: Answer) -> str:
    """CAMHS most: 158 left without being seen."""
    rows = [row for row in answer.results[0].rows if row["value"] and row["breakdown"] != "unknown"]
    if not rows:
        return nothing_known(answer)
    row = max(rows, key=lambda row: row["value"])
    left = f"{row['value']:,} left without being seen"
    if sum(other["value"] == row["value"] for other in rows) > 1:
        return f"{left}, of more than one service"
    return begin_with(short_name(row), f"{' most' if len(answer.results[0].rows) > 1 else ''}: {left}")


def nothing_followed(answer: Answer) -> str:
    """12.0% of children assessed: nothing within 13 weeks; or that nobody records when support starts."""
    reasons = {entry["reason"] for result in answer.results for entry in result.left_out}
    if not answer.has_rows and SUPPORT_NOT_RECORDED in reasons:
        return "Start of support not collected"
    return share_latest("of children assessed: nothing within 13 weeks")(answer)


SEVERAL_SERVICES = Panel(
    "waiting_for_several_services",
    by_and_in_all("children_waiting_for_several_services", "locality"),
    share_latest("of waiting children wait for several services"),
    by_group(sort=True),
    "Children referred and not yet seen: the share who wait for two services or more, by local area of the longest wait",
)
WITHOUT_APPOINTMENT = Panel(
    "waiting_without_appointment",
    by_and_in_all("waiting_without_appointment", "service"),
    share_latest("of waits have no appointment offered"),
    by_group(sort=True),
    "Waits of children referred and not yet seen: the share in which no appointment has been offered, by service",
)
WHAT_CAME_NEXT = Panel(
    "rejected_what_came_next",
    (Ask("rejected_referrals_by_what_came_next", by="came_next", months=LAST_MONTHS, followed_days=YEAR_OVER),),
    what_came_most,
    by_group(),
    "Referrals rejected in the last 12 whole months that ended a year ago, by what became of the child at the same service "
    "within 12 months, as it stands now",
    about="rejections",
)
REFERRED_AGAIN = Panel(
    "rejected_referred_again",
    by_and_in_all("rejected_referred_again", "service", months=LAST_MONTHS, followed_days=YEAR_OVER),
    share_latest("of rejections: the child back within a year"),
    by_group(sort=True),
    "Rejections of the last 12 whole months that ended a year ago: the share after which the child was referred to the same "
    "service again within 12 months, by service",
)
REFERRED_AGAIN_BY_REASON = Panel(
    "rejected_referred_again_by_reason",
    by_and_in_all("rejected_referred_again", "reason", months=LAST_MONTHS, followed_days=YEAR_OVER),
    share_latest("of rejections: the child back within a year"),
    by_group(sort=True),
    "Rejections of the last 12 whole months that ended a year ago: the share after which the child was referred to the same "
    "service again within 12 months, by the reason of the rejection",
)
NOT_ATTENDED = Panel(
    "appointments_not_attended",
    by_and_in_all("appointments_not_attended", "service", months=LAST_MONTHS),
    share_latest("of appointments missed, children not brought"),
    by_group(sort=True),
    "Appointments attended or missed in the last 12 whole months, first and later ones: the share to which the child was not brought, by service",
    about="appointments",
)
NOT_ATTENDED_BY_KIND = Panel(
    "appointments_not_attended_by_kind",
    by_and_in_all("appointments_not_attended", "appointment_kind", months=LAST_MONTHS),
    share_latest("of appointments missed, children not brought"),
    by_group(),
    "Appointments attended or missed in the last 12 whole months: the share to which the child was not brought, by kind of appointment",
    about="appointments",
)
DISCHARGED = Panel(
    "discharged_after_missed_appointments",
    by_and_in_all("discharged_after_missed_appointments", "service", months=LAST_MONTHS),
    share_latest("of discharges were for missed appointments"),
    by_group(sort=True),
    "Discharges of the last 12 whole months, rejections apart: the share made because the child was not brought to appointments, by service",
    about="discharges",
)
DISCHARGED_BY_MISSES = Panel(
    "discharged_after_misses_by_number",
    by_and_in_all("discharged_after_missed_appointments", "misses", months=LAST_MONTHS),
    share_latest("of discharges were for missed appointments"),
    by_group(),
    "Discharges of the last 12 whole months, rejections apart: the share made because the child was not brought, by how many appointments were missed",
    about="discharges",
)
LEFT_UNSEEN = Panel(
    "waits_ended_unseen",
    (Ask("waits_ended_unseen", by="service", months=LAST_MONTHS),),
    most_left_unseen,
    by_group(sort=True),
    "Waits from the first referral for the need that ended in the last 12 whole months without a first appointment "
    "attended: rejected and not referred again, moved away, or closed unseen, by service",
    about="waits",
)
MISSED_AND_BACK = Panel(
    "missed_and_back_within_6_months",
    by_and_in_all("missed_and_back_within_6_months", "service", months=TWO_YEARS, followed_days=HALF_YEAR_OVER),
    share_latest("of discharges for misses: the child soon back"),
    by_group(sort=True),
    "Discharges because the child was not brought, of the last 24 whole months that ended half a year ago: the share "
    "after which the child was referred to the same service again within 6 months, by service",
    about="discharges",
)
ASSESSED_ONLY = Panel(
    "assessed_without_support",
    by_and_in_all("assessed_without_support", "service", months=LAST_MONTHS, followed_days=QUARTER_OVER),
    nothing_followed,
    by_group(sort=True),
    "Children whose assessment was complete in the last 12 whole months that ended 13 weeks ago: the share for whom no support "
    "had started within 13 weeks and who had not left as needing no more, by service; where no start of support is "
    "recorded it is not known",
    about="assessments",
)
