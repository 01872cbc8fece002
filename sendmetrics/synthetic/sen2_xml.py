"""A SEN2 return as XML, as case systems send it."""

import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from sendmetrics.synthetic.places import LA_CODE
from sendmetrics.synthetic.plans import Setting

# The source of a request came with the collection of 2026.
FIRST_YEAR_OF_SOURCE = 2026


def write_xml(path: Path, records: list[dict], reference: datetime.date) -> Path:
    """One return as the file a case system sends."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n<Header><CollectionDetails><Collection>SEN2</Collection>'
        )
        file.write(
            f"<Year>{reference.year}</Year><ReferenceDate>{reference.isoformat()}</ReferenceDate></CollectionDetails>"
        )
        file.write(
            f"<Source><SourceLevel>L</SourceLevel><LEA>{LA_CODE}</LEA><SoftwareCode>made up</SoftwareCode></Source></Header>\n<Persons>\n"
        )
        for record in records:
            file.write(_person_xml(record, reference.year))
        file.write("</Persons>\n</Message>\n")
    return path


def _tag(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>" if value != "" else ""


def _placement_xml(setting: Setting) -> str:
    where = _tag("URN", setting.urn) + _tag("UKPRN", setting.ukprn) + _tag("SENSetting", setting.code)
    return (
        f"<PlacementDetail>{where}<PlacementRank>1</PlacementRank>"
        f"{_tag('EntryDate', setting.since.isoformat())}</PlacementDetail>"
    )


def _person_xml(r: dict, year: int) -> str:
    setting = _tag("URN", r["urn"]) if r["urn"] else _tag("SENSetting", "OTH")
    plan = active = ""
    if r["has_plan"]:
        ending = _tag("CeaseDate", r["ceased"]) + _tag("CeaseReason", r["reason"])
        plan = f"<NamedPlan>{_tag('StartDate', r['starts'])}{ending}<PlanDetail>{setting}<PlacementRank>1</PlacementRank></PlanDetail></NamedPlan>"
    if r["is_active"]:
        active = (
            f"<ActivePlans>{_tag('ReviewMeeting', r['meeting'])}{_tag('LastReview', r['letter'])}"
            f"{_tag('PhaseTransferDueDate', r['due'])}{_tag('PhaseTransferFinalDate', r['final'])}"
            f"{''.join(_placement_xml(setting) for setting in r['placements'])}"
            f"<SENneed>{_tag('SENtype', r['need'])}<SENtypeRank>1</SENtypeRank></SENneed></ActivePlans>"
        )
    assessment = ""
    if r["outcome"]:
        assessment = (
            f"<Assessment>{_tag('AssessmentOutcome', r['outcome'])}{_tag('AssessmentOutcomeDate', r['ended'])}"
            f"{_tag('Week20', r['exception'])}{plan}</Assessment>"
        )
    source = _tag("RequestSource", 1 + r["number"] % 4) if year >= FIRST_YEAR_OF_SOURCE else ""
    return (
        f"<Person>{_tag('Surname', r['surname'])}{_tag('Forename', r['forename'])}{_tag('PersonBirthDate', r['birth'])}"
        f"{_tag('Sex', r['sex'])}{_tag('Ethnicity', r['ethnicity'])}{_tag('PostCode', r['postcode'])}{_tag('UPN', r['upn'])}"
        f"{_tag('UPNunknown', r['unknown'])}<Requests>{_tag('ReceivedDate', r['received'])}{source}"
        f"{_tag('RequestOutcomeDate', r['decided'])}{_tag('RequestOutcome', r['decision'])}"
        f"{_tag('RequestMediation', r['mediation'])}{_tag('RequestTribunal', r['tribunal'])}<Exported>0</Exported>{assessment}{active}</Requests></Person>\n"
    )
