"""An authority as a log of what happened, and its files as they would be exported on any day.

Nothing here knows how the warehouse merges or replays: a file holds what the
guides say such a file holds on its day, no more. Events without a field for
their day (an undated withdrawal, a plan agreed and not yet issued, agreement
after mediation, a move, a case that leaves the books) reach an authority's
files only with the next one exported; ``known`` is the day of the last one.
"""

import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from small_files import Row, write_blades, write_census, write_csv, write_gias, write_return

BEGINS = datetime.date(2021, 3, 1)
NEWEST = datetime.date(2025, 11, 20)
CENSUSES = [datetime.date(*day) for day in ((2022, 1, 20), (2023, 1, 19), (2024, 1, 18), (2025, 1, 16))]
# The first return is in blade CSV, the others in XML; two are extracts of other days, one for the collection to come.
RETURNS = {
    datetime.date(2023, 1, 19): 2023,
    datetime.date(2024, 1, 18): 2024,
    datetime.date(2024, 7, 31): 2025,
    datetime.date(2025, 1, 16): 2025,
    NEWEST: 2025,
}
SNAPSHOTS = [datetime.date(*day) for day in ((2023, 1, 10), (2023, 9, 29), (2024, 6, 14), (2025, 2, 28))] + [NEWEST]
TERMS = {datetime.date(2023, 10, 20): ("2023/24", "autumn"), datetime.date(2025, 3, 14): ("2024/25", "spring")}
REGISTERS = {datetime.date(2021, 9, 1): "no", datetime.date(2024, 6, 14): "yes", NEWEST: "yes"}
LONGEST_LISTED_AFTER_CLOSING = datetime.timedelta(days=400)
SCHOOLS = {"9992001": "900001", "9992002": "900002", "9994001": "900003"}
SERVICES = ("salt", "camhs", "paediatrics")
ENDINGS = ("withdrawn", "refused", "issued", "no_plan", "withdrawn_later", "ceased")
ADVISERS = ("ep", "health_salt", "school")


@dataclass
class Child:
    """``has_upn_from`` is the day of the first school place; ``schools`` gives the LAEstab at each census."""

    number: int
    upn: str
    has_upn_from: datetime.date
    birth: str
    sex: str
    postcode: str
    schools: dict[datetime.date, str]
    provision: dict[datetime.date, str]

    @property
    def reference(self) -> str:
        """How services know the child: the UPN, a linked number, or one that ties to nothing."""
        if self.has_upn_from > BEGINS:
            return f"LOCAL{self.number}"
        return self.upn if self.number % 2 else f"MH{self.number}"


@dataclass(frozen=True)
class Event:
    """What happened on a day; ``is_dated`` says whether a return has a field for that day."""

    day: datetime.date
    kind: str
    is_dated: bool = True


@dataclass
class Case:
    """A request and its events, oldest first, with the details its rows carry. ``is_short`` rows leave old dates out."""

    number: int
    child: Child
    received: datetime.date
    events: list[Event]
    is_short: bool
    has_exception: bool
    has_mediation: bool
    advice: list[tuple[str, datetime.date, datetime.date | None, datetime.date | None]] = field(default_factory=list)

    def seen(self, day: datetime.date, known: datetime.date) -> dict[str, datetime.date]:
        """Events in the records on ``day``: dated ones, and undated ones told by ``known`` or by what followed."""
        past = [event for event in self.events if event.day <= day]
        followed = max(
            (place for place, event in enumerate(past) if event.is_dated and event.kind != "ceased"), default=-1
        )
        return {
            event.kind: event.day
            for place, event in enumerate(past)
            if event.is_dated or event.day <= known or place < followed
        }

    def day_of(self, kind: str) -> str:
        """The day of an event as a return gives it: empty where it has no field for it."""
        return next((event.day.isoformat() for event in self.events if event.kind == kind and event.is_dated), "")


@dataclass
class Plan:
    """What becomes of a plan, as far as some file comes to hold it. ``lost``: from that day it is held no more, nobody says why.

    Meetings and letters are dated, and so is the entry into a setting; a change of need is not.
    """

    reviews: list[tuple[datetime.date, datetime.date | None]] = field(default_factory=list)
    settings: list[tuple[datetime.date, str, str]] = field(default_factory=list)
    transfer: tuple[datetime.date, datetime.date | None] | None = None
    need_changed: datetime.date | None = None
    is_ever_held: bool = True
    lost: datetime.date | None = None

    def tell(self, day: datetime.date, known: datetime.date) -> Row:
        """The plan held as a return of that day has it; not held once it was lost."""
        if self.lost is not None and self.lost <= known:
            return {"held": ""}
        if not self.is_ever_held:
            return {"held": "1"}
        told: Row = {"held": "1", "need": "ASD" if self.need_changed and self.need_changed <= known else "SLCN"}
        meetings = [meeting for meeting, _ in self.reviews if meeting <= day]
        letters = [letter for _, letter in self.reviews if letter is not None and letter <= day]
        for name, days in (("meeting", meetings), ("letter", letters)):
            told[name] = max(days).isoformat() if days else ""
        if self.transfer is not None and self.transfer[0] <= day:
            due, final = self.transfer
            told |= {"due": due.isoformat(), "final": final.isoformat() if final and final <= day else ""}
        where = [setting for setting in self.settings if setting[0] <= day]
        if where:
            told |= {"entered": where[-1][0].isoformat(), "held_urn": where[-1][1], "held_setting": where[-1][2]}
        return told


@dataclass
class Referral:
    """A referral; ``days`` are the dated fields of its row, ``appointments`` (offered, day, kind, what came of it)."""

    number: int
    child: Child
    service: str
    days: dict[str, datetime.date]
    details: dict[str, str] = field(default_factory=dict)
    deleted: datetime.date | None = None
    appointments: list[tuple[datetime.date, datetime.date, str, str]] = field(default_factory=list)


class EventLog:
    """Everything that happened to some children up to the newest day, by chance from a seed."""

    def __init__(self, seed: int, children: int = 90) -> None:
        self.chance = random.Random(seed)
        self.children = [self._make_child(number) for number in range(1, children + 1)]
        self.cases: list[Case] = []
        self.referrals: list[Referral] = []
        for child in self.children:
            self._ask_for_assessments(child)
            self._refer(child)
        self._overturn_last_requests_alone()
        # By a chance of its own, so that everything else is as it was before there were plans to follow.
        self.plan_chance = random.Random(f"plans {seed}")
        self.plans = {case.number: self._follow_plan(case) for case in self.cases}
        for referral in self.referrals:
            _visit(referral)
        hours = (0.0, 6.5, 12.0)
        self.senco_hours = {(day, estab): self.chance.choice(hours) for day in TERMS for estab in SCHOOLS}

    def _after(self, day: datetime.date, least: int, most: int) -> datetime.date:
        return day + datetime.timedelta(days=self.chance.randint(least, most))

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _deleted_after(self, day: datetime.date, files: Iterable[datetime.date]) -> datetime.date:
        """Some day after a file has carried what came on ``day``: what no file ever held cannot be replayed."""
        return self._after(min((file for file in files if file >= day), default=NEWEST), 1, 250)

    def _make_child(self, number: int) -> Child:
        upn = f"{'ABCDEFGHJKLMNPQRTUVWXYZ'[number % 23]}999{number:09d}"
        starts = self.chance.choice((BEGINS, BEGINS, BEGINS, datetime.date(2024, 9, 1)))
        estab = self.chance.choice(list(SCHOOLS))
        schools, provision = {}, {}
        for day in CENSUSES:
            if self._happens(0.2):
                estab = self.chance.choice(list(SCHOOLS))
            if day >= starts and self._happens(0.9):
                schools[day] = estab
                provision[day] = self.chance.choice("NNNKE")
        birth = datetime.date(2012, 1, 1) + datetime.timedelta(days=17 * number)
        sector = self.chance.choice(("ZZ1 1", "ZZ1 2", "ZZ9 9"))
        sex = self.chance.choice("MF")
        return Child(number, upn, starts, birth.isoformat(), sex, f"{sector}AA", schools, provision)

    def _ask_for_assessments(self, child: Child) -> None:
        if self._happens(0.12):
            # Came from elsewhere with a plan, on a day no return has a field for.
            moved = self._after(BEGINS, 0, 1500)
            events = [Event(moved, "moved_in", False)]
            if self._happens(0.6):
                events.append(Event(self._after(moved, 100, 500), "ceased"))
            self._add_case(child, moved - datetime.timedelta(days=900), events)
            last = events[-1].day
            if len(events) == 1:
                return
        else:
            last = BEGINS
        for _ in range(self.chance.choice((0, 1, 1, 1, 2))):
            received = self._after(last, 0, 1200)
            events = self._make_events(received)
            last = events[-1].day + datetime.timedelta(days=30)
            is_last = not any(event.kind in ("withdrawn", "no_plan", "refused", "ceased") for event in events)
            self._add_case(child, received, events)
            if is_last:
                return

    def _add_case(self, child: Child, received: datetime.date, events: list[Event]) -> None:
        events = [event for event in events if event.day <= NEWEST]
        if not events:
            return
        case = Case(
            len(self.cases) + 1, child, received, events, self._happens(0.5), self._happens(0.15), self._happens(0.1)
        )
        starts = next((event.day for event in events if event.kind == "agreed"), None)
        if starts is not None:
            for adviser in ADVISERS:
                asked = self._after(starts, 0, 5)
                came = self._after(asked, 5, 120) if self._happens(0.85) else None
                deleted = self._deleted_after(asked, SNAPSHOTS) if self._happens(0.06) else None
                if self._happens(0.8) and asked <= events[-1].day:
                    case.advice.append((adviser, asked, came, deleted))
        self.cases.append(case)

    def _overturn_last_requests_alone(self) -> None:
        """A historical row without its day is the child's last request that went ahead, and that of a refusal tells nothing else."""
        last = {case.child.reference: case for case in self.cases}
        for case in self.cases:
            if case is not last[case.child.reference]:
                kinds = [event.kind for event in case.events]
                case.events = case.events[: kinds.index("overturned")] if "overturned" in kinds else case.events

    def _make_events(self, received: datetime.date) -> list[Event]:
        """One of the ways a request can go, cut short where the child moves away or the case leaves the books."""
        events = [Event(received, "received", not self._happens(0.05))]
        day = self._after(received, 20, 70)
        if self._happens(0.08):
            events.append(Event(day, "withdrawn", self._happens(0.5)))
        elif self._happens(0.3):
            events.append(Event(day, "refused"))
            if self._happens(0.3):
                day = self._after(day, 30, 120)
                events += [Event(day, "overturned", False), *self._assess(day)]
        else:
            events += [Event(day, "agreed"), *self._assess(day)]
        if self._happens(0.12):
            cut = self._deleted_after(received, RETURNS)
            before = [event for event in events if event.day < cut]
            if before and before[-1].kind not in ENDINGS:
                return [*before, Event(cut, self.chance.choice(("exported", "vanished")), False)]
        return events

    def _assess(self, day: datetime.date) -> list[Event]:
        events = []
        day = self._after(day, 40, 120)
        if self._happens(0.6):
            events.append(Event(day, "plan_agreed", False))
            day = self._after(day, 5, 150)
        draw = self.chance.random()
        if draw < 0.1:
            events.append(Event(day, "withdrawn_later", self._happens(0.5)))
        elif draw < 0.25:
            events.append(Event(day, "no_plan"))
        elif draw < 0.9:
            events.append(Event(day, "issued"))
            if self._happens(0.2):
                events.append(Event(self._after(day, 60, 500), "ceased"))
        return events

    def _follow_plan(self, case: Case) -> Plan:
        """Reviews, settings and an end without a word, each of them told by some return before the next is."""
        chance, plan = self.plan_chance, Plan()
        began = next((event.day for event in case.events if event.kind in ("issued", "moved_in")), None)
        if began is None:
            return plan
        # No field has the day of a move: what came before the first return to tell of it is not told of that day.
        is_moved = case.events[0].kind == "moved_in"
        began = min((day for day in RETURNS if day >= began), default=NEWEST) if is_moved else began
        ended = next((event.day for event in case.events if event.kind == "ceased"), None)
        if ended is None and chance.random() < 0.15 and began < NEWEST:
            first = min(day for day in RETURNS if day >= began)
            plan.lost = ended = first + datetime.timedelta(days=chance.randint(1, 250))
        last = max((day for day in RETURNS if ended is None or day < ended), default=BEGINS)
        room = datetime.timedelta(days=60)
        meeting = began + datetime.timedelta(days=chance.randint(100, 430))
        while meeting <= NEWEST and (ended is None or meeting + room <= last):
            letter = meeting + datetime.timedelta(days=chance.choice((0, 14, 27, 28, 29, 45, 60)))
            plan.reviews.append((meeting, letter if chance.random() < 0.8 else None))
            # So far apart that some return lies between every letter and the next meeting.
            meeting += datetime.timedelta(days=chance.randint(430, 520))
        moves = [began, began + datetime.timedelta(days=chance.randint(370, 600))]
        for entered in moves[: chance.choice((0, 1, 2, 2))]:
            if entered <= last:
                code = chance.choice(("", "", "EHE", "OTH"))
                plan.settings.append((entered, "" if code else chance.choice(sorted(SCHOOLS.values())), code))
        due = datetime.date(chance.choice((2023, 2024, 2025)), *chance.choice(((2, 15), (3, 31))))
        if began < due and due + room <= last:
            final = due + datetime.timedelta(days=chance.choice((-20, 0, 1, 40)))
            plan.transfer = (due, final if chance.random() < 0.8 else None)
        first = min((day for day in RETURNS if began <= day <= last), default=None)
        plan.is_ever_held = first is not None
        if first is not None and chance.random() < 0.3:
            plan.need_changed = first + datetime.timedelta(days=chance.randint(1, 500))
        return plan

    def _refer(self, child: Child) -> None:
        received = self._after(BEGINS, 0, 900)
        previous = None
        service = self.chance.choice(SERVICES)
        for _ in range(self.chance.choice((0, 1, 1, 2, 3, 4))):
            if received > NEWEST:
                return
            referral = Referral(len(self.referrals) + 1, child, service, {"received_date": received})
            if previous is not None and self._happens(0.4):
                referral.details["previous_referral_id"] = f"R{previous.number}"
            self._go_through(referral, received)
            self.referrals.append(referral)
            previous = referral
            ended = referral.days.get("rejected_date") or referral.days.get("discharge_date")
            received = self._after(ended or received, 10, 450)
            service = service if self._happens(0.75) else self.chance.choice(SERVICES)

    def _go_through(self, referral: Referral, received: datetime.date) -> None:
        days = referral.days
        day = days["triaged_date"] = self._after(received, 2, 40)
        if self._happens(0.06):
            referral.deleted = self._deleted_after(received, SNAPSHOTS)
        if self._happens(0.35):
            days["rejected_date"] = day
            referral.details["rejection_reason"] = self.chance.choice(("threshold", "needs_other_service_first"))
            if referral.details["rejection_reason"] == "needs_other_service_first":
                referral.details["prereq_service"] = "other"
                days["prereq_end_date"] = self._after(day, 30, 300)
            return
        days["accepted_date"] = day
        if referral.deleted is not None:
            return
        offered = self._after(day, 1, 100)
        seen = self._after(offered, 0, 40)
        if self._happens(0.2):
            referral.appointments.append((offered, seen, "first", "was_not_brought"))
            if self._happens(0.4):
                days["discharge_date"] = self._after(seen, 0, 30)
                referral.details["discharge_reason"] = self.chance.choice(("was_not_brought", "moved", "not_needed"))
                return
            offered, seen = seen, self._after(seen, 14, 200)
        if self._happens(0.1):
            referral.appointments.append((offered, offered, "triage", "attended"))
        referral.appointments.append((offered, seen, "first", "attended"))
        # Some providers keep the day of contact in the list of appointments alone.
        if self._happens(0.6):
            days["first_contact_date"] = seen
        if self._happens(0.5):
            days["discharge_date"] = self._after(seen, 20, 300)
            referral.details["discharge_reason"] = "complete"

    def export(self, folder: Path, as_at: datetime.date, is_early: bool) -> None:
        """All files of the authority up to a day; early, the newest ones as exported on that very day."""
        write_gias(
            folder,
            "urn | estab | name | phase | opened\n"
            + "\n".join(
                f"{urn} | {estab[3:]} | School {urn} | {'Secondary' if estab[3] == '4' else 'Primary'} | 01-09-1995"
                for estab, urn in SCHOOLS.items()
            ),
        )
        write_csv(folder / "local_areas.csv", _LOCAL_AREAS)
        links = [
            {"person_ref": child.reference, "ref_kind": "local_id", "upn": child.upn, "uln": ""}
            for child in self.children
            if child.reference.startswith("MH")
        ]
        write_csv(folder / "person_links.csv", links)
        self._export_censuses(folder, as_at)
        self._export_sencos(folder, as_at)
        self._export_registers(folder, as_at)
        for day, known, year in _schedule(RETURNS, as_at, is_early):
            rows = self.tell_cases(day, known, year)
            if rows and day == min(RETURNS):
                write_blades(folder / f"blades {day}", day.isoformat(), rows, year)
            elif rows:
                write_return(folder, day.isoformat(), rows, year)
        for day, known, _ in _schedule(dict.fromkeys(SNAPSHOTS, 0), as_at, is_early):
            self._export_referrals(folder, day, known)
            self._export_advice(folder, day, known)
            self._export_events(folder, day)
            self._export_contributions(folder, day)
        self._export_appointments(folder, as_at)

    def _export_censuses(self, folder: Path, as_at: datetime.date) -> None:
        for day in CENSUSES:
            rows = [
                {
                    "school": child.schools[day],
                    "upn": child.upn,
                    "surname": f"Surname{child.number}",
                    "forename": "Kit",
                    "birth": child.birth,
                    "sex": child.sex,
                    "provision": child.provision[day],
                    "need": "SLCN" if child.provision[day] != "N" else None,
                    "year_group": str(day.year - 2018 + child.number % 5),
                    "entered": f"{day.year - 1}-09-03",
                }
                for child in self.children
                if day in child.schools
            ]
            if day <= as_at:
                write_census(folder, day.isoformat(), rows)

    def _export_sencos(self, folder: Path, as_at: datetime.date) -> None:
        for day, (year, term) in TERMS.items():
            rows = [
                {
                    "snapshot_date": day.isoformat(),
                    "source": "schools",
                    "urn": urn,
                    "academic_year": year,
                    "term": term,
                    "senco_ref": f"S{urn}",
                    "hours_senco_duties_pw": str(self.senco_hours[day, estab]),
                    "hours_teaching_pw": "22",
                    "qualification": "none",
                    "date_appointed": "2020-09-01",
                }
                for estab, urn in SCHOOLS.items()
            ]
            if day <= as_at:
                write_csv(folder / f"senco {day}.csv", rows)

    def _export_registers(self, folder: Path, as_at: datetime.date) -> None:
        """What is commissioned, given before the first census and again later: nothing at first, and a service since then."""
        for day, answer in REGISTERS.items():
            about = {"snapshot_date": day.isoformat(), "source": "authority"}
            rows = [
                about | {"need_code": "SLCN", "service": "salt", "is_commissioned": answer},
                about | {"need_code": "HI", "service": "sensory", "is_commissioned": "yes"},
            ]
            if day <= as_at:
                write_csv(folder / f"commissioned_routes {day}.csv", rows)

    def _export_contributions(self, folder: Path, day: datetime.date) -> None:
        """Who came to the reviews held by a day: fixed by the case, so that chance gives everything else what it gave."""
        rows = [
            {
                "snapshot_date": day.isoformat(),
                "source": "casework",
                "person_ref": case.child.reference,
                "review_date": meeting.isoformat(),
                "service": service,
                "was_invited": ("yes", "yes", "", "no")[(case.number + place) % 4],
                "attended": ("yes", "no", "no", "", "yes")[(case.number + place + meeting.day) % 5],
                "reported": ("no", "yes", "")[(case.number + meeting.day) % 3],
            }
            for case in self.cases
            for meeting, _ in self.plans[case.number].reviews
            for place, service in enumerate(SERVICES)
            if meeting <= day
        ]
        if rows:
            write_csv(folder / f"review_contributions {day}.csv", rows)

    def tell_cases(self, day: datetime.date, known: datetime.date, year: int) -> list[Row]:
        """The return of that day for that year's collection: what happened since the calendar year before began, or goes on."""
        year_starts = datetime.date(year - 1, 1, 1)
        return [row for case in self.cases if (row := self._tell_case(case, day, known, year_starts))]

    def _tell_case(
        self, case: Case, day: datetime.date, known: datetime.date, year_starts: datetime.date
    ) -> Row | None:
        vanished = next((event.day for event in case.events if event.kind == "vanished"), None)
        if vanished is not None and vanished <= known:
            return None
        seen = case.seen(_last_told(vanished, RETURNS, day), known)
        if set(seen) <= {"ceased"}:
            return None
        endings = ("withdrawn", "withdrawn_later", "no_plan", "exported", "ceased")
        over = next((seen[kind] for kind in endings if kind in seen), None)
        if "refused" in seen and "overturned" not in seen:
            over = seen["refused"]
        if over is not None and over < year_starts:
            return None
        child = case.child
        has_upn = child.has_upn_from <= day
        row: Row = {
            "key": str(case.number),
            "upn": child.upn if has_upn else "",
            "unknown": "" if has_upn else "UN1",
            "surname": f"Surname{child.number}",
            "forename": "Kit",
            "birth": child.birth,
            "sex": child.sex,
            "postcode": child.postcode,
            "received": case.day_of("received"),
            "mediation": "1" if "overturned" in seen else "0",
            "exported": "1" if "exported" in seen else "0",
        }
        if "moved_in" in seen:
            row |= {"received": case.received.isoformat(), "decision": "H", "outcome": "H"}
            row |= {"started": case.received.isoformat()}
        else:
            self._tell_decision(case, row, seen, year_starts)
            if "agreed" in seen or "overturned" in seen:
                self._tell_assessment(case, row, seen, year_starts)
        if row["decision"] == "H" and case.is_short:
            row["received"] = ""
        if "started" in row:
            row |= {"ceased": seen["ceased"].isoformat(), "cease_reason": "1"} if "ceased" in seen else {"held": "1"}
            row["named_urn"] = "900003" if case.number % 3 else ""
            if "held" in row:
                row |= self.plans[case.number].tell(day, known)
        return row

    def _tell_decision(self, case: Case, row: Row, seen: dict[str, datetime.date], year_starts: datetime.date) -> None:
        decided = seen.get("agreed") or seen.get("refused")
        if "withdrawn" in seen:
            row |= {"decision": "W", "decided": case.day_of("withdrawn")}
        elif decided is None:
            row["decision"] = "A"
        elif decided < year_starts:
            row["decision"] = "H"
        else:
            row |= {"decision": "Y" if "agreed" in seen else "N", "decided": decided.isoformat()}

    def _tell_assessment(
        self, case: Case, row: Row, seen: dict[str, datetime.date], year_starts: datetime.date
    ) -> None:
        if "issued" in seen:
            row["started"] = seen["issued"].isoformat()
            if seen["issued"] < year_starts:
                row["outcome"] = "H"
            else:
                row |= {"outcome": "Y", "ended": seen["issued"].isoformat()}
                row |= {"exception": "1" if case.has_exception else "0"}
                row |= {"assessment_mediation": "1" if case.has_mediation else "0"}
        elif "no_plan" in seen:
            row |= {"outcome": "N", "ended": seen["no_plan"].isoformat()}
        elif "withdrawn_later" in seen:
            row |= {"outcome": "W", "ended": case.day_of("withdrawn_later")}
        else:
            row["outcome"] = "Y" if "plan_agreed" in seen else "A"

    def _export_referrals(self, folder: Path, day: datetime.date, known: datetime.date) -> None:
        names = ("received_date", "triaged_date", "accepted_date", "rejected_date", "prereq_end_date")
        names += ("first_contact_date", "assessed_date", "intervention_started_date", "discharge_date")
        rows = []
        for referral in self.referrals:
            told = _last_told(referral.deleted, SNAPSHOTS, day)
            days = {name: on for name, on in referral.days.items() if on <= told}
            closed = days.get("rejected_date") or days.get("discharge_date")
            is_old = closed is not None and day - closed > LONGEST_LISTED_AFTER_CLOSING
            if not days or is_old or (referral.deleted is not None and referral.deleted <= known):
                continue
            if closed is not None and days.get("prereq_end_date", closed) > _last_listed(closed):
                del days["prereq_end_date"]
            missed = [on for _, on, _, came_of in referral.appointments if came_of == "was_not_brought" and on <= day]
            row: Row = {
                "snapshot_date": day.isoformat(),
                "source": "health",
                "referral_id": f"R{referral.number}",
                "person_ref": referral.child.reference,
                "provider_code": "ZMH",
                "service": referral.service,
                **{name: days[name].isoformat() if name in days else "" for name in names},
                "rejection_reason": referral.details.get("rejection_reason", "") if "rejected_date" in days else "",
                "discharge_reason": referral.details.get("discharge_reason", "") if "discharge_date" in days else "",
                "previous_referral_id": referral.details.get("previous_referral_id", ""),
                "prereq_service": referral.details.get("prereq_service", "") if "rejected_date" in days else "",
                "attendance_code": "5" if "first_contact_date" in days else "",
                "missed_count": str(len(missed)) if referral.number % 2 else "",
            }
            if missed and "first_contact_date" not in days:
                row |= {"first_contact_date": max(missed).isoformat(), "attendance_code": "7"}
            rows.append(row)
        if rows:
            write_csv(folder / f"referrals {day}.csv", rows)

    def _export_advice(self, folder: Path, day: datetime.date, known: datetime.date) -> None:
        rows = [
            {
                "snapshot_date": day.isoformat(),
                "source": "casework",
                "request_id": str(case.number),
                "person_ref": case.child.reference,
                "adviser_service": adviser,
                "requested_date": asked.isoformat(),
                "received_date": came.isoformat() if came and came <= _last_told(deleted, SNAPSHOTS, day) else "",
            }
            for case in self.cases
            for adviser, asked, came, deleted in case.advice
            if asked <= day and not (deleted is not None and deleted <= known)
        ]
        if rows:
            write_csv(folder / f"advice {day}.csv", rows)

    def _export_events(self, folder: Path, day: datetime.date) -> None:
        rows = [
            {
                "snapshot_date": day.isoformat(),
                "source": "casework",
                "request_id": str(case.number),
                "person_ref": case.child.reference,
                "event": kind,
                "event_date": on.isoformat(),
            }
            for case in self.cases
            for kind, on in (*_noted(case), *_amended(case, self.plans[case.number]))
            if on <= day
        ]
        if rows:
            write_csv(folder / f"ehc_events {day}.csv", rows)

    @staticmethod
    def _is_never_listed(referral: Referral) -> bool:
        closed = referral.days.get("rejected_date") or referral.days.get("discharge_date")
        return closed is not None and SNAPSHOTS[0] - closed > LONGEST_LISTED_AFTER_CLOSING

    def _export_appointments(self, folder: Path, as_at: datetime.date) -> None:
        rows = [
            {
                "referral_id": f"R{referral.number}",
                "offered_date": offered.isoformat(),
                "appointment_date": on.isoformat(),
                "kind": kind,
                "attendance": came_of if on <= as_at else "booked",
                "sequence": str(place),
            }
            for referral in self.referrals
            for place, (offered, on, kind, came_of) in enumerate(referral.appointments)
            if offered <= as_at and not self._is_never_listed(referral)
        ]
        if rows:
            write_csv(folder / "appointments.csv", rows)


def _visit(referral: Referral) -> None:
    """What follows the first appointment, and misses before a discharge. By chance of its own, so that the rest stays as it was."""
    chance = random.Random(f"visits {referral.number} {referral.days['received_date']}")

    def after(day: datetime.date, least: int, most: int) -> datetime.date:
        return day + datetime.timedelta(days=chance.randint(least, most))

    end = referral.days.get("discharge_date", datetime.date.max)
    if referral.details.get("discharge_reason") == "was_not_brought":
        ((offered, day, kind, came_of),) = referral.appointments
        between = [offered + (day - offered) * place / 3 for place in range(chance.randint(0, 2))]
        referral.appointments += [(offered, on, kind, came_of) for on in between]
    seen = next(
        (day for _, day, kind, came_of in referral.appointments if (kind, came_of) == ("first", "attended")), None
    )
    if seen is None or chance.random() < 0.2:
        return
    assessed = after(seen, 5, 90)
    if assessed > end:
        return
    referral.days["assessed_date"] = assessed
    if chance.random() < 0.7:
        missed = chance.choice(("was_not_brought", "cancelled_by_service", None))
        referral.appointments += [(seen, seen + (assessed - seen) / 2, "assessment", missed)] if missed else []
        referral.appointments.append((seen, assessed, "assessment", "attended"))
    started = after(assessed, 5, 120)
    if chance.random() < 0.3 or started > end:
        return
    referral.days["intervention_started_date"] = started
    offered, day = assessed, started
    for _ in range(chance.randint(0, 5)):
        came_of = chance.choice(("attended", "attended", "was_not_brought", "cancelled_by_family"))
        if day <= end:
            referral.appointments.append((offered, day, "intervention", came_of))
        offered, day = day, after(day, 7, 60)


def _noted(case: Case) -> list[tuple[str, datetime.date]]:
    """What the case system noted: a panel, and for most a draft or two. By chance of its own, so that the rest stays as it was."""
    chance = random.Random(f"{case.number} {case.received}")
    noted = [("panel", case.received + datetime.timedelta(days=chance.randint(5, 40)))]
    if chance.random() < 0.8:
        draft = case.received + datetime.timedelta(days=chance.randint(60, 170))
        noted.append(("draft_sent", draft))
        if chance.random() < 0.2:
            noted.append(("draft_sent", draft + datetime.timedelta(days=20)))
    return noted


def _amended(case: Case, plan: Plan) -> list[tuple[str, datetime.date]]:
    """Notices and amended plans after two reviews in three, round the 12 weeks of each. By chance of its own as well."""
    chance = random.Random(f"amended {case.number} {case.received}")
    noted = []
    for meeting, letter in plan.reviews:
        steps = chance.choice(((28, 84), (28, 85), (14, 60), (28, None), (None, 83), (30, 200), *[(None, None)] * 3))
        if letter is not None:
            days = zip(("amendment_notice", "amended_plan"), steps, strict=True)
            noted += [(kind, meeting + datetime.timedelta(days=step)) for kind, step in days if step is not None]
    return noted


def _last_told(deleted: datetime.date | None, files: Iterable[datetime.date], day: datetime.date) -> datetime.date:
    """The day up to which a row tells: what happened between its last file and its deletion is known to nobody."""
    return day if deleted is None else min(day, max((file for file in files if file < deleted), default=deleted))


def _last_listed(closed: datetime.date) -> datetime.date:
    """The last file that holds a closed referral: what had to come first may end later, and then nobody learns of it."""
    return max((file for file in SNAPSHOTS if file - closed <= LONGEST_LISTED_AFTER_CLOSING), default=NEWEST)


def _schedule(
    files: dict[datetime.date, int], as_at: datetime.date, is_early: bool
) -> list[tuple[datetime.date, datetime.date, int]]:
    """Each file's day, the day up to which undated events are in it, and its collection year."""
    scheduled = [(day, day, year) for day, year in files.items() if day <= as_at]
    if is_early and as_at not in files:
        scheduled.append((as_at, max((day for day, _, _ in scheduled), default=datetime.date.min), as_at.year))
    return scheduled


_LOCAL_AREAS = """
la_code | local_area_code | local_area_name | match_type      | match_value | icb_code | effective_from | effective_to
999     | N               | North           | urn             | 900001      | QZZ      | 2014-09-01     |
999     | S               | South           | urn             | 900002      | QZZ      | 2014-09-01     |
999     | N               | North           | postcode_sector | ZZ1 1       | QZZ      | 2014-09-01     |
999     | S               | South           | postcode_sector | ZZ1 2       | QZZ      | 2014-09-01     |
"""
