"""The table of what case systems note of EHC cases between the days the returns hold."""

from sendmetrics.contracts.shapes import Column, Table
from sendmetrics.contracts.tables_of_cases import KNOWN_TO
from sendmetrics.contracts.tables_of_people_and_places import LA_CODE, ORIGIN, PERSON_ID

CASE_EVENTS = Table(
    "case_events",
    "Events of EHC cases that the returns have no date for: drafts, panels, consultations and others.",
    columns=(
        Column("event_id", "text", "The event"),
        Column("request_id", "text", "The request it belongs to, where it could be matched"),
        LA_CODE,
        PERSON_ID,
        Column("event", "code", "What happened", codes="case_event"),
        Column("event_date", "date", "Day it happened"),
        Column("exception_code", "code", "Exception to the 20 weeks", codes="ehc_exception"),
        Column("has_exception_evidence", "flag", "Whether the file says what shows the exception applied"),
        Column("exception_from_date", "date", "Exception from"),
        Column("exception_to_date", "date", "Exception to"),
        KNOWN_TO,
        *ORIGIN,
    ),
    key=("event_id",),
    appears="event_date",
    first_date="event_date",
    last_date="known_to",
    filled_by=("ehc_events",),
    sorted_by=("la_code", "event", "event_date", "event_id"),
)
