"""Files small enough to read on one screen: SEN2 returns, censuses, GIAS and our templates, written from pipe tables.

A row of a return is one request, with everything nested below it; rows that
name the same person become one Person. A column not named, or left empty, is
not in the file.
"""

import csv
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from harness import BUILT_AT, CASEWORK, ask, parse_table

from sendmetrics.metrics.access_log import AccessLog
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question
from sendmetrics.warehouse.build import Report, build_warehouse
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.person_key import PersonKey

KEY = PersonKey(b"k" * 32)
LA_CODE = "999"

Text = str | None
Row = dict[str, Text]
Rows = str | list[Row]

PERSON = {
    "surname": "Surname",
    "forename": "Forename",
    "birth": "PersonBirthDate",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "postcode": "PostCode",
    "upn": "UPN",
    "uln": "UniqueLearnerNumber",
    "unknown": "UPNunknown",
}
REQUEST = {
    "received": "ReceivedDate",
    "decided": "RequestOutcomeDate",
    "decision": "RequestOutcome",
    "mediation": "RequestMediation",
    "tribunal": "RequestTribunal",
    "exported": "Exported",
}
ASSESSMENT = {
    "outcome": "AssessmentOutcome",
    "ended": "AssessmentOutcomeDate",
    "assessment_mediation": "AssessmentMediation",
    "assessment_tribunal": "AssessmentTribunal",
    "exception": "Week20",
}
REVIEW = {
    "meeting": "ReviewMeeting",
    "letter": "LastReview",
    "draft": "ReviewDraft",
    "due": "PhaseTransferDueDate",
    "final": "PhaseTransferFinalDate",
    "transferred": "TransferLA",
}
PLACEMENT = {"held_urn": "URN", "held_setting": "SENSetting", "entered": "EntryDate", "left": "LeavingDate"}
NAMED_PLAN = {"started": "StartDate", "ceased": "CeaseDate", "cease_reason": "CeaseReason"}
DATES = {"received", "decided", "ended", "started", "ceased", "birth", "meeting", "letter", "draft", "due", "final"}
DATES |= {"entered", "left"}
FLAGS = {"mediation", "tribunal", "exported", "assessment_mediation", "assessment_tribunal", "exception"}


@dataclass(frozen=True)
class Built:
    """A warehouse built from the files of a folder, and what the build said."""

    report: Report
    engine: Engine

    def rows(self, sql: str) -> list[dict]:
        cursor = self.engine.warehouse.query(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def value(self, sql: str) -> object:
        (row,) = self.rows(sql)
        (value,) = row.values()
        return value

    def count(self, metric: str, **question: object) -> int:
        """How many a figure counts: the numerator, or the number of people waiting; none is 0."""
        (row,) = ask(self.engine, metric, **question)
        return (row["count"] if "count" in row else row["numerator"]) or 0

    def left_out(self, metric: str, **question: object) -> dict[str, int]:
        answer = self.engine.answer(Question(metric, **question), CASEWORK)
        return {entry["reason"]: entry["count"] for entry in answer.left_out}

    def findings(self, rule: str) -> int:
        """How many rows the findings of that rule speak of."""
        return sum(finding.count for finding in self.report.findings if finding.rule == rule)


def build(extracts: Path, warehouse: Path | None = None, key: PersonKey = KEY) -> Built:
    """Build and open the folder's warehouse, through the production door."""
    warehouse = warehouse or extracts.parent / f"{extracts.name}-warehouse"
    report = build_warehouse(extracts, warehouse, key, BUILT_AT, lambda _: None)
    return Built(report, Engine(open_warehouse(warehouse), AccessLog(warehouse / "access_log.jsonl", lambda: BUILT_AT)))


def as_rows(rows: Rows) -> list[Row]:
    return parse_table(rows) if isinstance(rows, str) else rows


def write_csv(path: Path, rows: Rows) -> Path:
    """A CSV under the headings as written."""
    listed = as_rows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(listed[0])
        writer.writerows([value or "" for value in row.values()] for row in listed)
    return path


def write_return(
    folder: Path, reference_date: str, rows: Rows, year: int | None = None, la_code: str = LA_CODE
) -> Path:
    """A SEN2 return in XML; ``year`` is the collection it belongs to, and settles which calendar year it covers."""
    folder.mkdir(parents=True, exist_ok=True)
    year = year or int(reference_date[:4])
    persons = "".join(
        f"<Person>{_tags(requests[0], PERSON)}{''.join(map(_request_xml, requests))}</Person>\n"
        for requests in _by_person(as_rows(rows))
    )
    path = folder / f"return {reference_date}.xml"
    path.write_text(
        "<Message><Header><CollectionDetails><Collection>SEN2</Collection>"
        f"<Year>{year}</Year><ReferenceDate>{reference_date}</ReferenceDate></CollectionDetails>"
        f"<Source><LEA>{la_code}</LEA></Source></Header>\n<Persons>\n{persons}</Persons></Message>\n",
        encoding="utf-8",
    )
    return path


def _by_person(rows: list[Row]) -> Iterable[list[Row]]:
    people: dict[tuple, list[Row]] = {}
    for row in rows:
        people.setdefault(tuple(row.get(name) for name in ("upn", "uln", "surname", "forename", "birth")), []).append(
            row
        )
    return people.values()


def _tags(row: Row, names: dict[str, str]) -> str:
    return "".join(f"<{tag}>{escape(row[name])}</{tag}>" for name, tag in names.items() if row.get(name))


def _request_xml(row: Row) -> str:
    assessment = active = ""
    if row.get("outcome"):
        named = ""
        if row.get("started"):
            setting = f"<PlanDetail>{_tags(row, {'named_urn': 'URN'})}<PlacementRank>1</PlacementRank></PlanDetail>"
            named = f"<NamedPlan>{_tags(row, NAMED_PLAN)}{setting if row.get('named_urn') else ''}</NamedPlan>"
        assessment = f"<Assessment>{_tags(row, ASSESSMENT)}{named}</Assessment>"
    if row.get("held"):
        entered = row | {"entered": row.get("entered") or row.get("started")}
        placement = f"<PlacementDetail>{_tags(entered, PLACEMENT)}</PlacementDetail>"
        need = f"<SENneed>{_tags(row, {'need': 'SENtype'})}<SENtypeRank>1</SENtypeRank></SENneed>"
        active = (
            f"<ActivePlans>{_tags(row, REVIEW)}{placement if row.get('held_urn') or row.get('held_setting') else ''}"
            f"{need if row.get('need') else ''}</ActivePlans>"
        )
    return f"<Requests>{_tags(row, REQUEST)}{assessment}{active}</Requests>"


def blade_date(day: Text) -> str:
    """2022-Sep-28 00:00:00, as COLLECT writes days."""
    return f"{datetime.date.fromisoformat(day):%Y-%b-%d} 00:00:00" if day else ""


def _blade(row: Row, names: dict[str, str]) -> Row:
    written = {}
    for name, tag in names.items():
        value = row.get(name) or ""
        if name in DATES:
            value = blade_date(value)
        elif name in FLAGS:
            value = {"1": "True", "0": "False", "": ""}[value]
        written[tag.lower()] = value
    return written


def write_blades(folder: Path, reference_date: str, rows: Rows, year: int | None = None) -> list[Path]:
    """A SEN2 return as COLLECT's blade CSV; keys count from 1 in every table, unless a row names its own ``key``."""
    head = {
        "sen2tableid": "1",
        "collection": "SEN2",
        "year": str(year or reference_date[:4]),
        "referencedate": blade_date(reference_date),
        "lea": LA_CODE,
    }
    tables: dict[str, list[Row]] = {"sen2": [head]}
    place = 0
    for person, requests in enumerate(_by_person(as_rows(rows)), start=1):
        add = lambda table, row: tables.setdefault(table, []).append(row)  # noqa: E731
        add("person", {"persontableid": str(person), "sen2tableid": "1"} | _blade(requests[0], PERSON))
        for row in requests:
            place += 1
            key = row.get("key") or str(place)
            add("requests", {"requeststableid": key, "persontableid": str(person)} | _blade(row, REQUEST))
            if row.get("outcome"):
                add("assessment", {"assessmenttableid": key, "requeststableid": key} | _blade(row, ASSESSMENT))
            if row.get("started"):
                add("namedplan", {"namedplantableid": key, "assessmenttableid": key} | _blade(row, NAMED_PLAN))
                setting = {"urn": row.get("named_urn"), "sensetting": "" if row.get("named_urn") else "OTH"}
                add("plandetail", {"plandetailtableid": key, "namedplantableid": key, **setting, "placementrank": "1"})
            if row.get("held"):
                add("activeplans", {"activeplanstableid": key, "requeststableid": key} | _blade(row, REVIEW))
                need = {"sentype": row.get("need") or "OTH", "sentyperank": "1"}
                add("senneed", {"senneedtableid": key, "activeplanstableid": key, **need})
                if row.get("held_urn") or row.get("held_setting"):
                    links = {"placementdetailtableid": key, "activeplanstableid": key, "placementrank": "1"}
                    add("placementdetail", links | _blade(row, PLACEMENT))
    return [write_csv(folder / f"Blade-Export_{name}.csv", rows) for name, rows in tables.items()]


def write_census(
    folder: Path, census_date: str, rows: Rows, stem: str = "census", la_code: str = LA_CODE
) -> list[Path]:
    """Schools, pupils and types of need of one census; ``school`` is a LAEstab of seven digits."""
    listed = as_rows(rows)
    heads, pupils, needs = [], [], []
    for laestab in dict.fromkeys(row["school"] for row in listed):
        heads.append(
            {
                "schoolcensustableid": f"s{laestab}",
                "NativeId": laestab,
                "term": "Spring",
                "year": census_date[:4],
                "referencedate": blade_date(census_date),
                "lea": la_code,
                "estab": laestab[3:],
            }
        )
    for place, row in enumerate(listed, start=1):
        pupils.append(
            {
                "pupilonrolltableid": str(place),
                "NativeId": row["school"],
                "schoolcensustableid": f"s{row['school']}",
                "dob": blade_date(row.get("birth")),
                "surname": row.get("surname"),
                "forename": row.get("forename"),
                "upn": row.get("upn"),
                "formerupn": row.get("former_upn"),
                "uniquelearnernumber": row.get("uln"),
                "sex": row.get("sex"),
                "ethnicity": row.get("ethnicity"),
                "language": row.get("language"),
                "entrydate": blade_date(row.get("entered")),
                "enrolstatus": row.get("status") or "C",
                "senprovision": row.get("provision") or "N",
                "ncyearactual": row.get("year_group") or "3",
            }
        )
        if row.get("need"):
            key = str(place)
            needs.append(
                {"pupilonrolltableid": key, "senneedstableid": key, "sentyperank": "1", "sentype": row["need"]}
            )
    tables = {"schoolcensus": heads, "pupilonroll": pupils} | ({"senneeds": needs} if needs else {})
    return [write_csv(folder / f"{stem} {census_date} {name}.csv", rows) for name, rows in tables.items()]


def write_gias(folder: Path, rows: Rows) -> Path:
    """GIAS: columns ``urn, estab, name, opened, closed``, and ``type`` and ``phase`` where they matter."""
    return write_csv(
        folder / "edubasealldata.csv",
        [
            {
                "URN": row["urn"],
                "LA (code)": LA_CODE,
                "LA (name)": "Marlshire",
                "EstablishmentNumber": row["estab"],
                "EstablishmentName": row["name"],
                "TypeOfEstablishment (name)": row.get("type") or "Community school",
                "PhaseOfEducation (name)": row.get("phase") or "Primary",
                "OpenDate": row.get("opened"),
                "CloseDate": row.get("closed"),
            }
            for row in as_rows(rows)
        ],
    )
