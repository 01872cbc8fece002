"""The school census in COLLECT's layout, six Januaries, academies and maintained schools apart; and who was on roll."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy
import pyarrow
import pyarrow.csv

from sendmetrics.synthetic.people import YEAR_GROUPS, People, census_years, third_thursday
from sendmetrics.synthetic.places import LA_CODE, LA_NAME, REGION, School, converted_on

PUPIL_COLUMNS = [
    "pupilonrolltableid",
    "NativeId",
    "dob",
    "surname",
    "forename",
    "middlenames",
    "preferredsurname",
    "formersurname",
    "upn",
    "formerupn",
    "uniquelearnernumber",
    "sex",
    "entrydate",
    "pupilonrollorderseqcolumn",
    "sourceid",
    "schoolcensustableid",
    "hoursatsetting",
    "schoollunchtaken",
    "parttime",
    "topupfunding",
    "unitcontacttime",
    "termlysessionspossible",
    "senunitindicator",
    "resourcedprovisionindicator",
    "moveoffrollflag",
    "fundedhours",
    "missingaddress",
    "duplicatenotfunded",
    "extendedhours",
    "eligibilitycode",
    "dafindicator",
    "ethnicity",
    "yssa",
    "servicechild",
    "language",
    "classtype",
    "enrolstatus",
    "boarder",
    "plaa",
    "senprovision",
    "ncyearactual",
    "eyppr",
    "eyppbf",
    "youngcarer",
]
# Places among the primary schools, largest first: large enough for the difference to be more than chance.
HIGH_SHARE_PLACE, LOW_SHARE_PLACE = 2, 0
FIRST_YEAR_OF_SEX = 2024


@dataclass
class Roll:
    """Main registrations at one census, one entry per pupil in every array; ``school`` is a place in the list of schools."""

    census_date: datetime.date
    child: numpy.ndarray
    school: numpy.ndarray
    year_group: numpy.ndarray
    provision: numpy.ndarray
    is_dual: numpy.ndarray


def make_rolls(
    people: People,
    schools: list[School],
    plans: dict[int, datetime.date],
    special: dict[int, int],
    as_at: datetime.date,
    is_plain: bool,
) -> list[Roll]:
    """The six rolls. ``plans`` says when each child's plan was issued, ``special`` which special school a child attends."""
    rolls = []
    issued = numpy.full(len(people), numpy.datetime64("NaT"), dtype="datetime64[D]")
    for child, day in plans.items():
        issued[child] = numpy.datetime64(day)
    special_school = numpy.full(len(people), -1)
    for child, place in special.items():
        special_school[child] = place
    # One number per child decides whatever must stay the same from census to census.
    lot = (numpy.arange(len(people)) * 7919 % 10_000) / 10_000
    primaries = largest_primaries(people, schools)
    for year in census_years(as_at):
        day = third_thursday(year)
        year_group = year - 1 - people.cohort
        on_roll = (
            (year_group >= people.joined) & (year_group < people.left) & (year_group >= 0) & (year_group < YEAR_GROUPS)
        )
        child = numpy.flatnonzero(on_roll)
        group = year_group[child]
        school = numpy.where(group <= 6, people.primary[child], people.secondary[child])
        school = numpy.where(special_school[child] >= 0, special_school[child], school)
        has_plan = issued[child] <= numpy.datetime64(day)
        has_support = (people.support_from[child] >= 0) & (people.support_from[child] <= group)
        if not is_plain:
            high, low = primaries[HIGH_SHARE_PLACE], primaries[LOW_SHARE_PLACE]
            has_support = has_support | ((school == high) & (lot[child] < 0.22))
            has_support = has_support & ~((school == low) & (lot[child] < 0.65))
        provision = numpy.where(has_plan, "E", numpy.where(has_support, "K", "N"))
        is_dual = (group >= 7) & (lot[child] < 0.003) & (special_school[child] < 0)
        rolls.append(Roll(day, child, school, group, provision, is_dual))
    return rolls


def largest_primaries(people: People, schools: list[School]) -> list[int]:
    """Places of the primary schools in the list, most pupils first."""
    sizes = numpy.bincount(people.primary, minlength=len(schools))
    places = [place for place, school in enumerate(schools) if school.phase == "Primary"]
    return sorted(places, key=lambda place: (-int(sizes[place]), place))


def write_censuses(
    folder: Path, people: People, schools: list[School], rolls: list[Roll], languages: numpy.ndarray
) -> list[Path]:
    """Four tables a census and kind of school: schools, pupils, needs, free school meals."""
    written = []
    for roll in rolls:
        for kind, is_academy in (("acad", True), ("la", False)):
            written += _write_census(folder, people, schools, roll, languages, kind, is_academy)
    return written


def _write_census(
    folder: Path,
    people: People,
    schools: list[School],
    roll: Roll,
    languages: numpy.ndarray,
    kind: str,
    is_academy: bool,
) -> list[Path]:
    stem = f"{roll.census_date.year}_spring_{kind}"
    in_kind = numpy.array([school.is_academy for school in schools]) == is_academy
    unit = next(
        place
        for place, school in enumerate(schools)
        if "pupil referral" in school.school_type.casefold() or "provision" in school.school_type
    )
    main = numpy.flatnonzero(in_kind[roll.school])
    second = numpy.flatnonzero(roll.is_dual) if in_kind[unit] else numpy.array([], dtype=int)
    rows = numpy.concatenate([main, second])
    at_school = numpy.concatenate([roll.school[main], numpy.full(len(second), unit)])
    status = numpy.concatenate([numpy.where(roll.is_dual[main], "M", "C"), numpy.full(len(second), "S")])
    child = roll.child[rows]
    keys = numpy.char.add(f"{stem}-p", numpy.char.zfill(numpy.arange(1, len(rows) + 1).astype(str), 7))
    order = numpy.arange(1, len(rows) + 1)
    laestab = numpy.array([school.laestab for school in schools])[at_school]
    stamp = _blade_dates(people.birth[child])
    group = roll.year_group[rows]
    named = numpy.where(group == 0, "R", group.astype(str))
    entered = numpy.where(
        people.joined[child] == group,
        numpy.where(
            people.joined[child] > 0,
            numpy.datetime64(f"{roll.census_date.year}-01-05") + child % 8,
            numpy.datetime64(f"{roll.census_date.year - 1}-09-03"),
        ),
        numpy.array(
            [f"{year}-09-03" for year in people.cohort[child] + numpy.where(group >= 7, 7, people.joined[child])],
            dtype="datetime64[D]",
        ),
    )
    provision = roll.provision[rows]
    blank = numpy.full(len(rows), "")
    values = dict.fromkeys(PUPIL_COLUMNS, blank) | {
        "pupilonrolltableid": keys,
        "NativeId": laestab,
        "dob": stamp,
        "surname": people.surname[child],
        "forename": people.forename[child],
        "upn": people.upn[child],
        "sex": people.sex[child],
        "entrydate": _blade_dates(entered),
        "pupilonrollorderseqcolumn": order,
        "sourceid": numpy.ones(len(rows), dtype=int),
        "schoolcensustableid": numpy.char.add(f"{stem}-s", laestab),
        "parttime": numpy.full(len(rows), "False"),
        "senunitindicator": numpy.full(len(rows), "False"),
        "resourcedprovisionindicator": numpy.full(len(rows), "False"),
        "ethnicity": people.ethnicity[child],
        "language": languages[child],
        "enrolstatus": status,
        "boarder": numpy.full(len(rows), "N"),
        "senprovision": provision,
        "ncyearactual": named,
    }
    if roll.census_date.year < FIRST_YEAR_OF_SEX:
        values = {("gender" if name == "sex" else name): column for name, column in values.items()}
    has_need = provision != "N"
    needs = {
        "pupilonrolltableid": keys[has_need],
        "NativeId": laestab[has_need],
        "senneedstableid": numpy.char.add(keys[has_need], "-n"),
        "senneedsorderseqcolumn": order[has_need],
        "sourceid": numpy.ones(has_need.sum(), dtype=int),
        "sentyperank": numpy.ones(has_need.sum(), dtype=int),
        "sentype": people.need[child][has_need],
    }
    has_meals = people.is_fsm[child]
    meals = {
        "pupilonrolltableid": keys[has_meals],
        "NativeId": laestab[has_meals],
        "fsmperiodtableid": numpy.char.add(keys[has_meals], "-f"),
        "fsmperiodorderseqcolumn": order[has_meals],
        "sourceid": numpy.ones(has_meals.sum(), dtype=int),
        "fsmstartdate": numpy.full(has_meals.sum(), f"{roll.census_date.year - 1}-Sep-03 00:00:00"),
        "fsmenddate": numpy.full(has_meals.sum(), ""),
        "ukcountry": numpy.full(has_meals.sum(), "ENG"),
    }
    open_schools = sorted(set(at_school))
    heads = {
        "schoolcensustableid": [f"{stem}-s{schools[place].laestab}" for place in open_schools],
        "NativeId": [schools[place].laestab for place in open_schools],
        "schoolcensusorderseqcolumn": list(range(1, len(open_schools) + 1)),
        "sourceid": [1] * len(open_schools),
        "collection": ["School Census"] * len(open_schools),
        "term": ["Spring"] * len(open_schools),
        "year": [roll.census_date.year] * len(open_schools),
        "referencedate": [f"{roll.census_date:%Y-%b-%d} 00:00:00"] * len(open_schools),
        "lea": [LA_CODE] * len(open_schools),
        "estab": [schools[place].establishment for place in open_schools],
    }
    tables = {"schoolcensus": heads, "pupilonroll": values, "senneeds": needs, "fsmperiod": meals}
    return [_write(folder / f"{stem}_{name}.csv", columns) for name, columns in tables.items()]


def _write(path: Path, columns: dict) -> Path:
    table = pyarrow.table({name: pyarrow.array(values) for name, values in columns.items()})
    pyarrow.csv.write_csv(table, path, pyarrow.csv.WriteOptions(quoting_style="needed"))
    return path


def _blade_dates(days: numpy.ndarray) -> numpy.ndarray:
    """2022-Sep-28 00:00:00, as COLLECT writes days."""
    unique, places = numpy.unique(days, return_inverse=True)
    return numpy.array([f"{day.item():%Y-%b-%d} 00:00:00" for day in unique])[places]


def write_gias(path: Path, schools: list[School], as_at: datetime.date) -> Path:
    """The register of schools in its own encoding, Windows-1252; a converted school stands in it twice."""
    headings = (
        "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),"
        "OpenDate,CloseDate,PhaseOfEducation (name),Trusts (name),UKPRN,Postcode,GOR (name),LSOA (code)"
    )
    converted = converted_on(as_at)
    lines = [headings]
    for school in schools:
        opened = "01-09-2010"
        if school.former_urn:
            opened = f"{converted:%d-%m-%Y}"
            lines.append(
                _gias_line(
                    school.former_urn,
                    school,
                    LA_NAME,
                    REGION,
                    "01-09-1995",
                    f"{converted - datetime.timedelta(days=1):%d-%m-%Y}",
                    "Closed",
                )
            )
        lines.append(_gias_line(school.urn, school, LA_NAME, REGION, opened, "", "Open"))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))
    return path


def _gias_line(urn: str, school: School, la_name: str, region: str, opened: str, closed: str, status: str) -> str:
    trust = school.trust if status == "Open" else ""
    postcode = f"ZZ{9} {int(urn) % 9}AA"
    return (
        f'{urn},{LA_CODE},{la_name},{int(school.establishment)},"{school.name}",{school.school_type},{status},'
        f"{opened},{closed},{school.phase},{trust},,{postcode},{region},"
    )
