"""Tables of EHC plans once they are issued: plans in force, settings, needs, annual reviews, phase transfers."""

from sendmetrics.contracts.shapes import Column, Event, Table
from sendmetrics.contracts.tables_of_cases import KNOWN_TO, OBSERVED_TO
from sendmetrics.contracts.tables_of_people_and_places import LA_CODE, LOCALITY_CODE, ORIGIN, PERSON_ID, SCHOOL_URN

RECEPTION_YEAR = Column(
    "reception_year", "integer", "Academic year in which children of that age are in Reception, from the date of birth"
)
ENDED = Column("ended_date", "date", "Ended, else replaced, else reference date of the first return without it")
OBSERVED_FROM = Column("observed_from_date", "date", "First day of the earliest return's year")

PLANS = Table(
    "plans",
    "EHC plans named or held in the returns: one row a plan, over all returns.",
    columns=(
        Column("plan_id", "text", "The plan"),
        Column("request_id", "text", "The request it followed"),
        LA_CODE,
        PERSON_ID,
        Column("home_locality_code", "text", "Local area of the home"),
        Column("census_need_type", "code", "Primary type of need at the census before the request", codes="sen_type"),
        RECEPTION_YEAR,
        Column("plan_origin", "code", "How the plan came to be here", codes="plan_origin"),
        Column("appears_date", "date", "In force here from: issued, else the first day a return vouches for"),
        Column("start_date", "date", "Issued, else earliest start of the current plan told; never the end of a wait"),
        Column("is_ceased", "flag", "Ended, whether or not the day is known"),
        Column("ceased_date", "date", "Ended"),
        Column("cease_reason", "code", "Why it ended", codes="cease_reason"),
        Column("ceased_known_date", "date", "Ended, else reference date of the return that first said so"),
        Column("is_held", "flag", "Held on the reference date of the newest return that tells of the case"),
        Column("transferred_from", "text", "Authority it came from"),
        OBSERVED_FROM,
        KNOWN_TO,
        OBSERVED_TO,
        Column("missing_from_date", "date", "First later return that does not hold the plan, and does not end it"),
        *ORIGIN,
    ),
    key=("plan_id",),
    appears="appears_date",
    events=(
        Event("ceased_known_date", (("is_ceased", "false"), ("ceased_date", "null"), ("cease_reason", "null"))),
        Event("missing_from_date", (("missing_from_date", "null"),)),
    ),
    first_date="observed_from_date",
    last_date="known_to",
    filled_by=("sen2_named_plans", "sen2_active_plans"),
)
PLACEMENTS = Table(
    "placements",
    "Settings named in the newest plan, and settings attended over all returns.",
    columns=(
        Column("placement_id", "text", "The placement"),
        Column("request_id", "text", "The request of the plan"),
        LA_CODE,
        PERSON_ID,
        SCHOOL_URN,
        LOCALITY_CODE,
        Column("setting_type", "code", "Setting without an establishment", codes="setting_type"),
        Column("placement_rank", "code", "Main or second", codes="sen_type_rank"),
        Column("placement_group", "code", "Kind of setting", codes="placement_group"),
        Column("is_named", "flag", "Named in the plan rather than attended"),
        Column("entry_date", "date", "Started"),
        Column("leaving_date", "date", "Left, as the newest return says"),
        Column("appears_date", "date", "Started, else reference date of the first return that tells it"),
        ENDED,
        *ORIGIN,
    ),
    key=("placement_id",),
    appears="appears_date",
    events=(Event("leaving_date", (("leaving_date", "null"),)), Event("ended_date", (("ended_date", "null"),))),
    filled_by=("sen2_placements", "sen2_plan_details"),
)
NEEDS = Table(
    "needs",
    "Types of need of plans held, over all returns.",
    columns=(
        Column("need_id", "text", "The need"),
        Column("request_id", "text", "The request of the plan"),
        LA_CODE,
        PERSON_ID,
        Column("need_type", "code", "Type of need", codes="sen_type"),
        Column("need_rank", "code", "Primary or secondary", codes="sen_type_rank"),
        Column("appears_date", "date", "Reference date of the return that first said so"),
        Column("ended_date", "date", "Reference date of the first later return of the plan without it"),
        *ORIGIN,
    ),
    key=("need_id",),
    appears="appears_date",
    events=(Event("ended_date", (("ended_date", "null"),)),),
    filled_by=("sen2_needs",),
)
ANNUAL_REVIEWS = Table(
    "annual_reviews",
    "Annual reviews recorded in the returns: one row a meeting, over all returns, and one a plan held without any.",
    columns=(
        Column("annual_review_id", "text", "The review"),
        Column("request_id", "text", "The request of the plan"),
        LA_CODE,
        PERSON_ID,
        Column("review_meeting_date", "date", "Meeting"),
        Column("review_decided_date", "date", "Decision letter of that meeting"),
        Column("review_draft_date", "date", "Draft amended plan"),
        Column("review_outcome", "text", "Decision"),
        Column("appears_date", "date", "Meeting, else decision, else reference date; not before the plan"),
        Column("next_meeting_date", "date", "The next meeting told of"),
        OBSERVED_FROM,
        Column("known_to", "date", "Reference date of the last return that gave it as the last meeting"),
        OBSERVED_TO,
        *ORIGIN,
    ),
    key=("annual_review_id",),
    appears="appears_date",
    events=(
        Event("review_decided_date", (("review_decided_date", "null"), ("review_outcome", "null"))),
        Event("review_draft_date", (("review_draft_date", "null"),)),
        Event("next_meeting_date", (("next_meeting_date", "null"),)),
    ),
    first_date="observed_from_date",
    last_date="known_to",
    filled_by=("sen2_active_plans",),
)
PHASE_TRANSFERS = Table(
    "phase_transfers",
    "Reviews before a change of phase: one row a plan and year, as the returns from 2026 on give them.",
    columns=(
        Column("phase_transfer_id", "text", "The phase transfer"),
        Column("request_id", "text", "The request of the plan"),
        LA_CODE,
        PERSON_ID,
        Column("due_date", "date", "Final plan due"),
        Column("final_date", "date", "Final plan issued"),
        Column(
            "appears_date", "date", "Due, else reference date of the first return that tells it; not before the plan"
        ),
        KNOWN_TO,
        OBSERVED_TO,
        *ORIGIN,
    ),
    key=("phase_transfer_id",),
    appears="appears_date",
    events=(Event("final_date", (("final_date", "null"),)),),
    first_date="appears_date",
    last_date="known_to",
    filled_by=("sen2_active_plans",),
)
