"""Our own templates: what no national return carries, in one CSV a subject.

UTF-8 CSV, ISO dates, one snapshot a file. Empty means unknown, ``x`` not
collected. Extra columns are ignored and listed.
"""

from sendmetrics.contracts.shapes import ACADEMIC_YEAR, AUTHORITY, BOARD, ORGANISATION, SCHOOL, Column, Feed

FAMILY = "Template"


def person_ref(heading: str = "", is_required: bool = True) -> Column:
    """The column that says which child a row is of."""
    meaning = "The child: UPN, NHS number or agreed reference; replaced by a keyed code on load"
    return Column("person_ref", "text", meaning, heading=heading, required=is_required, identifies=True)


SNAPSHOT_DATE = Column(
    "snapshot_date",
    "date",
    "Day the extract describes",
    heading="snapshot_date|REPORTING PERIOD END DATE",
    required=True,
)
SOURCE = Column("source", "text", "Who made the extract")

ADVICE_REQUESTS = Feed(
    name="advice_requests",
    title="Advice asked for EHC assessments (advice_requests.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("request_id", "person_ref", "adviser_service", "requested_date"),
    key=("request_ref", "adviser_service", "requested_date"),
    in_order=(("requested_date", "received_date"),),
    # Without it all advice would be outstanding, and every adviser accused.
    needed=("received_date",),
    columns=(
        SNAPSHOT_DATE,
        SOURCE,
        Column("request_ref", "text", "The request, as SEN2 numbers it", heading="request_id", required=True),
        person_ref(),
        Column("adviser_service", "code", "Adviser asked", codes="adviser_service", required=True),
        Column("provider_code", "text", "Provider", pattern=ORGANISATION),
        Column("requested_date", "date", "Day advice was asked", required=True),
        Column("received_date", "date", "Day advice came"),
        Column("advice_report_date", "date", "Date of the report"),
        Column("exception_code", "code", "Exception to the 6 weeks for advice", codes="advice_exception"),
        Column("exception_from_date", "date", "Exception from", heading="exception_from"),
        Column("exception_to_date", "date", "Exception to", heading="exception_to"),
        Column("is_existing_advice", "flag", "Advice already held"),
        Column("chased_count", "integer", "Times chased", lowest=0),
    ),
)
EHC_EVENTS = Feed(
    name="ehc_events",
    title="Events of EHC cases (ehc_events.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("request_id", "event", "event_date"),
    in_order=(("exception_from_date", "exception_to_date"),),
    columns=(
        SNAPSHOT_DATE,
        SOURCE,
        Column("request_ref", "text", "The request, as SEN2 numbers it", heading="request_id", required=True),
        person_ref(is_required=False),
        Column("event", "code", "What happened", codes="case_event", required=True),
        Column("event_date", "date", "Day it happened", required=True),
        Column("exception_code", "code", "Exception to the 20 weeks", codes="ehc_exception"),
        # Whatever was typed may tell of the child: only whether anything was typed goes further.
        Column("exception_evidence", "text", "What shows that the exception applied", identifies=True),
        Column("exception_from_date", "date", "Exception from", heading="exception_from"),
        Column("exception_to_date", "date", "Exception to", heading="exception_to"),
    ),
)
SENCO_RETURN = Feed(
    name="senco_return",
    title="SENCo time, by school and term (senco_return.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("urn", "academic_year", "term", "senco_ref", "hours_senco_duties_pw"),
    key=("school_urn", "academic_year", "term", "senco_ref"),
    columns=(
        SNAPSHOT_DATE,
        SOURCE,
        Column("school_urn", "text", "School", heading="urn", required=True, pattern=SCHOOL),
        Column("academic_year", "text", "Academic year, such as 2025/26", required=True, pattern=ACADEMIC_YEAR),
        Column("term", "code", "Term", codes="term", required=True),
        Column("senco_ref", "text", "The SENCo, by a reference of the school's own", required=True, identifies=True),
        Column("senco_fte", "number", "Full-time equivalent", lowest=0, highest=1.5),
        Column(
            "contracted_hours", "number", "Hours contracted a week", heading="hours_contracted_pw", lowest=0, highest=60
        ),
        Column(
            "protected_hours",
            "number",
            "Hours a week protected for SENCo duties",
            heading="hours_senco_duties_pw",
            required=True,
            lowest=0,
            highest=60,
        ),
        Column(
            "actual_hours",
            "number",
            "Hours a week spent on SENCo duties",
            heading="hours_actual_pw",
            lowest=0,
            highest=100,
        ),
        Column(
            "teaching_hours",
            "number",
            "Timetabled teaching hours a week",
            heading="hours_teaching_pw",
            lowest=0,
            highest=60,
        ),
        Column(
            "admin_support_hours",
            "number",
            "Administrative support, hours a week",
            heading="hours_admin_support_pw",
            lowest=0,
        ),
        Column(
            "assistant_hours", "number", "Assistant SENCo, hours a week", heading="hours_assistant_senco_pw", lowest=0
        ),
        Column("is_shared", "flag", "Shared with other schools", heading="shared_across_schools"),
        Column("schools_shared", "integer", "Schools shared between", heading="n_schools_shared", lowest=0),
        Column("is_in_leadership_team", "flag", "In the leadership team", heading="on_slt"),
        Column("is_qualified_teacher", "flag", "Qualified teacher"),
        Column("is_headteacher", "flag", "Headteacher", heading="is_head"),
        Column("qualification", "code", "SENCo qualification", codes="senco_qualification"),
        Column("appointed_date", "date", "Appointed", heading="date_appointed"),
        Column("first_senco_date", "date", "First became a SENCo"),
        Column("vacant_from_date", "date", "Post vacant from", heading="vacant_from"),
        Column(
            "pulled_away_percent",
            "number",
            "Share of protected time lost",
            heading="pulled_away_pct",
            lowest=0,
            highest=100,
        ),
        Column("ehc_requests_in_year", "integer", "EHC requests a year", heading="ehc_requests_year", lowest=0),
    ),
)
LOCAL_AREAS = Feed(
    name="local_areas",
    title="Local areas (local_areas.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("la_code", "local_area_code", "match_type", "match_value"),
    columns=(
        Column("la_code", "text", "Authority", required=True, pattern=AUTHORITY),
        Column("locality_code", "text", "Local area", heading="local_area_code", required=True),
        Column("locality_name", "text", "Its name", heading="local_area_name", required=True),
        Column("match_type", "code", "What ties a place to it", codes="locality_match", required=True),
        Column("match_value", "text", "The school, LSOA, ward or postcode sector", required=True),
        Column("icb_code", "text", "Integrated care board", pattern=BOARD),
        Column(
            "deprivation_quintile",
            "code",
            "Fifth of areas by deprivation, 1 the most deprived",
            codes="deprivation_quintile",
        ),
        Column("effective_from_date", "date", "From", heading="effective_from", required=True),
        Column("effective_to_date", "date", "To", heading="effective_to"),
    ),
)
PERSON_LINKS = Feed(
    name="person_links",
    title="Links between identifiers (person_links.csv)",
    family=FAMILY,
    is_template=True,
    recognised_by=("person_ref", "ref_kind", "upn"),
    columns=(
        person_ref(),
        Column(
            "reference_kind", "code", "Kind of reference", heading="ref_kind", codes="reference_kind", required=True
        ),
        Column("upn", "text", "Unique pupil number", identifies=True),
        Column("uln", "text", "Unique learner number", identifies=True),
    ),
)

FEEDS = (ADVICE_REQUESTS, EHC_EVENTS, SENCO_RETURN, LOCAL_AREAS, PERSON_LINKS)
