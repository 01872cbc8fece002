"""A SEN2 return as blade CSV, one file for each table, as the department exports it."""

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path

from sendmetrics.synthetic.places import LA_CODE

# Collections before 2024 called sex gendercurrent.
FIRST_YEAR_OF_SEX = 2024
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


def write_blades(folder: Path, records: list[dict], reference: datetime.date) -> list[Path]:
    """One file for each table, those without rows too."""
    rows: dict[str, list[list]] = {name: [] for name in BLADES}
    rows["sen2"].append(_header(reference))
    for record in records:
        for name, cells in (*_request_rows(record, reference.year), *_plan_rows(record, reference.year)):
            rows[name].append(cells)
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


def _header(reference: datetime.date) -> list:
    stamp = _blade_date(reference.isoformat())
    lead = [f"{reference.year}-h", "1", "1", "1"]
    return [*lead, "SEN2", reference.year, stamp, "L", LA_CODE, "", "1", "1", stamp, "1", "1"]


def _request_rows(r: dict, year: int) -> Iterator[tuple[str, list]]:
    """The child, the request and its assessment, each under the row it belongs to."""
    n, lead = f"{year}-{r['number']}", ["1", r["number"], "1"]
    sex = r["sex"] if year >= FIRST_YEAR_OF_SEX else {"M": "1", "F": "2"}[r["sex"]]
    named = [r["surname"], r["forename"], _blade_date(r["birth"]), sex, r["ethnicity"], r["postcode"]]
    yield "person", [f"{n}p", *lead, f"{year}-h", *named, r["upn"], "", r["unknown"]]
    decision = [_blade_date(r["decided"]), r["decision"], _flag(r["mediation"]), _flag(r["tribunal"])]
    yield "requests", [f"{n}r", *lead, f"{n}p", _blade_date(r["received"]), "False", *decision, "False"]
    if r["outcome"]:
        disputes = ["False"] * 4
        ended = _blade_date(r["ended"])
        yield "assessment", [f"{n}a", *lead, f"{n}r", r["outcome"], ended, *disputes, _flag(r["exception"])]


def _plan_rows(r: dict, year: int) -> Iterator[tuple[str, list]]:
    """The plan named, and the one held with its settings and need."""
    n, lead = f"{year}-{r['number']}", ["1", r["number"], "1"]
    if r["has_plan"]:
        starts, ceased = _blade_date(r["starts"]), _blade_date(r["ceased"])
        yield "namedplan", [f"{n}n", *lead, f"{n}a", starts, "", "", "False", "False", "False", ceased, r["reason"]]
        other = "" if r["urn"] else "OTH"
        yield "plandetail", [f"{n}d", *lead, f"{n}n", r["urn"], "", other, "", "1", "False", "False"]
    if r["is_active"]:
        review = [_blade_date(r["meeting"]), "", _blade_date(r["letter"])]
        yield "activeplans", [f"{n}c", *lead, f"{n}r", "", *review]
        for place, setting in enumerate(r["placements"]):
            where = [setting.urn, setting.ukprn, setting.code, "", "1", _blade_date(setting.since.isoformat())]
            yield "placementdetail", [f"{n}l{place or ''}", *lead, f"{n}c", *where, "", "False", "False"]
        yield "senneed", [f"{n}s", *lead, f"{n}c", r["need"], "1"]


def _blade_date(text: str) -> str:
    return f"{datetime.date.fromisoformat(text):%Y-%b-%d} 00:00:00" if text else ""


def _flag(text: str) -> str:
    return "True" if text == "1" else "False"
