"""Files about schools: GIAS, published counts by URN, names by URN, names of authorities."""

from sendmetrics.contracts.shapes import AUTHORITY, ESTABLISHMENT, SCHOOL, Column, Feed

GIAS_SCHOOLS = Feed(
    name="gias_schools",
    title="Get Information about Schools (GIAS)",
    family="GIAS",
    recognised_by=("URN", "LA (code)", "EstablishmentName", "EstablishmentNumber"),
    key=("school_urn",),
    columns=(
        Column("school_urn", "text", "Unique reference number", heading="URN", required=True, pattern=SCHOOL),
        Column("la_code", "text", "Authority", heading="LA (code)", pattern=AUTHORITY),
        Column("la_name", "text", "Authority's name", heading="LA (name)"),
        Column("region_name", "text", "Region", heading="GOR (name)"),
        Column("establishment", "text", "Establishment number", heading="EstablishmentNumber", pattern=ESTABLISHMENT),
        Column("school_name", "text", "Name", heading="EstablishmentName"),
        Column("school_type", "text", "Type", heading="TypeOfEstablishment (name)"),
        Column("phase", "text", "Phase", heading="PhaseOfEducation (name)"),
        Column("opened_date", "date", "Opened", heading="OpenDate"),
        Column("closed_date", "date", "Closed", heading="CloseDate"),
        Column("last_changed_date", "date", "Last changed", heading="LastChangedDate"),
        Column("trust_name", "text", "Academy trust", heading="Trusts (name)"),
        Column("postcode", "text", "School's postcode", heading="Postcode"),
        Column("lsoa21", "text", "School's LSOA", heading="LSOA (code)"),
        Column("ward", "text", "School's ward", heading="AdministrativeWard (code)"),
    ),
)
SCHOOL_COUNTS = Feed(
    name="school_counts",
    title="Published pupil numbers by school",
    family="Published school counts",
    recognised_by=(
        "URN|school_urn",
        "NOR|Total pupils",
        "TSENELK|SEN support",
        "TSENELSE|EHC plan",
    ),
    columns=(
        Column("school_urn", "text", "Unique reference number", heading="URN|school_urn", required=True),
        Column("la_code", "text", "Authority", heading="LA|LEA|old_la_code", pattern=AUTHORITY),
        Column("establishment", "text", "Establishment number", heading="ESTAB"),
        Column("school_name", "text", "Name", heading="school_name|SCHNAME"),
        Column("school_type", "text", "Type", heading="SCHOOLTYPE|phase_type_grouping"),
        Column("time_period", "text", "Period as printed", heading="time_period"),
        Column("geographic_level", "text", "Level of the row", heading="geographic_level"),
        Column("pupils", "integer", "Pupils on roll", heading="NOR|Total pupils", lowest=0),
        Column("sen_support", "integer", "Pupils on SEN support", heading="TSENELK|SEN support", lowest=0),
        Column("ehc_plans", "integer", "Pupils with an EHC plan", heading="TSENELSE|EHC plan", lowest=0),
    ),
)
SCHOOL_NAMES = Feed(
    name="school_names",
    title="School names by URN",
    family="School names",
    recognised_by=("urn", "school_name", "la_name"),
    columns=(
        Column("school_urn", "text", "Unique reference number", heading="urn", required=True),
        Column("school_name", "text", "Name"),
        Column("la_name", "text", "Authority's name"),
    ),
)
AUTHORITY_NAMES = Feed(
    name="authority_names",
    title="Names of authorities",
    family="Authority names",
    recognised_by=("LEA", "LA Name", "REGION NAME"),
    columns=(
        Column("la_code", "text", "Authority", heading="LEA", required=True, pattern=AUTHORITY),
        Column("la_name", "text", "Name", heading="LA Name"),
        Column("region_name", "text", "Region as that file names it", heading="REGION NAME"),
    ),
)

FEEDS = (GIAS_SCHOOLS, SCHOOL_COUNTS, SCHOOL_NAMES, AUTHORITY_NAMES)
