"""Small made-up files in every layout we read, and the two commands that read them.

``FILES`` holds one sound file for each feed, headings as the real layouts print
them, tied together: a return, a census, referrals and the rest of one made-up
authority. A test takes one, spoils it, and looks at what is said.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
from harness import BUILT_AT, KEY

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import SEVERITIES, Finding
from sendmetrics.warehouse.build import Report, build_warehouse, check_extracts
from sendmetrics.warehouse.publish import current_file
from sendmetrics.warehouse.stage import Staged, stage_extracts

LA, URN, LAESTAB = "999", "900001", "9992001"
UPN = "A123456789012"

# Sentences may begin with a heading as files print it.
PRINTED = {column.printed_heading.split()[0] for feed in FEEDS.values() for column in feed.columns} | {
    heading for feed in FEEDS.values() for heading in feed.record.split("|")
}


@dataclass(frozen=True)
class Made:
    """One file: headings as printed, and rows by heading; a heading without a value is empty."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    delimiter: str = field(default=",", compare=False)

    def text(self, end: str = "\n") -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=end)
        writer.writerow(self.headings)
        writer.writerows([row.get(heading, "") for heading in self.headings] for row in self.rows)
        return out.getvalue()

    def with_rows(self, *rows: dict[str, str]) -> "Made":
        """The same layout with other rows; what a row does not name is as in the sound file's first row."""
        return replace(self, rows=tuple({**self.rows[0], **row} for row in rows))

    def with_headings(self, *headings: str) -> "Made":
        return replace(self, headings=(*self.headings, *headings))

    def without(self, *headings: str) -> "Made":
        return replace(self, headings=tuple(heading for heading in self.headings if heading not in headings))

    def renamed(self, **names: str) -> "Made":
        """Headings renamed: ours = theirs."""
        rows = tuple({names.get(heading, heading): value for heading, value in row.items()} for row in self.rows)
        return replace(self, headings=tuple(names.get(heading, heading) for heading in self.headings), rows=rows)


def _made(name: str, headings: str, *rows: str) -> Made:
    """A file from a pipe table of the headings that matter; the layout's other headings stay empty."""
    matter, *lines = [[cell.strip() for cell in line.split("|")] for line in rows]
    listed = tuple(heading.strip() for heading in headings.split(","))
    assert set(matter) <= set(listed), f"{name} has no headings {set(matter) - set(listed)}"
    return Made(name, listed, tuple(dict(zip(matter, line, strict=True)) for line in lines))


def _blade(table: str, headings: str) -> str:
    return f"{table}tableid,NativeId,{table}orderseqcolumn,sourceid,{headings}"


# What each yearly version of the SEN2 return adds to or takes from its tables.
BLADES_2026 = {
    "sen2": "collection,year,referencedate,sourcelevel,lea,softwarecode,release,serialno,datetime,dmo,dco,dsco",
    "person": "sen2tableid,surname,forename,personbirthdate,sex,ethnicity,postcode,upn,uniquelearnernumber,upnunknown",
    "requests": "persontableid,receiveddate,requestsource,rya,requestoutcomedate,requestoutcome,requestmediation,requesttribunal,exported",
    "assessment": "requeststableid,assessmentoutcome,assessmentoutcomedate,assessmentmediation,assessmenttribunal,othermediation,othertribunal,week20",
    "namedplan": "assessmenttableid,startdate,planres,planwbp,pb,oa,dp,ceasedate,ceasereason",
    "plandetail": "namedplantableid,urn,ukprn,sensetting,sensettingother,placementrank,senunitindicator,resourcedprovisionindicator",
    "activeplans": "requeststableid,transferla,reviewmeeting,reviewoutcome,reviewdraft,phasetransferduedate,phasetransferfinaldate,lastreview",
    "placementdetail": "activeplanstableid,urn,ukprn,sensetting,sensettingother,placementrank,entrydate,leavingdate,senunitindicator,resourcedprovisionindicator,res,wbp",
    "senneed": "activeplanstableid,sentype,sentyperank",
}  # fmt: skip
BLADES_2024 = BLADES_2026 | {
    "sen2": BLADES_2026["sen2"].removesuffix(",dsco"),
    "requests": BLADES_2026["requests"].replace("requestsource,", ""),
    "activeplans": "requeststableid,transferla,reviewmeeting,reviewoutcome,lastreview",
}
BLADES_2023 = BLADES_2024 | {
    "person": BLADES_2026["person"].replace("sex", "gendercurrent"),
    "activeplans": "requeststableid,transferla,res,wbp,lastreview",
    "placementdetail": BLADES_2026["placementdetail"].replace("leavingdate", "leavingdate,attendancepattern").removesuffix(",res,wbp"),
}  # fmt: skip
BLADES = {2023: BLADES_2023, 2024: BLADES_2024, 2025: BLADES_2024, 2026: BLADES_2026}
FEED_OF_BLADE = {
    "sen2": "sen2_returns",
    "person": "sen2_persons",
    "requests": "sen2_requests",
    "assessment": "sen2_assessments",
    "namedplan": "sen2_named_plans",
    "plandetail": "sen2_plan_details",
    "activeplans": "sen2_active_plans",
    "placementdetail": "sen2_placements",
    "senneed": "sen2_needs",
}
PUPIL_HEADINGS = "pupilonrolltableid,NativeId,dob,surname,forename,middlenames,preferredsurname,formersurname,upn,formerupn,uniquelearnernumber,sex,entrydate,pupilonrollorderseqcolumn,sourceid,schoolcensustableid,hoursatsetting,schoollunchtaken,parttime,topupfunding,unitcontacttime,termlysessionspossible,senunitindicator,resourcedprovisionindicator,moveoffrollflag,fundedhours,missingaddress,duplicatenotfunded,extendedhours,eligibilitycode,dafindicator,ethnicity,yssa,servicechild,language,classtype,enrolstatus,boarder,plaa,senprovision,ncyearactual,eyppr,eyppbf,youngcarer"
REFERRAL_HEADINGS = "snapshot_date,source,referral_id,person_ref,provider_code,service,team_type_code,need_code,source_of_referral,received_date,triaged_date,accepted_date,rejected_date,rejection_reason,redirected_to,previous_referral_id,prereq_service,prereq_end_date,first_offer_date,first_contact_date,attendance_code,missed_count,assessed_date,intervention_started_date,discharge_date,discharge_reason,support_while_waiting,is_ehcna_advice,advice_requested_date,advice_received_date,school_urn,local_area_code,icb_code"
SENCO_HEADINGS = "snapshot_date,source,urn,academic_year,term,senco_ref,senco_fte,hours_contracted_pw,hours_senco_duties_pw,hours_actual_pw,hours_teaching_pw,hours_admin_support_pw,hours_assistant_senco_pw,shared_across_schools,n_schools_shared,on_slt,is_qualified_teacher,is_head,qualification,date_appointed,first_senco_date,vacant_from,pulled_away_pct,ehc_requests_year"


def make_blades(year: int) -> dict[str, Made]:
    """The nine tables of a SEN2 return of that year's version: one child, assessed and with a plan."""
    day = {2023: "19", 2024: "18", 2025: "16", 2026: "15"}[year]
    before = year - 1
    sex = "gendercurrent" if year == 2023 else "sex"
    rows = {
        "sen2": (f"sen2tableid | collection | year | referencedate | lea\n h1 | SEN2 | {year} | {year}-Jan-{day} 00:00:00 | {LA}"),
        "person": (f"persontableid | sen2tableid | surname | forename | personbirthdate | {sex} | ethnicity | postcode | upn\n"
                   f" p1 | h1 | Yardley | Kit | 2015-Feb-06 00:00:00 | {'1' if year == 2023 else 'M'} | WBRI | ZZ3 3RE | {UPN}"),
        "requests": (f"requeststableid | persontableid | receiveddate | rya | requestoutcomedate | requestoutcome | requestmediation\n"
                     f" r1 | p1 | {before}-Mar-03 00:00:00 | False | {before}-Apr-07 00:00:00 | Y | False"),
        "assessment": (f"assessmenttableid | requeststableid | assessmentoutcome | assessmentoutcomedate | week20\n"
                       f" a1 | r1 | Y | {before}-Jul-14 00:00:00 | False"),
        "namedplan": f"namedplantableid | assessmenttableid | startdate | pb\n n1 | a1 | {before}-Jul-14 00:00:00 | False",
        "plandetail": (f"plandetailtableid | namedplantableid | urn | placementrank | senunitindicator | resourcedprovisionindicator\n"
                       f" d1 | n1 | {URN} | 1 | False | False"),
        "activeplans": "activeplanstableid | requeststableid\n c1 | r1",
        "placementdetail": (f"placementdetailtableid | activeplanstableid | urn | placementrank | entrydate | senunitindicator | resourcedprovisionindicator\n"
                            f" l1 | c1 | {URN} | 1 | {before}-Sep-01 00:00:00 | False | False"),
        "senneed": "senneedtableid | activeplanstableid | sentype | sentyperank\n s1 | c1 | ASD | 1",
    }  # fmt: skip
    return {
        FEED_OF_BLADE[table]: _made(
            f"Blade-Export_{day}-01-{year}_{table}.csv", _blade(table, headings), *rows[table].split("\n")
        )
        for table, headings in BLADES[year].items()
    }


FILES: dict[str, Made] = make_blades(2026) | {
    "census_schools": _made(
        "2026_spring_la_schoolcensus.csv",
        "schoolcensustableid,NativeId,schoolcensusorderseqcolumn,sourceid,collection,term,year,referencedate,lea,estab,phase,schooltype",
        "schoolcensustableid | NativeId  | collection | term   | year | referencedate        | lea   | estab",
        f"sc1                | {LAESTAB} | SC         | Spring | 2026 | 2026-Jan-15 00:00:00 | {LA}  | 2001",
    ),
    "census_pupils": _made(
        "2026_spring_la_pupilonroll.csv",
        PUPIL_HEADINGS,
        "pupilonrolltableid | NativeId | dob | surname | forename | upn | sex | entrydate | schoolcensustableid | ethnicity | enrolstatus | senprovision | ncyearactual",
        f"pu1 | {LAESTAB} | 2015-Feb-06 00:00:00 | Yardley | Kit | {UPN} | M | 2019-Sep-02 00:00:00 | sc1 | WBRI | C | E | 5",
    ),
    "census_needs": _made(
        "2026_spring_la_senneeds.csv",
        "pupilonrolltableid,NativeId,senneedstableid,senneedsorderseqcolumn,sourceid,sentyperank,sentype",
        "pupilonrolltableid | NativeId | senneedstableid | sentyperank | sentype",
        f"pu1 | {LAESTAB} | sn1 | 1 | ASD",
    ),
    "census_free_meals": _made(
        "2026_spring_la_fsmperiod.csv",
        "pupilonrolltableid,NativeId,fsmperiodtableid,fsmperiodorderseqcolumn,sourceid,fsmstartdate,fsmenddate,ukcountry",
        "pupilonrolltableid | NativeId | fsmperiodtableid | fsmstartdate | ukcountry",
        f"pu1 | {LAESTAB} | f1 | 2021-Sep-01 00:00:00 | ENG",
    ),
    "gias_schools": _made(
        "edubasealldata20260115.csv",
        "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),Trusts (name),UKPRN,Postcode,GOR (name),LSOA (code)",
        "URN | LA (code) | LA (name) | EstablishmentNumber | EstablishmentName | TypeOfEstablishment (name) | OpenDate | PhaseOfEducation (name) | Postcode",
        f"{URN} | {LA} | Marlshire | 2001 | Larchbourne Primary School | Community school | 01-09-1990 | Primary | ZZ9 0AA",
    ),
    "school_counts": _made(
        "school_counts_2024.csv",
        "URN,LA,ESTAB,SCHOOLTYPE,NOR,TSENELK,TSENELSE",
        "URN | LA | ESTAB | SCHOOLTYPE | NOR | TSENELK | TSENELSE",
        f"900002 | {LA} | 2002 | State-funded primary | 200 | 30 | 8",
    ),
    "school_names": _made(
        "names.csv", "urn,school_name,la_name,percent", "urn | school_name | la_name", "900002 | Alderwick Infants | Marlshire"
    ),
    "authority_names": _made("las.csv", "LEA,LA Name,REGION,REGION NAME", "LEA | LA Name | REGION NAME", f"{LA} | Marlshire | East Midlands"),
    "referrals": _made(
        "referrals.csv",
        REFERRAL_HEADINGS,
        "snapshot_date | source | referral_id | person_ref | provider_code | service | received_date | first_contact_date | attendance_code | school_urn",
        f"2026-01-15 | trust | R1 | {UPN} | ZMH01 | salt | 2025-03-03 | 2025-05-06 | 5 | {URN}",
    ),
    "appointments": _made(
        "appointments.csv",
        "referral_id,offered_date,appointment_date,kind,attendance,sequence",
        "referral_id | offered_date | appointment_date | kind | attendance | sequence",
        "R1 | 2025-04-01 | 2025-05-06 | first | attended | 1",
    ),
    "advice_requests": _made(
        "advice_requests.csv",
        "snapshot_date,source,request_id,person_ref,adviser_service,provider_code,requested_date,received_date,advice_report_date,exception_code,exception_from,exception_to,is_existing_advice,chased_count",
        "snapshot_date | source | request_id | person_ref | adviser_service | provider_code | requested_date | received_date | is_existing_advice | chased_count",
        f"2026-01-15 | casework | r1 | {UPN} | ep | ZLA01 | 2025-04-08 | 2025-05-19 | 0 | 1",
    ),
    "ehc_events": _made(
        "ehc_events.csv",
        "snapshot_date,source,request_id,person_ref,event,event_date,exception_code,exception_evidence,exception_from,exception_to",
        "snapshot_date | source | request_id | person_ref | event | event_date",
        f"2026-01-15 | casework | r1 | {UPN} | draft_sent | 2025-06-10",
    ),
    "looked_after": _made(
        "looked_after.csv",
        "snapshot_date,source,person_ref,looked_after_from,looked_after_to",
        "snapshot_date | source | person_ref | looked_after_from | looked_after_to",
        f"2026-01-15 | social care | {UPN} | 2025-02-03 | 2025-11-28",
    ),
    "commissioned_routes": _made(
        "commissioned_routes.csv",
        "snapshot_date,source,need_code,service,provider_code,is_commissioned,commissioned_from,commissioned_to",
        "snapshot_date | source | need_code | service | provider_code | is_commissioned | commissioned_from",
        "2025-09-01 | authority | SLCN | salt | ZMH01 | yes | 2021-04-01",
    ),
    "review_contributions": _made(
        "review_contributions.csv",
        "snapshot_date,source,person_ref,review_date,service,was_invited,attended,reported",
        "snapshot_date | source | person_ref | review_date | service | was_invited | attended | reported",
        f"2026-01-15 | casework | {UPN} | 2025-11-03 | salt | yes | no | yes",
    ),
    "senco_return": _made(
        "senco_return.csv",
        SENCO_HEADINGS,
        "snapshot_date | source | urn | academic_year | term | senco_ref | senco_fte | hours_contracted_pw | hours_senco_duties_pw | hours_teaching_pw | on_slt | qualification",
        f"2026-01-15 | schools | {URN} | 2025/26 | spring | S1 | 1.0 | 32.5 | 12 | 10 | 1 | NASENCO",
    ),
    "published_lists": _made(
        "published_lists.csv",
        "published_month,published_date,published_level,org_code,org_name,published_service,published_band,waiting,published_flag,sheet,sheet_row,sheet_column",
        "published_month | published_date | published_level | org_code | org_name | published_service | published_band | waiting | sheet | sheet_row | sheet_column",
        "2025-10-01 | 2025-12-11 | region | Y61 | East of England | speech_and_language | total | 321 | Table 4 | 7 | AS",
    ),
    "local_areas": _made(
        "local_areas.csv",
        "la_code,local_area_code,local_area_name,match_type,match_value,icb_code,deprivation_quintile,effective_from,effective_to",
        "la_code | local_area_code | local_area_name | match_type | match_value | icb_code | effective_from",
        f"{LA} | CEN | Central | urn | {URN} | QZZ | 2014-09-01",
    ),
    "person_links": _made("person_links.csv", "person_ref,ref_kind,upn,uln", "person_ref | ref_kind | upn", f"MH1 | local_id | {UPN}"),
}  # fmt: skip


def tag(name: str, value: object = "", inside: str = "") -> str:
    return f"<{name}>{value}{inside}</{name}>"


def make_person(
    surname: str = "Yardley",
    birth: str = "2015-02-06",
    upn: str = UPN,
    received: str = "2025-03-03",
    decision: str = "Y",
    more: str = "",
    setting: str = "SENSetting",
    source: bool = True,
) -> str:
    """A person of a SEN2 return in XML, assessed and with a plan; ``more`` goes between the person's own fields."""
    place = (
        tag(setting, "OTH")
        + tag("PlacementRank", 1)
        + tag("SENUnitIndicator", 0)
        + tag("ResourcedProvisionIndicator", 0)
    )
    plan = tag("NamedPlan", tag("StartDate", "2025-07-14") + tag("PlanWPB", "A"), tag("PlanDetail", place))
    assessment = tag("AssessmentOutcome", "Y") + tag("AssessmentOutcomeDate", "2025-07-14") + tag("Week20", 0) + plan
    held = tag("PlacementDetail", place + tag("EntryDate", "2025-09-01"))
    held += tag("SENneed", tag("SENtype", "ASD") + tag("SENtypeRank", 1))
    request = tag("ReceivedDate", received) + (tag("RequestSource", 2) if source else "") + tag("RYA", 0)
    request += tag("RequestOutcomeDate", "2025-04-07") + tag("RequestOutcome", decision) + tag("Exported", 0)
    request += tag("Assessment", assessment) + tag("ActivePlans", held)
    own = tag("Surname", surname) + tag("Forename", "Kit") + tag("PersonBirthDate", birth) + tag("Sex", "M")
    own += tag("Ethnicity", "WBRI") + tag("PostCode", "ZZ3 3RE") + tag("UPN", upn) + more
    return tag("Person", own, tag("Requests", request)) + "\n"


def make_xml(
    *persons: str,
    year: int = 2026,
    collection: str = "SEN2",
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n',
) -> str:
    """A SEN2 return in XML; without persons, of one."""
    header = tag(
        "CollectionDetails", tag("Collection", collection) + tag("Year", year) + tag("ReferenceDate", f"{year}-01-15")
    )
    header += tag("Source", tag("SourceLevel", "L") + tag("LEA", LA) + tag("SoftwareCode", "made up"))
    body = tag("Persons", "\n" + "".join(persons or [make_person()]))
    return f"{declaration}<Message>\n{tag('Header', header)}\n{body}\n</Message>\n"


def write_files(folder: Path, *made: Made, **named: str | bytes) -> Path:
    """Write files into the folder: made ones under their own names, others as name = content (``__`` for a dot)."""
    for file in made:
        write_file(folder, file.name, file.text())
    for name, content in named.items():
        write_file(folder, name.replace("__", "."), content)
    return folder


def write_file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def check(folder: Path) -> Report:
    """What ``check`` finds in the folder."""
    return check_extracts(folder, lambda _: None)


def build(folder: Path, warehouse: Path) -> Report:
    """What ``build`` makes of the folder."""
    return build_warehouse(folder, warehouse, KEY, BUILT_AT, lambda _: None)


@contextmanager
def staged(folder: Path) -> Iterator[Staged]:
    """The folder read and checked, all tables in memory."""
    found = stage_extracts(folder, KEY, lambda _: None)
    try:
        yield found
    finally:
        found.close()


def query(warehouse: Path, sql: str) -> list[tuple]:
    """Rows of the warehouse built there."""
    with duckdb.connect(str(current_file(warehouse)), read_only=True) as con:
        return con.execute(sql).fetchall()


def accounts(report: Report) -> dict[str, tuple[str, int, int, int, int]]:
    """For each file: its layout, and rows in, loaded, set aside and rejected."""
    return {
        load.file: (load.layout, load.rows_in, load.rows_loaded, load.rows_set_aside, load.rows_rejected)
        for load in report.loads
    }


def found(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def only(report: Report, rule: str) -> Finding:
    """The one finding of that rule."""
    findings = found(report, rule)
    assert len(findings) == 1, f"wanted one {rule}, found {[(f.file, f.rule, f.message) for f in report.findings]}"
    return findings[0]


def rejecting(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity != "to know"]


def make_upn(number: int) -> str:
    """A UPN of the made-up authority whose letter agrees with its digits."""
    digits = f"999{number:09d}"
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, start=2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + digits


def assert_plain(finding: Finding) -> None:
    """A finding is whole, and said in sentences an analyst can act on."""
    assert finding.severity in SEVERITIES, finding
    assert finding.rule, finding
    assert finding.file, finding
    assert finding.count >= 1, finding
    assert finding.row is None or finding.row >= 1, finding
    for said in (finding.message, finding.action):
        assert said.endswith((".", "?")), finding
        assert said[0].isupper() or said[0].isdigit() or said.split()[0] in PRINTED, finding
        # Nothing of the machine: no values of Python, SQL or templates left unfilled.
        assert not re.search(
            r"\b(None|nan|null|True|False|varchar|select|raw_|linked_)\b|[{}]|<class|\bfile_id\b", said
        ), finding
        assert "  " not in said, finding
