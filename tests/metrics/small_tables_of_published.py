"""Small made-up tables whose cases stand just within and just past every limit and band of the published figure."""

import datetime

from hypothesis import strategies as st
from small_tables import DAYS, Tables, casework, casework_with_advice

BANDS = (6, 16, 20, 26, 40, 52, 104)
# The last day of a band, the day after it, and one before the start.
TIMES = [datetime.timedelta(days) for weeks in BANDS for days in (7 * weeks, 7 * weeks + 1)] + [datetime.timedelta(-1)]
# A plan falls due today, in thirty days and the day after those.
LEFT = [datetime.timedelta(140 - days) for days in (0, 30, 31)]
SILENT = [datetime.timedelta(days) for days in (27, 28, 29)]
often = st.booleans()


def _receive(request: dict, day: datetime.date) -> None:
    """The request came on another day; its decision stays where it was."""
    request["received_date"] = day
    if request["decision"] != "H":
        request["appears_date"] = day


@st.composite
def ended_casework(draw: st.DrawFn) -> Tables:
    """Many assessments end on the last day of a band or on the day after it."""
    tables = draw(casework())
    for assessment in tables["assessments"]:
        request = next(row for row in tables["requests"] if row["request_id"] == assessment["request_id"])
        if assessment["outcome_date"] and draw(often):
            _receive(request, assessment["outcome_date"] - draw(st.sampled_from(TIMES)))
    return tables


@st.composite
def open_casework(draw: st.DrawFn) -> Tables:
    """Many open cases are as old as a band, or a day older, on the newest day."""
    tables = draw(casework())
    for request in tables["requests"]:
        if draw(often):
            _receive(request, DAYS[-1] - draw(st.sampled_from([*TIMES[:-1], *LEFT])))
    return tables


@st.composite
def silent_casework(draw: st.DrawFn) -> Tables:
    """Many requests and much of the advice came, were decided or were asked 27, 28 or 29 days before the newest day."""
    tables = draw(casework_with_advice())
    for request in tables["requests"]:
        if request["decided_date"] and draw(often):
            request["decided_date"] = request["decision_known_date"] = DAYS[-1] - draw(st.sampled_from(SILENT))
        elif draw(often):
            _receive(request, DAYS[-1] - draw(st.sampled_from(SILENT)))
    for advice in tables["advice"]:
        if draw(often):
            column = draw(st.sampled_from(["requested_date", "received_date"]))
            advice[column] = DAYS[-1] - draw(st.sampled_from(SILENT))
    events = [
        {
            "event_id": f"e{number}",
            "request_id": draw(st.sampled_from(["r0", "r1", None])),
            "la_code": draw(st.sampled_from(["999", "998"])),
            "event": "note",
            "event_date": DAYS[-1] - draw(st.sampled_from([*SILENT, *TIMES[:4]])),
            "known_to": draw(st.sampled_from(DAYS)),
        }
        for number in range(draw(st.integers(0, 3)))
    ]
    return tables | {"case_events": events}


TABLES_OF_PUBLISHED = dict.fromkeys(
    (
        "assessments_ended_without_plan",
        "cases_in_the_20_week_rate",
        "decisions_made_within_6_weeks",
        "no_plan_decisions_within_16_weeks",
        "plans_issued_after_20_to_52_weeks",
        "plans_issued_after_52_weeks",
        "plans_issued_within_20_weeks_excluding_exceptions_with_appeals",
        "plans_issued_within_20_weeks_with_appeals",
        "plans_with_exception",
        "requests_refused_of_decided",
        "weeks_to_plan",
    ),
    ended_casework(),
) | {"assessments_open": open_casework(), "assessments_stalled": silent_casework()}
