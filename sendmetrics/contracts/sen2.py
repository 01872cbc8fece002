"""SEN2 person-level return, 2023 to 2026: XML and COLLECT blade CSV share one set of field names.

Item numbers moved between the yearly versions, so fields are known by name;
a column a version lacks is simply empty. Source: FORMATS of the SEN2 return
as published by the Department for Education.
"""

from sendmetrics.contracts.shapes import AUTHORITY, REVIEW_OUTCOME, SCHOOL, Column, Feed

FAMILY = "SEN2 return"

SEN2_RETURNS = Feed(
    name="sen2_returns",
    title="SEN2 return, header",
    family=FAMILY,
    tag="header",
    record="sen2tableid",
    recognised_by=("sen2tableid", "referencedate", "lea"),
    columns=(
        Column("la_code", "text", "Authority that made the return", heading="lea", required=True, pattern=AUTHORITY),
        Column("reference_date", "date", "Day the return describes", heading="referencedate", required=True),
        Column("collection_year", "integer", "Year of the collection", heading="year", lowest=2000, highest=2100),
    ),
)
SEN2_PERSONS = Feed(
    name="sen2_persons",
    title="SEN2 return, persons",
    family=FAMILY,
    tag="person",
    record="persontableid",
    parent="sen2tableid",
    parent_feed="sen2_returns",
    recognised_by=("persontableid", "sen2tableid", "personbirthdate"),
    columns=(
        Column("surname", "text", "Surname", identifies=True),
        Column("forename", "text", "Forename", identifies=True),
        Column("birth_date", "date", "Date of birth", heading="personbirthdate", identifies=True),
        Column("sex", "code", "Sex", heading="sex|gendercurrent", codes="sex"),
        Column("ethnicity", "code", "Ethnicity", codes="ethnicity"),
        Column("postcode", "text", "Home postcode", identifies=True),
        Column("upn", "text", "Unique pupil number", identifies=True),
        Column("uln", "text", "Unique learner number", heading="uniquelearnernumber", identifies=True),
        Column("upn_unknown", "code", "Why there is no UPN or ULN", heading="upnunknown", codes="upn_unknown"),
    ),
)
SEN2_REQUESTS = Feed(
    name="sen2_requests",
    title="SEN2 return, requests",
    family=FAMILY,
    tag="requests",
    record="requeststableid",
    parent="persontableid",
    parent_feed="sen2_persons",
    recognised_by=("requeststableid", "persontableid", "requestoutcome"),
    columns=(
        Column("received_date", "date", "Day the request was received; starts the 20 weeks", heading="receiveddate"),
        Column("request_source", "code", "Who asked", heading="requestsource", codes="request_source"),
        Column("decided_date", "date", "Day the requester was told the decision", heading="requestoutcomedate"),
        Column(
            "decision",
            "code",
            "Decision on the request",
            heading="requestoutcome",
            codes="request_outcome",
            required=True,
        ),
        Column("has_mediation", "flag", "Mediation on the request", heading="requestmediation"),
        Column("has_tribunal", "flag", "Tribunal on the request", heading="requesttribunal"),
        Column("is_exported", "flag", "Moved to another authority before the assessment ended", heading="exported"),
    ),
)
SEN2_ASSESSMENTS = Feed(
    name="sen2_assessments",
    title="SEN2 return, assessments",
    family=FAMILY,
    tag="assessment",
    record="assessmenttableid",
    parent="requeststableid",
    parent_feed="sen2_requests",
    recognised_by=("assessmenttableid", "requeststableid", "assessmentoutcome"),
    columns=(
        Column(
            "outcome",
            "code",
            "Decision on issuing a plan",
            heading="assessmentoutcome",
            codes="assessment_outcome",
            required=True,
        ),
        Column("outcome_date", "date", "Day the plan was issued, or refusal notified", heading="assessmentoutcomedate"),
        Column("has_mediation", "flag", "Mediation on the assessment", heading="assessmentmediation"),
        Column("has_tribunal", "flag", "Tribunal on the assessment", heading="assessmenttribunal"),
        Column("has_20_week_exception", "flag", "An exception to the 20 weeks applied", heading="week20"),
    ),
)
SEN2_NAMED_PLANS = Feed(
    name="sen2_named_plans",
    title="SEN2 return, named plans",
    family=FAMILY,
    tag="namedplan",
    record="namedplantableid",
    parent="assessmenttableid",
    parent_feed="sen2_assessments",
    recognised_by=("namedplantableid", "assessmenttableid", "startdate"),
    columns=(
        Column("start_date", "date", "Start of the current plan, not the first", heading="startdate"),
        Column("ceased_date", "date", "Day the plan ended", heading="ceasedate"),
        Column("cease_reason", "code", "Why the plan ended", heading="ceasereason", codes="cease_reason"),
    ),
)
SETTING_COLUMNS = (
    Column("school_urn", "text", "Establishment", heading="urn", pattern=SCHOOL),
    Column("setting_type", "code", "Setting without an establishment", heading="sensetting", codes="setting_type"),
    Column("placement_rank", "code", "Main or second placement", heading="placementrank", codes="sen_type_rank"),
)
SEN2_PLAN_DETAILS = Feed(
    name="sen2_plan_details",
    title="SEN2 return, settings named in plans",
    family=FAMILY,
    tag="plandetail",
    record="plandetailtableid",
    parent="namedplantableid",
    parent_feed="sen2_named_plans",
    recognised_by=("plandetailtableid", "namedplantableid", "sensetting"),
    columns=SETTING_COLUMNS,
)
SEN2_ACTIVE_PLANS = Feed(
    name="sen2_active_plans",
    title="SEN2 return, plans held",
    family=FAMILY,
    tag="activeplans",
    record="activeplanstableid",
    parent="requeststableid",
    parent_feed="sen2_requests",
    recognised_by=("activeplanstableid", "requeststableid", "lastreview"),
    columns=(
        Column("transferred_from", "text", "Authority the plan came from", heading="transferla", pattern=AUTHORITY),
        Column("review_meeting_date", "date", "Annual review meeting", heading="reviewmeeting"),
        Column("review_outcome", "text", "Annual review decision", heading="reviewoutcome", pattern=REVIEW_OUTCOME),
        Column("review_draft_date", "date", "Draft amended plan issued", heading="reviewdraft"),
        Column("review_decided_date", "date", "Annual review decision letter", heading="lastreview"),
        Column("phase_transfer_due_date", "date", "Phase transfer: plan due", heading="phasetransferduedate"),
        Column("phase_transfer_final_date", "date", "Phase transfer: final plan", heading="phasetransferfinaldate"),
    ),
)
SEN2_PLACEMENTS = Feed(
    name="sen2_placements",
    title="SEN2 return, placements",
    family=FAMILY,
    tag="placementdetail",
    record="placementdetailtableid",
    parent="activeplanstableid",
    parent_feed="sen2_active_plans",
    recognised_by=("placementdetailtableid", "activeplanstableid", "entrydate"),
    columns=(
        *SETTING_COLUMNS,
        Column("ukprn", "text", "Provider number"),
        Column("is_sen_unit", "flag", "In a SEN unit", heading="senunitindicator"),
        Column("is_resourced_provision", "flag", "In resourced provision", heading="resourcedprovisionindicator"),
        Column("entry_date", "date", "Placement started", heading="entrydate"),
        Column("leaving_date", "date", "Placement ended", heading="leavingdate"),
    ),
)
SEN2_NEEDS = Feed(
    name="sen2_needs",
    title="SEN2 return, needs",
    family=FAMILY,
    tag="senneed",
    record="senneedtableid",
    parent="activeplanstableid",
    parent_feed="sen2_active_plans",
    recognised_by=("senneedtableid", "activeplanstableid", "sentype"),
    columns=(
        Column("need_type", "code", "Type of need", heading="sentype", codes="sen_type", required=True),
        Column("need_rank", "code", "Primary or secondary", heading="sentyperank", codes="sen_type_rank"),
    ),
)

FEEDS = (
    SEN2_RETURNS,
    SEN2_PERSONS,
    SEN2_REQUESTS,
    SEN2_ASSESSMENTS,
    SEN2_NAMED_PLANS,
    SEN2_PLAN_DETAILS,
    SEN2_ACTIVE_PLANS,
    SEN2_PLACEMENTS,
    SEN2_NEEDS,
)
