"""The SEN2 returns: the same cases as each January's return would tell them, in blade CSV and in XML."""

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.places import LA_CODE, School
from sendmetrics.synthetic.plans import PlanLife, Setting

# Collections before 2024 called sex gendercurrent; the source of a request came with 2026.
FIRST_YEAR_OF_SEX = 2024
FIRST_YEAR_OF_SOURCE = 2026
LAST_BLADE_YEAR_BEFORE = 2


def is_told(case: Case, reference: datetime.date, returns: list[datetime.date]) -> bool:
    """Whether a return holds the case: anything that happened in its year, or is still open, or a plan in force."""
    year_starts = datetime.date(reference.year - 1, 1, 1)
    if case.received > reference:
        return False
    if case.is_unrecorded and reference > _first_return(case, returns):
        return False
    has_plan = case.outcome == "Y" and case.ended is not None and case.ended <= reference
    over = _over_on(case)
    return has_plan or over is None or over > reference or over >= year_starts


def names_upn(people: People, case: Case, returns: list[datetime.date]) -> bool:
    """Whether one of the returns that hold the case gives the child's UPN."""
    return any(people.has_upn_on(case.child, day) and is_told(case, day, returns) for day in returns)


def _first_return(case: Case, returns: list[datetime.date]) -> datetime.date:
    return min((day for day in returns if day >= case.received), default=datetime.date.max)


def _over_on(case: Case) -> datetime.date | None:
    """The day a case ended in truth, whether or not the return has a place for that day."""
    if case.outcome:
        return case.ended
    return case.decided if case.decision in ("N", "W") else None


def tell_case(case: Case, reference: datetime.date) -> dict[str, str]:
    """The case's fields as a return of that day has them: later events undone, earlier years historical, days without a field lost."""
    year_starts = datetime.date(reference.year - 1, 1, 1)
    told = {
        "received": case.received.isoformat(),
        "decision": "A",
        "decided": "",
        "outcome": "",
        "ended": "",
        "mediation": "0",
        "exception": "0",
    }
    if case.decided is not None and case.decided <= reference:
        told["decision"] = "H" if case.decided < year_starts else case.decision
        if told["decision"] in ("Y", "N"):
            told["decided"] = case.decided.isoformat()
    goes_on = case.outcome and (case.decision == "Y" or case.has_mediation)
    starts = case.advice[0][1] if case.advice else case.decided
    if goes_on and starts is not None and starts <= reference and told["decision"] != "A":
        told["mediation"] = "1" if case.has_mediation else "0"
        _tell_assessment(case, told, reference, year_starts)
    return told


def _tell_assessment(case: Case, told: dict[str, str], reference: datetime.date, year_starts: datetime.date) -> None:
    is_over = case.ended is not None and case.ended <= reference
    if is_over and case.ended < year_starts:
        told["outcome"] = "H"
    elif is_over:
        told["outcome"] = case.outcome
        told["ended"] = "" if case.outcome == "W" else case.ended.isoformat()
        told["exception"] = "1" if case.has_exception and case.outcome == "Y" else "0"
    elif case.agreed is not None and case.agreed <= reference:
        told["outcome"] = "Y"
    else:
        told["outcome"] = "A"


def write_returns(
    folder: Path,
    people: People,
    schools: list[School],
    cases: list[Case],
    settings: dict[int, str],
    returns: list[datetime.date],
    lives: dict[int, PlanLife],
    disputes: dict[int, str],
) -> list[Path]:
    """One return per reference date, the older two as blade CSV, the newer two as XML. ``settings`` names each child's setting."""
    written = []
    for place, reference in enumerate(returns):
        told = [
            (case, tell_case(case, reference))
            for case in cases
            if is_told(case, reference, returns) and (case.number not in lives or lives[case.number].is_told(reference))
        ]
        records = list(_records(people, told, settings, reference))
        for record in records:
            _tell_plan(record, lives.get(record["number"]), reference, is_newest=reference == returns[-1])
            _tell_dispute(record, disputes.get(record["number"], ""))
        if place < LAST_BLADE_YEAR_BEFORE:
            written += _write_blades(folder, records, reference)
        else:
            written.append(_write_xml(folder / f"sen2_{reference:%Y-%m-%d}.xml", records, reference))
    return written


def _tell_plan(record: dict, life: PlanLife | None, reference: datetime.date, is_newest: bool) -> None:
    """What a return of that day says of a plan: ended, or held with its setting, last review and phase transfer."""
    is_active = life is not None and life.is_active(reference)
    record |= dict.fromkeys(("ceased", "reason", "meeting", "letter", "due", "final"), "")
    record |= {"is_active": is_active, "placements": []}
    if life is None or not record["has_plan"]:
        return
    if life.ceased is not None and life.ceased <= reference:
        record |= {"ceased": life.ceased.isoformat(), "reason": life.reason}
    if not is_active:
        return
    record["placements"] = [life.setting_on(reference)]
    record |= {
        name: day.isoformat() if day else ""
        for name, day in zip(("meeting", "letter"), life.review_on(reference), strict=True)
    }
    # The collection of 2026 is the first to ask; a return has room for one.
    if is_newest and life.transfers:
        due, final = life.transfers[0]
        record |= {"due": due.isoformat(), "final": final.isoformat() if final else ""}


def _tell_dispute(record: dict, dispute: str) -> None:
    record["tribunal"] = "0"
    if dispute and record["decision"] == "N":
        record[dispute] = "1"


def _records(
    people: People, told: list[tuple[Case, dict[str, str]]], settings: dict[int, str], reference: datetime.date
) -> Iterator[dict]:
    for case, fields in told:
        child = case.child
        has_upn = people.has_upn_on(child, reference)
        yield {
            "number": case.number,
            "surname": people.surname[child],
            "forename": people.forename[child],
            "birth": str(people.birth[child]),
            "sex": people.sex[child],
            "ethnicity": people.ethnicity[child],
            "postcode": people.postcode[child],
            "upn": people.upn[child] if has_upn else "",
            "unknown": "" if has_upn else "UN1",
            "need": people.need[child],
            "urn": settings.get(child, ""),
            "has_plan": case.outcome == "Y" and case.ended is not None and case.ended <= reference,
            "starts": case.ended.isoformat() if case.ended else "",
            **fields,
        }


BLADES = {
    "sen2": "sen2tableid,NativeId,sen2orderseqcolumn,sourceid,collection,year,referencedate,sourcelevel,lea,softwarecode,release,serialno,datetime,dmo,dco",
    "person": "persontableid,NativeId,personorderseqcolumn,sourceid,sen2tableid,surname,forename,personbirthdate,sex,ethnicity,postcode,upn,uniquelearnernumber,upnunknown",
    "requests": "requeststableid,NativeId,requestsorderseqcolumn,sourceid,persontableid,receiveddate,rya,requestoutcomedate,requestoutcome,requestmediation,requesttribunal,exported",
    "assessment": "assessmenttableid,NativeId,assessmentorderseqcolumn,sourceid,requeststableid,assessmentoutcome,assessmentoutcomedate,assessmentmediation,assessmenttribunal,othermediation,othertribunal,week20",
    "namedplan": "namedplantableid,NativeId,namedplanorderseqcolumn,sourceid,assessmenttableid,startdate,planres,planwbp,pb,oa,dp,ceasedate,ceasereason",
    "plandetail": "plandetailtableid,NativeId,plandetailorderseqcolumn,sourceid,namedplantableid,urn,ukprn,sensetting,sensettingother,placementrank,senunitindicator,resourcedprovisionindicator",
    "activeplans": "activeplanstableid,NativeId,activeplansorderseqcolumn,sourceid,requeststableid,transferla,reviewmeeting,reviewoutcome,lastreview",
    "placementdetail": "placementdetailtableid,NativeId,placementdetailorderseqcolumn,sourceid,activeplanstableid,urn,ukprn,sensetting,sensettingother,placementrank,entrydate,leavingdate,senunitindicator,resourcedprovisionindicator",
    "senneed": "senneedtableid,NativeId,senneedorderseqcolumn,sourceid,activeplanstableid,sentype,sentyperank",
}  # fmt: skip


def _blade_date(text: str) -> str:
    return f"{datetime.date.fromisoformat(text):%Y-%b-%d} 00:00:00" if text else ""


def _flag(text: str) -> str:
    return "True" if text == "1" else "False"


def _write_blades(folder: Path, records: list[dict], reference: datetime.date) -> list[Path]:
    key = f"{reference.year}"
    rows: dict[str, list[list]] = {name: [] for name in BLADES}
    stamp = _blade_date(reference.isoformat())
    rows["sen2"].append(
        [f"{key}-h", "1", "1", "1", "SEN2", reference.year, stamp, "L", LA_CODE, "", "1", "1", stamp, "1", "1"]
    )
    for r in records:
        n = f"{key}-{r['number']}"
        lead = ["1", r["number"], "1"]
        sex = r["sex"] if reference.year >= FIRST_YEAR_OF_SEX else {"M": "1", "F": "2"}[r["sex"]]
        rows["person"].append(
            [
                f"{n}p",
                *lead,
                f"{key}-h",
                r["surname"],
                r["forename"],
                _blade_date(r["birth"]),
                sex,
                r["ethnicity"],
                r["postcode"],
                r["upn"],
                "",
                r["unknown"],
            ]
        )
        rows["requests"].append(
            [
                f"{n}r",
                *lead,
                f"{n}p",
                _blade_date(r["received"]),
                "False",
                _blade_date(r["decided"]),
                r["decision"],
                _flag(r["mediation"]),
                _flag(r["tribunal"]),
                "False",
            ]
        )
        if r["outcome"]:
            rows["assessment"].append(
                [
                    f"{n}a",
                    *lead,
                    f"{n}r",
                    r["outcome"],
                    _blade_date(r["ended"]),
                    "False",
                    "False",
                    "False",
                    "False",
                    _flag(r["exception"]),
                ]
            )
        if r["has_plan"]:
            rows["namedplan"].append(
                [
                    *(f"{n}n", *lead, f"{n}a", _blade_date(r["starts"]), "", "", "False", "False", "False"),
                    *(_blade_date(r["ceased"]), r["reason"]),
                ]
            )
            rows["plandetail"].append(
                [f"{n}d", *lead, f"{n}n", r["urn"], "", "" if r["urn"] else "OTH", "", "1", "False", "False"]
            )
        if r["is_active"]:
            rows["activeplans"].append(
                [f"{n}c", *lead, f"{n}r", "", _blade_date(r["meeting"]), "", _blade_date(r["letter"])]
            )
            for place, setting in enumerate(r["placements"]):
                rows["placementdetail"].append(
                    [
                        *(f"{n}l{place or ''}", *lead, f"{n}c", setting.urn, setting.ukprn, setting.code, "", "1"),
                        *(_blade_date(setting.since.isoformat()), "", "False", "False"),
                    ]
                )
            rows["senneed"].append([f"{n}s", *lead, f"{n}c", r["need"], "1"])
    written = []
    for name, headings in BLADES.items():
        path = folder / f"Blade-Export_{reference:%d-%m-%Y}_{name}.csv"
        if reference.year < FIRST_YEAR_OF_SEX and name == "person":
            headings = headings.replace(",sex,", ",gendercurrent,")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headings.split(","))
            writer.writerows(rows[name])
        written.append(path)
    return written


def _write_xml(path: Path, records: list[dict], reference: datetime.date) -> Path:
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
    tag = _tag
    setting = tag("URN", r["urn"]) if r["urn"] else tag("SENSetting", "OTH")
    plan = active = ""
    if r["has_plan"]:
        ending = tag("CeaseDate", r["ceased"]) + tag("CeaseReason", r["reason"])
        plan = f"<NamedPlan>{tag('StartDate', r['starts'])}{ending}<PlanDetail>{setting}<PlacementRank>1</PlacementRank></PlanDetail></NamedPlan>"
    if r["is_active"]:
        active = (
            f"<ActivePlans>{tag('ReviewMeeting', r['meeting'])}{tag('LastReview', r['letter'])}"
            f"{tag('PhaseTransferDueDate', r['due'])}{tag('PhaseTransferFinalDate', r['final'])}"
            f"{''.join(_placement_xml(setting) for setting in r['placements'])}"
            f"<SENneed>{tag('SENtype', r['need'])}<SENtypeRank>1</SENtypeRank></SENneed></ActivePlans>"
        )
    assessment = ""
    if r["outcome"]:
        assessment = (
            f"<Assessment>{tag('AssessmentOutcome', r['outcome'])}{tag('AssessmentOutcomeDate', r['ended'])}"
            f"{tag('Week20', r['exception'])}{plan}</Assessment>"
        )
    source = tag("RequestSource", 1 + r["number"] % 4) if year >= FIRST_YEAR_OF_SOURCE else ""
    return (
        f"<Person>{tag('Surname', r['surname'])}{tag('Forename', r['forename'])}{tag('PersonBirthDate', r['birth'])}"
        f"{tag('Sex', r['sex'])}{tag('Ethnicity', r['ethnicity'])}{tag('PostCode', r['postcode'])}{tag('UPN', r['upn'])}"
        f"{tag('UPNunknown', r['unknown'])}<Requests>{tag('ReceivedDate', r['received'])}{source}"
        f"{tag('RequestOutcomeDate', r['decided'])}{tag('RequestOutcome', r['decision'])}"
        f"{tag('RequestMediation', r['mediation'])}{tag('RequestTribunal', r['tribunal'])}<Exported>0</Exported>{assessment}{active}</Requests></Person>\n"
    )
