"""Tables of who and where: authorities, local areas, schools, services, pupils on a roll, SENCos; and figures to compare with."""

from sendmetrics.contracts.shapes import Column, Table

LA_CODE = Column("la_code", "text", "Authority, three digits")
PERSON_ID = Column("person_id", "key", "Keyed code of the child or young person")
SCHOOL_URN = Column("school_urn", "text", "School")
LOCALITY_CODE = Column("locality_code", "text", "Local area")
ORIGIN = (Column("file_id", "integer", "File the row came from"), Column("row", "integer", "Its row in that file"))

AUTHORITIES = Table(
    "authorities",
    "Local authorities: those of the files and those of England.",
    columns=(
        LA_CODE,
        Column("la_name", "text", "Name"),
        Column("region_name", "text", "Region"),
        Column("is_loaded", "flag", "Has rows in this warehouse"),
    ),
    key=("la_code",),
)
LOCALITIES = Table(
    "localities",
    "Local areas as the authority draws them.",
    columns=(
        LOCALITY_CODE,
        Column("locality_name", "text", "Name"),
        LA_CODE,
        Column("icb_code", "text", "Integrated care board"),
        Column(
            "deprivation_quintile",
            "code",
            "Fifth of areas by deprivation, as the authority says",
            codes="deprivation_quintile",
        ),
    ),
    key=("locality_code",),
    filled_by=("local_areas",),
)
SCHOOLS = Table(
    "schools",
    "Schools named in any file, with what GIAS says of them.",
    columns=(
        SCHOOL_URN,
        Column("school_name", "text", "Name"),
        LA_CODE,
        Column("phase", "text", "Phase"),
        Column("school_type", "text", "Type"),
        Column("trust_name", "text", "Academy trust"),
        Column("postcode", "text", "School's postcode"),
        LOCALITY_CODE,
        Column("has_figures", "flag", "Has rows besides GIAS"),
    ),
    key=("school_urn",),
    filled_by=("gias_schools",),
)
SERVICES = Table(
    "services",
    "Services children are referred to, each with its standard and where that comes from.",
    columns=(
        Column("service", "code", "Service", codes="service"),
        Column("service_name", "text", "Its name"),
        Column("sector", "text", "Health, education or care"),
        Column("standard_days", "integer", "Days within which a child should be seen"),
        Column("standard", "text", "Where the standard comes from"),
        Column(
            "certainty", "text", "C certain, C2 from a secondary source, P a local assumption, own set by the authority"
        ),
        Column("share_wanted", "integer", "Per cent of children to be within the standard; what-ifs aim at it"),
        Column("share_standard", "text", "Where that share comes from; empty where the standard's source gives it"),
    ),
    key=("service",),
)
YEAR_GROUPS = Table(
    "year_groups",
    "National curriculum years, each with the age group it belongs to.",
    columns=(
        Column("year_group", "code", "National curriculum year", codes="year_group"),
        Column("age_group", "code", "Age group", codes="age_group"),
    ),
    key=("year_group",),
)
PEOPLE = Table(
    "people",
    "Children and young people, without anything that names them.",
    columns=(
        PERSON_ID,
        Column("sex", "code", "Sex", codes="sex"),
        Column("ethnicity", "code", "Ethnicity", codes="ethnicity"),
        Column("ethnicity_group", "text", "Ethnicity in groups"),
        Column("language_group", "text", "First language: English, or other than English"),
    ),
    key=("person_id",),
)
ROLL = Table(
    "roll",
    "One row per pupil per census, main registrations only.",
    columns=(
        Column("roll_id", "integer", "The pupil at that census"),
        LA_CODE,
        PERSON_ID,
        SCHOOL_URN,
        LOCALITY_CODE,
        Column("census_date", "date", "Census day"),
        Column("year_group", "code", "National curriculum year", codes="year_group"),
        Column("sen_provision", "code", "SEN provision", codes="sen_provision"),
        Column("need_type", "code", "Primary type of need", codes="sen_type"),
        Column("is_fsm_eligible", "flag", "Eligible for free school meals on census day"),
    ),
    key=("roll_id",),
    appears="census_date",
    first_date="census_date",
    last_date="census_date",
    filled_by=("census_pupils",),
    sorted_by=("census_date", "la_code", "school_urn", "roll_id"),
)
SCHOOL_COUNTS = Table(
    "school_counts",
    "Published pupil numbers per school, where no pupil rows exist for that school and day.",
    columns=(
        Column("school_count_id", "integer", "The row"),
        LA_CODE,
        SCHOOL_URN,
        LOCALITY_CODE,
        Column("census_date", "date", "Census day"),
        Column("pupils", "integer", "Pupils on roll"),
        Column("sen_support", "integer", "Pupils on SEN support"),
        Column("ehc_plans", "integer", "Pupils with an EHC plan"),
    ),
    key=("school_count_id",),
    appears="census_date",
    first_date="census_date",
    last_date="census_date",
    stands_in_for="roll",
    filled_by=("school_counts",),
)
SENCO_POSTS = Table(
    "senco_posts",
    "SENCos as each school returned them, one row per SENCo, school and term.",
    columns=(
        Column("senco_post_id", "text", "The post in that term"),
        LA_CODE,
        SCHOOL_URN,
        LOCALITY_CODE,
        Column("snapshot_date", "date", "Day the return describes"),
        Column("academic_year", "text", "Academic year"),
        Column("term", "code", "Term", codes="term"),
        Column("contracted_hours", "number", "Hours contracted a week"),
        Column("protected_hours", "number", "Hours a week protected for SENCo duties"),
        Column("teaching_hours", "number", "Timetabled teaching hours a week"),
        Column("is_in_leadership_team", "flag", "In the leadership team"),
        Column("is_qualified_teacher", "flag", "Qualified teacher"),
        Column("qualification", "code", "SENCo qualification", codes="senco_qualification"),
        *ORIGIN,
    ),
    key=("senco_post_id",),
    appears="snapshot_date",
    first_date="snapshot_date",
    last_date="snapshot_date",
    filled_by=("senco_return",),
)
LOOKED_AFTER_DAYS = Table(
    "looked_after_days",
    "The days for which the extracts of children looked after speak; of the children themselves nothing.",
    columns=(
        LA_CODE,
        Column("first_known_date", "date", "Day the first period in them ended: what ended earlier need not be there"),
        Column("known_to", "date", "Day the extracts describe"),
    ),
    key=("la_code",),
    first_date="first_known_date",
    last_date="known_to",
    filled_by=("looked_after",),
)
COMPARATORS = Table(
    "comparators",
    "Published figures for England, regions and authorities.",
    columns=(
        Column("metric", "text", "Our metric of the same meaning"),
        Column("year", "integer", "Calendar year, or the January of a school census"),
        Column("geographic_level", "text", "National, Regional or Local authority"),
        LA_CODE,
        Column("area_name", "text", "Area"),
        Column("value", "number", "Figure as published"),
        Column("release", "text", "Release it comes from"),
        Column("basis", "text", "Published, or computed from published counts"),
    ),
    key=("metric", "year", "geographic_level", "area_name"),
)
