"""The made-up children: who they are, which cohort and schools they belong to, and how their identifiers look."""

import datetime
from dataclasses import dataclass

import numpy

from sendmetrics.synthetic.places import LA_CODE, LOCALITIES, School, sectors

FORENAMES = ("Ada", "Bryn", "Cleo", "Dara", "Eli", "Fay", "Gil", "Hana", "Ivo", "Jude", "Kit", "Lena", "Milo", "Nia", "Otis", "Pia", "Quin", "Rafi", "Sol", "Tess", "Uma", "Vic", "Wren", "Xan", "Yara", "Zeb")  # fmt: skip
SURNAMES = ("Appleyard", "Birkett", "Calder", "Denholm", "Eastlake", "Farrow", "Greenhalgh", "Holt", "Ibbotson", "Jessop", "Kershaw", "Lockwood", "Mallory", "Nettleton", "Oakes", "Pickering", "Quarmby", "Rushworth", "Stainforth", "Thackray", "Underhill", "Varley", "Whitaker", "Yardley")  # fmt: skip
ETHNICITIES = ("WBRI", "WOTH", "APKN", "AIND", "BAFR", "MWBC", "MOTH", "NOBT")
ETHNICITY_SHARES = (0.66, 0.09, 0.07, 0.05, 0.05, 0.04, 0.03, 0.01)
NEEDS = ("SLCN", "SEMH", "ASD", "MLD", "SPLD", "PD", "HI", "VI")
NEED_SHARES = (0.26, 0.24, 0.20, 0.13, 0.10, 0.04, 0.02, 0.01)
CENSUSES = 6
YEAR_GROUPS = 12
PRESCHOOL_COHORTS = 3
UPN_LETTERS = numpy.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"))


@dataclass
class People:
    """One entry per child in every array. ``cohort`` is the year of the September in which they start Reception."""

    cohort: numpy.ndarray
    primary: numpy.ndarray
    secondary: numpy.ndarray
    joined: numpy.ndarray
    left: numpy.ndarray
    sex: numpy.ndarray
    ethnicity: numpy.ndarray
    need: numpy.ndarray
    is_fsm: numpy.ndarray
    support_from: numpy.ndarray
    birth: numpy.ndarray
    forename: numpy.ndarray
    surname: numpy.ndarray
    upn: numpy.ndarray
    postcode: numpy.ndarray
    home: numpy.ndarray

    def __len__(self) -> int:
        return len(self.cohort)

    def has_upn_on(self, child: int, day: datetime.date) -> bool:
        """A UPN comes with the first school place."""
        return day >= datetime.date(int(self.cohort[child]), 9, 1)


def census_years(as_at: datetime.date) -> list[int]:
    """The six Januaries up to the newest day."""
    last = as_at.year if as_at >= third_thursday(as_at.year) else as_at.year - 1
    return list(range(last - CENSUSES + 1, last + 1))


def third_thursday(year: int, month: int = 1) -> datetime.date:
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(3 - first.weekday()) % 7 + 14)


def make_people(pupils: int, schools: list[School], as_at: datetime.date, rng: numpy.random.Generator) -> People:
    """Children of all cohorts that were on a roll at one of the six censuses, or will be within three years."""
    years = census_years(as_at)
    first_cohort, last_cohort = years[0] - YEAR_GROUPS, years[-1] - 1 + PRESCHOOL_COHORTS
    each = round(pupils / YEAR_GROUPS)
    cohort = numpy.repeat(numpy.arange(first_cohort, last_cohort + 1), each)
    count = len(cohort)
    primary = _choose(schools, "Primary", count, rng)
    secondary = _choose(schools, "Secondary", count, rng)
    # A few come late or leave early, so that roll and time move.
    joined = numpy.where(rng.random(count) < 0.04, rng.integers(1, YEAR_GROUPS, count), 0)
    left = numpy.where(rng.random(count) < 0.03, rng.integers(2, YEAR_GROUPS + 1, count), YEAR_GROUPS)
    left = numpy.maximum(left, joined + 1)
    starts = rng.choice([-1, 1, 2, 3, 4, 5, 7, 8], size=count, p=[0.795, 0.04, 0.05, 0.04, 0.03, 0.02, 0.015, 0.01])
    born_days = rng.integers(0, 365, count)
    birth = numpy.array([f"{year - 5}-09-01" for year in cohort], dtype="datetime64[D]") + born_days
    forename = rng.choice(FORENAMES, count)
    home = numpy.where(
        rng.random(count) < 0.9,
        numpy.array([schools[place].locality for place in primary]),
        rng.choice(list(LOCALITIES), count),
    )
    return People(
        cohort=cohort,
        primary=primary,
        secondary=secondary,
        joined=joined,
        left=left,
        sex=rng.choice(["M", "F"], count, p=[0.51, 0.49]),
        ethnicity=rng.choice(ETHNICITIES, count, p=ETHNICITY_SHARES),
        need=rng.choice(NEEDS, count, p=NEED_SHARES),
        is_fsm=rng.random(count) < 0.24,
        support_from=starts,
        birth=birth,
        forename=forename,
        surname=_told_apart(forename, rng.choice(SURNAMES, count), birth),
        upn=_make_upns(cohort, rng),
        postcode=_make_postcodes(home, rng),
        home=home,
    )


def _choose(schools: list[School], phase: str, count: int, rng: numpy.random.Generator) -> numpy.ndarray:
    places = [place for place, school in enumerate(schools) if school.phase == phase]
    sizes = rng.uniform(0.6, 1.4, len(places))
    return rng.choice(places, count, p=sizes / sizes.sum())


def _told_apart(forename: numpy.ndarray, surname: numpy.ndarray, birth: numpy.ndarray) -> numpy.ndarray:
    """Surnames such that no two children share name and birth date: so short a list of names would make many that do."""
    seen: dict[tuple, int] = {}
    told_apart = surname.astype("U40")
    for place, key in enumerate(zip(forename, surname, birth, strict=True)):
        times = seen[key] = seen.get(key, 0) + 1
        if times > 1:
            told_apart[place] = f"{key[1]}-{SURNAMES[times % len(SURNAMES)]}"
    return told_apart


def _make_upns(cohort: numpy.ndarray, rng: numpy.random.Generator) -> numpy.ndarray:
    """Letter and twelve digits, the letter agreeing with the digits, all different."""
    serial = rng.permutation(len(cohort))
    digits = [
        f"{LA_CODE}{place // 1000:04d}{year % 100:02d}{place % 1000:03d}"
        for place, year in zip(serial, cohort, strict=True)
    ]
    numbers = numpy.array([[int(digit) for digit in text] for text in digits])
    letters = UPN_LETTERS[(numbers * numpy.arange(2, 14)).sum(axis=1) % 23]
    return numpy.array([letter + text for letter, text in zip(letters, digits, strict=True)])


def _make_postcodes(home: numpy.ndarray, rng: numpy.random.Generator) -> numpy.ndarray:
    by_area: dict[str, list[str]] = {}
    for sector, area in sectors().items():
        by_area.setdefault(area, []).append(sector)
    digits = rng.integers(0, 4, len(home))
    letters = rng.choice(list("ABDEFGHJLNPQRSTUWXYZ"), (len(home), 2))
    return numpy.array(
        [f"{by_area[area][digit]}{pair[0]}{pair[1]}" for area, digit, pair in zip(home, digits, letters, strict=True)]
    )
