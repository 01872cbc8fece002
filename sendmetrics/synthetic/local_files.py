"""The made-up authority's own extracts, in our templates: referrals, appointments, advice, SENCo time, areas, links."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy

from sendmetrics.synthetic.casework import Case
from sendmetrics.synthetic.census_files import Roll
from sendmetrics.synthetic.csv_files import write_rows
from sendmetrics.synthetic.health import LA_SERVICES, Referral
from sendmetrics.synthetic.people import People
from sendmetrics.synthetic.places import DEPRIVATION, ICB_CODE, LA_CODE, LOCALITIES, School, sectors
from sendmetrics.synthetic.referral_details import HEADINGS, tell_details

HEALTH_PROVIDER, LA_PROVIDER = "ZMH01", "ZLA01"
SCHOOLS_WITHOUT_TIME = 3
FULL_TIME_TEACHING = 22.0


@dataclass(frozen=True)
class Senco:
    """One SENCo's week at one school in one term."""

    place: int
    academic_year: str
    term: str
    snapshot: datetime.date
    reference: str
    contracted: float
    protected: float
    teaching: float


def make_sencos(
    schools: list[School], roll: Roll, as_at: datetime.date, rng: numpy.random.Generator, is_plain: bool
) -> list[Senco]:
    """One SENCo a school (a large secondary has two), for the newest term and the one before; a tenth of schools return nothing."""
    terms = [(_academic_year(day), _term(day), day) for day in (as_at - datetime.timedelta(days=90), as_at)]
    primaries = [place for place, school in enumerate(schools) if school.phase == "Primary"]
    sencos = []
    for place, school in enumerate(schools):
        pupils_with_sen = int(((roll.school == place) & (roll.provision != "N")).sum())
        returns, spread, numbers = (
            rng.random(),
            rng.uniform(0.75, 1.3),
            2 if school.phase == "Secondary" and pupils_with_sen > 150 else 1,
        )
        if returns < 0.1:
            continue
        for number in range(1, numbers + 1):
            contracted = 32.5
            protected = round(min(28.0, (2.0 + pupils_with_sen * 0.14 * spread) / numbers) * 2) / 2
            teaching = max(0.0, min(19.0, contracted - protected - 8))
            if not is_plain and place in primaries[:SCHOOLS_WITHOUT_TIME]:
                protected, teaching = 0.0, FULL_TIME_TEACHING
            for academic_year, term, snapshot in terms:
                sencos.append(
                    Senco(
                        place, academic_year, term, snapshot, f"S{place:04d}-{number}", contracted, protected, teaching
                    )
                )
    return sencos


def _academic_year(day: datetime.date) -> str:
    return f"{day.year - (day.month < 9)}/{(day.year + (day.month >= 9)) % 100:02d}"


def _term(day: datetime.date) -> str:
    return "autumn" if day.month >= 9 else "spring" if day.month <= 4 else "summer"


def _text(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def write_areas(path: Path, schools: list[School]) -> Path:
    """local_areas.csv: schools by URN, under the old number as well, and everywhere else by postcode sector."""
    headings = [
        "la_code",
        "local_area_code",
        "local_area_name",
        "match_type",
        "match_value",
        "icb_code",
        "deprivation_quintile",
        "effective_from",
        "effective_to",
    ]
    rows = [
        [
            LA_CODE,
            school.locality,
            LOCALITIES[school.locality],
            "urn",
            urn,
            ICB_CODE,
            DEPRIVATION[school.locality],
            "2014-09-01",
            "",
        ]
        for school in schools
        for urn in filter(None, (school.urn, school.former_urn))
    ]
    rows += [
        [LA_CODE, code, LOCALITIES[code], "postcode_sector", sector, ICB_CODE, DEPRIVATION[code], "2014-09-01", ""]
        for sector, code in sectors().items()
    ]
    return write_rows(path, headings, rows)


def write_sencos(folder: Path, schools: list[School], sencos: list[Senco]) -> list[Path]:
    """senco_return.csv of each term, one row for each SENCo of a school."""
    headings = [
        "snapshot_date",
        "source",
        "urn",
        "academic_year",
        "term",
        "senco_ref",
        "senco_fte",
        "hours_contracted_pw",
        "hours_senco_duties_pw",
        "hours_actual_pw",
        "hours_teaching_pw",
        "hours_admin_support_pw",
        "hours_assistant_senco_pw",
        "shared_across_schools",
        "n_schools_shared",
        "on_slt",
        "is_qualified_teacher",
        "is_head",
        "qualification",
        "date_appointed",
        "first_senco_date",
        "vacant_from",
        "pulled_away_pct",
        "ehc_requests_year",
    ]
    written = []
    for snapshot in sorted({senco.snapshot for senco in sencos}):
        rows = [
            [
                snapshot, "schools", schools[senco.place].urn, senco.academic_year, senco.term, senco.reference, "1.0",
                senco.contracted, senco.protected, senco.protected + 4, senco.teaching, "2", "0", "0", "", str(senco.place % 2),
                "1", "0", "NASENCO", "2019-09-01", "2019-09-01", "", "x", "x",
            ]
            for senco in sencos
            if senco.snapshot == snapshot
        ]  # fmt: skip
        written.append(write_rows(folder / f"senco_return_{snapshot:%Y-%m-%d}.csv", headings, rows))
    return written


def local_reference(child: int) -> str:
    """How the health provider numbers a child."""
    return f"MH{child:07d}"


def write_links(path: Path, people: People, referrals: list[Referral], as_at: datetime.date) -> Path:
    children = sorted({r.child for r in referrals if r.service not in LA_SERVICES})
    # One in twenty-five is not linked yet.
    rows = [
        [local_reference(child), "local_id", people.upn[child], ""]
        for child in children
        if child % 25 and people.has_upn_on(child, as_at)
    ]
    return write_rows(path, ["person_ref", "ref_kind", "upn", "uln"], rows)


REFERRAL_HEADINGS = [
    "snapshot_date",
    "source",
    "referral_id",
    "person_ref",
    "provider_code",
    "service",
    "source_of_referral",
    "received_date",
    "triaged_date",
    "accepted_date",
    "rejected_date",
    "rejection_reason",
    "previous_referral_id",
    "first_offer_date",
    "first_contact_date",
    "attendance_code",
    "assessed_date",
    "intervention_started_date",
    "discharge_date",
    "discharge_reason",
    *HEADINGS,
]


def write_referrals(folder: Path, people: People, referrals: list[Referral], as_at: datetime.date) -> list[Path]:
    """The health provider's extract of a month ago and of the newest day, and the authority's own of the newest day."""
    month_ago = as_at - datetime.timedelta(days=31)
    health = [r for r in referrals if r.service not in LA_SERVICES]
    own = [r for r in referrals if r.service in LA_SERVICES]
    return [
        write_rows(
            folder / f"referrals_health_{month_ago:%Y-%m-%d}.csv",
            REFERRAL_HEADINGS,
            _referral_rows(people, health, month_ago, False),
        ),
        write_rows(
            folder / f"referrals_health_{as_at:%Y-%m-%d}.csv",
            REFERRAL_HEADINGS,
            _referral_rows(people, health, as_at, False),
        ),
        write_rows(
            folder / f"referrals_authority_{as_at:%Y-%m-%d}.csv",
            REFERRAL_HEADINGS,
            _referral_rows(people, own, as_at, True),
        ),
    ]


def _referral_rows(people: People, referrals: list[Referral], snapshot: datetime.date, is_own: bool) -> list[list]:
    def known(day: datetime.date | None) -> str:
        return _text(day) if day is not None and day <= snapshot else ""

    rows = []
    for r in referrals:
        if r.received > snapshot:
            continue
        was_rejected, was_closed = bool(known(r.rejected)), bool(known(r.discharged))
        rows.append(
            [
                snapshot, LA_PROVIDER if is_own else HEALTH_PROVIDER, f"R{r.number:07d}",
                people.upn[r.child] if is_own else local_reference(r.child), LA_PROVIDER if is_own else HEALTH_PROVIDER,
                r.service, r.source, _text(r.received), known(r.triaged), known(r.accepted), known(r.rejected),
                r.reason if was_rejected else "",
                # Every other re-referral says what it follows; the rest must be told by the rule.
                f"R{r.previous:07d}" if r.previous and r.number % 2 else "",
                known(r.offered), known(r.seen), "5" if known(r.seen) else "", known(r.assessed), known(r.started),
                known(r.discharged), r.discharge_reason if was_closed else "", *tell_details(r, snapshot),
            ]
        )  # fmt: skip
    return rows


def write_appointments(path: Path, referrals: list[Referral]) -> Path:
    rows = (
        [f"R{r.number:07d}", offered, day, kind, attendance, sequence]
        for r in referrals
        for sequence, (offered, day, kind, attendance) in enumerate(r.appointments, start=1)
    )
    return write_rows(path, ["referral_id", "offered_date", "appointment_date", "kind", "attendance", "sequence"], rows)


def write_advice(
    path: Path, people: People, cases: list[Case], as_at: datetime.date, census_date: datetime.date
) -> Path:
    """advice_requests.csv: what advisers were asked for each assessment, outstanding advice included."""
    headings = [
        "snapshot_date",
        "source",
        "request_id",
        "person_ref",
        "adviser_service",
        "provider_code",
        "requested_date",
        "received_date",
        "advice_report_date",
        "exception_code",
        "exception_from",
        "exception_to",
        "is_existing_advice",
        "chased_count",
    ]
    rows = []
    for case in cases:
        # Until a census held a child, no file need name it with its UPN: a return from before school started and an
        # advice log of today would be tied by nothing.
        for adviser, asked, came in case.advice:
            if people.has_upn_on(case.child, census_date):
                provider = HEALTH_PROVIDER if adviser.startswith("health") else LA_PROVIDER
                rows.append(
                    [
                        as_at,
                        "casework",
                        f"C{case.number:06d}",
                        people.upn[case.child],
                        adviser,
                        provider,
                        _text(asked),
                        _text(came),
                        _text(came),
                        "",
                        "",
                        "",
                        "0",
                        "0",
                    ]
                )
    return write_rows(path, headings, rows)
