"""Tables of what a child waits for, each event with its day: requests, assessments, advice, referrals, appointments."""

from sendmetrics.contracts.shapes import Column, Event, Table
from sendmetrics.contracts.tables_of_people_and_places import LA_CODE, LOCALITY_CODE, ORIGIN, PERSON_ID, SCHOOL_URN

NEED_TYPE = Column("need_type", "code", "Primary type of need at the census before", codes="sen_type")
YEAR_GROUP = Column("year_group", "code", "National curriculum year at the census before", codes="year_group")
IS_FSM = Column("is_fsm_eligible", "flag", "Eligible for free school meals at the census before")
# The day asked is of the row, and a period that begins later cannot change it; an extract that comes later can.
IS_LOOKED_AFTER = Column(
    "is_looked_after",
    "flag",
    "Looked after by the authority on the day received or asked, as the newest extract knows it, looking back too; "
    "unknown on days it does not speak for, and of children without a UPN",
)
KNOWN_TO = Column("known_to", "date", "Reference date of the last file that held the row")
OBSERVED_TO = Column("observed_to_date", "date", "Reference date of the newest file of the same source")
MISSING_FROM = Column("missing_from_date", "date", "First later full file of the same source without the row")
CHILD_KEYS = (LA_CODE, PERSON_ID, SCHOOL_URN, LOCALITY_CODE, NEED_TYPE, YEAR_GROUP, IS_FSM)

REQUESTS = Table(
    "requests",
    "Requests for an EHC needs assessment: one row per person and day received, over all returns.",
    columns=(
        Column("request_id", "text", "The request"),
        *CHILD_KEYS,
        IS_LOOKED_AFTER,
        Column("home_locality_code", "text", "Local area of the home"),
        Column("received_date", "date", "Received"),
        Column("appears_date", "date", "First day known of: received, else the first dated trace"),
        Column("request_source", "code", "Who asked", codes="request_source"),
        Column("decision", "code", "Decision on the request", codes="request_outcome"),
        Column("decided_date", "date", "Requester told"),
        Column("decision_known_date", "date", "Decided, else reference date of the return that first said so"),
        Column("is_exported", "flag", "Moved to another authority before the assessment ended"),
        Column("exported_known_date", "date", "Reference date of the return that first said so"),
        Column("has_mediation", "flag", "Mediation on the request"),
        Column("has_tribunal", "flag", "Tribunal on the request"),
        Column("appeal_known_date", "date", "Day the mediation or tribunal flag was first known"),
        Column(
            "observed_from_date",
            "date",
            "First day of the earliest return's year: what ended before is not in the files",
        ),
        KNOWN_TO,
        OBSERVED_TO,
        MISSING_FROM,
        *ORIGIN,
    ),
    key=("request_id",),
    appears="appears_date",
    events=(
        Event("decision_known_date", (("decision", "'A'"), ("decided_date", "null"))),
        Event("exported_known_date", (("is_exported", "false"),)),
        Event("appeal_known_date", (("has_mediation", "false"), ("has_tribunal", "false"))),
        Event("missing_from_date", (("missing_from_date", "null"),)),
    ),
    first_date="observed_from_date",
    last_date="known_to",
    filled_by=("sen2_requests",),
    sorted_by=("la_code", "received_date", "request_id"),
)
ASSESSMENTS = Table(
    "assessments",
    "EHC needs assessments: one row per request that went to assessment.",
    columns=(
        Column("assessment_id", "text", "The assessment"),
        Column("request_id", "text", "The request it followed"),
        LA_CODE,
        PERSON_ID,
        Column("agreed_date", "date", "Agreed to assess, else first dated trace"),
        Column("outcome", "code", "Decision on issuing a plan", codes="assessment_outcome"),
        Column("outcome_date", "date", "Plan issued, or refusal notified"),
        Column("outcome_known_date", "date", "Outcome date, else reference date of the return that first said so"),
        Column("is_plan_agreed", "flag", "Decided to issue a plan, issued or not"),
        Column("plan_agreed_known_date", "date", "First day that decision is known"),
        Column("has_20_week_exception", "flag", "An exception to the 20 weeks applied"),
        Column("has_mediation", "flag", "Mediation on the assessment"),
        Column("has_tribunal", "flag", "Tribunal on the assessment"),
        KNOWN_TO,
        *ORIGIN,
    ),
    key=("assessment_id",),
    appears="agreed_date",
    events=(
        Event(
            "outcome_known_date",
            (
                ("outcome", "'A'"),
                ("outcome_date", "null"),
                ("has_20_week_exception", "false"),
                ("has_mediation", "false"),
                ("has_tribunal", "false"),
            ),
        ),
        Event("plan_agreed_known_date", (("is_plan_agreed", "false"),)),
    ),
    first_date="agreed_date",
    last_date="known_to",
    filled_by=("sen2_assessments",),
)
ADVICE = Table(
    "advice",
    "Advice asked of each adviser for an EHC needs assessment.",
    columns=(
        Column("advice_id", "text", "The advice"),
        Column("request_id", "text", "The request it is for, where it could be matched"),
        *CHILD_KEYS,
        IS_LOOKED_AFTER,
        Column("adviser_service", "code", "Adviser asked", codes="adviser_service"),
        Column("provider_code", "text", "Provider"),
        Column("requested_date", "date", "Asked"),
        Column("received_date", "date", "Came"),
        KNOWN_TO,
        OBSERVED_TO,
        MISSING_FROM,
        *ORIGIN,
    ),
    key=("advice_id",),
    appears="requested_date",
    events=(
        Event("received_date", (("received_date", "null"),)),
        Event("missing_from_date", (("missing_from_date", "null"),)),
    ),
    first_date="requested_date",
    last_date="known_to",
    filled_by=("advice_requests",),
    sorted_by=("la_code", "adviser_service", "requested_date", "advice_id"),
)
REFERRALS = Table(
    "referrals",
    "Referrals: one row per referral, from the newest extract that holds it.",
    columns=(
        Column("referral_id", "text", "The referral"),
        Column("chain_id", "text", "First referral for the same need, carried across rejections and re-referrals"),
        Column("chain_start_date", "date", "Day that first referral was received"),
        Column("chain_contact_date", "date", "First contact within the chain"),
        Column("next_received_date", "date", "Day the next referral of the chain was received"),
        Column(
            "earlier_closed_date",
            "date",
            "Day the last of the chain's earlier referrals was closed; far ahead while one is open",
        ),
        *CHILD_KEYS,
        IS_LOOKED_AFTER,
        Column("service", "code", "Service", codes="service"),
        Column("provider_code", "text", "Provider"),
        Column("source_of_referral", "code", "Who referred", codes="referral_source"),
        Column("received_date", "date", "Received"),
        Column("triaged_date", "date", "Triaged"),
        Column("accepted_date", "date", "Accepted"),
        Column("rejected_date", "date", "Rejected"),
        Column("rejection_reason", "code", "Why rejected", codes="rejection_reason"),
        Column("redirected_to", "code", "Sent to instead", codes="service"),
        Column("first_offer_date", "date", "First appointment offered"),
        Column("first_contact_date", "date", "First appointment attended, triage calls apart"),
        Column("assessed_date", "date", "Assessment complete"),
        Column("intervention_started_date", "date", "Support started"),
        Column("discharge_date", "date", "Discharged"),
        Column("discharge_reason", "code", "Why discharged", codes="discharge_reason"),
        KNOWN_TO,
        OBSERVED_TO,
        MISSING_FROM,
        *ORIGIN,
    ),
    key=("referral_id",),
    appears="received_date",
    events=(
        Event("triaged_date", (("triaged_date", "null"),)),
        Event("accepted_date", (("accepted_date", "null"),)),
        Event("rejected_date", (("rejected_date", "null"), ("rejection_reason", "null"), ("redirected_to", "null"))),
        Event("first_offer_date", (("first_offer_date", "null"),)),
        Event("first_contact_date", (("first_contact_date", "null"),)),
        Event("chain_contact_date", (("chain_contact_date", "null"),)),
        Event("next_received_date", (("next_received_date", "null"),)),
        Event("assessed_date", (("assessed_date", "null"),)),
        Event("intervention_started_date", (("intervention_started_date", "null"),)),
        Event("discharge_date", (("discharge_date", "null"), ("discharge_reason", "null"))),
        Event("missing_from_date", (("missing_from_date", "null"),)),
    ),
    first_date="received_date",
    last_date="known_to",
    filled_by=("referrals",),
    sorted_by=("la_code", "service", "received_date", "referral_id"),
)
APPOINTMENTS = Table(
    "appointments",
    "Appointments offered within a referral.",
    columns=(
        Column("appointment_id", "text", "The appointment"),
        Column("referral_id", "text", "The referral"),
        Column("offered_date", "date", "Offered"),
        Column("appointment_date", "date", "Day of it"),
        Column("kind", "code", "Kind", codes="appointment_kind"),
        Column("attendance", "code", "What came of it", codes="appointment_attendance"),
        *ORIGIN,
    ),
    key=("appointment_id",),
    appears="offered_date",
    events=(Event("appointment_date", (("attendance", "'booked'"),)),),
    filled_by=("appointments",),
)
