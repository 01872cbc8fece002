"""School census as COLLECT exports it (one CSV a table, academies and maintained schools apart)."""

from sendmetrics.contracts.shapes import AUTHORITY, CENSUS_SCHOOL, ESTABLISHMENT, LANGUAGE, Column, Feed

FAMILY = "School census"

CENSUS_SCHOOLS = Feed(
    name="census_schools",
    title="School census, schools (schoolcensus)",
    family=FAMILY,
    record="schoolcensustableid",
    recognised_by=("schoolcensustableid", "referencedate", "estab", "term"),
    columns=(
        Column("la_code", "text", "Authority", heading="lea", pattern=AUTHORITY),
        Column("establishment", "text", "Establishment number", heading="estab", pattern=ESTABLISHMENT),
        Column("reference_date", "date", "Census day", heading="referencedate", required=True),
        Column("term", "text", "Term"),
    ),
)
CENSUS_PUPILS = Feed(
    name="census_pupils",
    title="School census, pupils on roll (pupilonroll)",
    family=FAMILY,
    record="pupilonrolltableid",
    parent="schoolcensustableid",
    parent_feed="census_schools",
    recognised_by=("pupilonrolltableid", "nativeid", "senprovision", "ncyearactual"),
    columns=(
        Column(
            "census_school",
            "text",
            "School as the export names it",
            heading="nativeid",
            required=True,
            pattern=CENSUS_SCHOOL,
        ),
        Column("surname", "text", "Surname", identifies=True),
        Column("forename", "text", "Forename", identifies=True),
        Column("birth_date", "date", "Date of birth", heading="dob", identifies=True),
        Column("upn", "text", "Unique pupil number", identifies=True),
        Column("former_upn", "text", "Former UPN", heading="formerupn", identifies=True),
        Column("uln", "text", "Unique learner number", heading="uniquelearnernumber", identifies=True),
        Column("sex", "code", "Sex", heading="sex|gender", codes="sex"),
        Column("ethnicity", "code", "Ethnicity", codes="ethnicity"),
        Column("language", "text", "First language", pattern=LANGUAGE),
        Column("entry_date", "date", "Joined the school", heading="entrydate"),
        Column("enrolment_status", "code", "Enrolment status", heading="enrolstatus", codes="enrolment_status"),
        Column("sen_provision", "code", "SEN provision", heading="senprovision", codes="sen_provision", required=True),
        Column("year_group", "code", "National curriculum year", heading="ncyearactual", codes="year_group"),
        Column("census_year", "integer", "Year, where the export was labelled", heading="year"),
        Column("term", "text", "Term, where the export was labelled"),
    ),
)
CENSUS_NEEDS = Feed(
    name="census_needs",
    title="School census, types of need (senneeds)",
    family=FAMILY,
    record="senneedstableid",
    parent="pupilonrolltableid",
    parent_feed="census_pupils",
    recognised_by=("pupilonrolltableid", "sentype", "sentyperank"),
    columns=(
        Column("need_type", "code", "Type of need", heading="sentype", codes="sen_type", required=True),
        Column("need_rank", "code", "Primary or secondary", heading="sentyperank", codes="sen_type_rank"),
    ),
)
CENSUS_FREE_MEALS = Feed(
    name="census_free_meals",
    title="School census, free school meal periods (fsmperiod)",
    family=FAMILY,
    record="fsmperiodtableid|fsmperiodsonrolltableid",
    parent="pupilonrolltableid",
    parent_feed="census_pupils",
    recognised_by=("pupilonrolltableid", "fsmstartdate", "fsmenddate"),
    in_order=(("starts_date", "ends_date"),),
    columns=(
        Column("starts_date", "date", "Eligible from", heading="fsmstartdate"),
        Column("ends_date", "date", "Eligible until", heading="fsmenddate"),
    ),
)

FEEDS = (CENSUS_SCHOOLS, CENSUS_PUPILS, CENSUS_NEEDS, CENSUS_FREE_MEALS)
