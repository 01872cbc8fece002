"""Where the made-up authority is: its local areas, its schools, its postcodes. None of it exists."""

import datetime
from dataclasses import dataclass

import numpy

LA_CODE = "999"
LA_NAME = "Marlshire"
REGION = "East Midlands"
ICB_CODE = "QZZ"
LOCALITIES = {
    "CEN": "Central",
    "COA": "Coast",
    "NOR": "North",
    "SOU": "South",
    "VAL": "Vale",
}
SLOW_LOCALITY = "COA"
# The fifth of areas by deprivation each is in, 1 the most deprived.
DEPRIVATION = {"CEN": 2, "COA": 1, "NOR": 2, "SOU": 5, "VAL": 4}
FIRST_WORDS = (
    "Alder", "Ash", "Beech", "Birch", "Bracken", "Bramble", "Briar", "Brook", "Cedar", "Clover", "Elder", "Elm", "Fern",
    "Foxglove", "Harebell", "Hawthorn", "Hazel", "Heather", "Holly", "Juniper", "Larch", "Laurel", "Linden", "Maple",
    "Meadow", "Oak", "Poplar", "Primrose", "Rowan", "Rush", "Sedge", "Sorrel", "Spruce", "Sycamore", "Teasel", "Thistle",
    "Willow", "Yarrow", "Yew",
)  # fmt: skip
SECOND_WORDS = (
    "bank",
    "bourne",
    "bridge",
    "combe",
    "dale",
    "field",
    "ford",
    "gate",
    "hurst",
    "lea",
    "mead",
    "moor",
    "ridge",
    "stead",
    "wick",
    "wood",
)
TRUSTS = ("Five Rivers Learning Trust", "Harbour Light Trust", "Marlshire Schools Partnership")


@dataclass(frozen=True)
class School:
    """A made-up school. ``former_urn`` is the URN it had before it became an academy."""

    urn: str
    establishment: str
    name: str
    phase: str
    school_type: str
    locality: str
    trust: str
    is_academy: bool
    former_urn: str = ""

    @property
    def laestab(self) -> str:
        return LA_CODE + self.establishment


def make_schools(pupils: int, rng: numpy.random.Generator) -> list[School]:
    """At least 20 schools, in numbers that fit the pupils: primaries, secondaries, special schools, one pupil referral unit."""
    numbers = {
        "Primary": max(15, round(pupils * 0.56 / 280)),
        "Secondary": max(3, round(pupils * 0.40 / 1050)),
        "Special": max(2, round(pupils * 0.015 / 110)),
        "Alternative": 1,
    }
    names = [f"{first}{second}" for second in SECOND_WORDS for first in FIRST_WORDS]
    chosen = rng.permutation(len(names))
    schools: list[School] = []
    for phase, count in numbers.items():
        for place in range(count):
            number = len(schools)
            # More schools than names in the largest authorities: the later ones are told apart by a saint.
            stem = names[chosen[number % len(names)]]
            stem = stem if number < len(names) else f"St {stem}"
            schools.append(_school(phase, place, number, stem))
    return schools


def _school(phase: str, place: int, number: int, stem: str) -> School:
    is_academy = number % 2 == 1
    titles = {
        "Primary": ("Primary School", "Community school"),
        "Secondary": ("School", "Community school"),
        "Special": ("Special School", "Community special school"),
        "Alternative": ("Learning Centre", "Pupil referral unit"),
    }
    title, kind = titles[phase]
    if is_academy:
        kind = {"Special": "Academy special converter", "Alternative": "Academy alternative provision converter"}.get(
            phase, "Academy converter"
        )
    first_establishment = {"Primary": 2000, "Secondary": 4000, "Special": 7000, "Alternative": 1100}[phase]
    return School(
        urn=str(900_000 + number),
        establishment=f"{first_establishment + place:04d}",
        # One name beyond plain ASCII, as in the real register.
        name=f"{'Élmstead' if number == 3 else stem} {title}",
        phase={"Special": "Not applicable", "Alternative": "Not applicable"}.get(phase, phase),
        school_type=kind,
        locality=list(LOCALITIES)[number % len(LOCALITIES)],
        trust=TRUSTS[number % len(TRUSTS)] if is_academy else "",
        is_academy=is_academy,
        former_urn=str(980_000 + number) if phase == "Primary" and place == 1 else "",
    )


def converted_on(as_at: datetime.date) -> datetime.date:
    """The day one school became an academy, between two of the six censuses and long before the newest day."""
    return datetime.date(as_at.year - 3, 9, 1)


def sectors() -> dict[str, str]:
    """Postcode sector to local area; the area ZZ does not exist."""
    return {f"ZZ{district} {digit}": code for district, code in enumerate(LOCALITIES, start=1) for digit in range(1, 5)}
