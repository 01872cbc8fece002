"""services.toml: standards of an authority's own, and services children are referred to that we do not know.

[salt]                              # a service of ours, by its code: its standard
standard_days = 84
standard = "Our contract for therapies: seen within 12 weeks"
share_wanted = 90                   # per cent to be within it; left out, 92

[portage]                           # one that is not: its label and sector too
label = "Portage"                   # its own, at most 60 letters
sector = "education"                # health, education or care
standard_days = 42                  # left out with standard: 18 weeks, as a local assumption
standard = "Early years strategy: first visit within 6 weeks"
team_types = ["J1"]                 # NHS team types that mean it, where files say nothing else

What is wrong with one of them keeps that one out, and the rest is used.
"""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sendmetrics.contracts.dimensions import say_not_listed
from sendmetrics.contracts.findings import REJECT_RECORD, Finding
from sendmetrics.contracts.reference import OTHER_SERVICE, SERVICE_CODE, code_labels, read_reference
from sendmetrics.contracts.shapes import normalise_heading
from sendmetrics.extracts.plain_words import why_not_shown
from sendmetrics.extracts.service_labels import RESERVED, compare_label, means_no_service
from sendmetrics.extracts.small_toml import parse_small_toml
from sendmetrics.extracts.sources import hash_file
from sendmetrics.words import say_list

FILE = "services.toml"
SERVICE_NOT_USED = "service_not_used"
# How the table services marks a standard that the authority has set.
OWN = "own"
SECTORS = ("health", "education", "care")
KEYS = ("label", "sector", "standard_days", "standard", "share_wanted", "team_types")
TEAM_TYPE = re.compile("[A-Z0-9]{2,3}")
# Longer ones fit no table beside their figures; a longer word cannot be parted over two lines.
LONGEST_LABEL, LONGEST_WORD, LONGEST_STANDARD = 60, 30, 120
LONGEST_DAYS, HIGHEST_SHARE = 999, 100
# What tables, pages and spreadsheets read as more than a sign.
_MARKUP = re.compile(r"[|*_`#\[\]{}\\$~^\"]|^\W")


@dataclass(frozen=True)
class OwnServices:
    """What the file says, as rows of data/reference/services.csv that replace ours or come after them.

    ``named`` are the codes it speaks of, those among them too that are not
    used. ``sha256`` is empty where there is no file.
    """

    sha256: str = ""
    services: tuple[dict[str, str], ...] = ()
    team_types: tuple[tuple[str, str], ...] = ()
    named: frozenset[str] = frozenset()
    entries: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """Code to label of the services it adds."""
        ours = code_labels("service")
        return {row["service"]: row["label"] for row in self.services if row["service"] not in ours}


def read_own_services(folder: Path) -> OwnServices:
    """The folder's services.toml, empty where there is none, with a finding for every fault.

    Raises SendMetricsError when it is no TOML at all: nobody could then say
    what is meant to hold. What was written is not repeated.
    """
    path = folder / FILE
    if not path.exists():
        return OwnServices()
    content = parse_small_toml(path)
    reading = _Reading()
    for place, (code, entry) in enumerate(content.items(), start=1):
        reading.add(place, code, entry)
    return OwnServices(
        hash_file(path),
        tuple(reading.services),
        tuple(reading.team_types.items()),
        frozenset(code for code in content if re.fullmatch(SERVICE_CODE, code)),
        len(content),
        tuple(reading.findings),
    )


def stage_own_services(con: duckdb.DuckDBPyConnection, own: OwnServices) -> None:
    """Let the authority's rows take the place of ours in ``reference_services``, and add those of its own and its team types."""
    for row in own.services:
        con.execute("delete from reference_services where service = $service", {"service": row["service"]})
        columns, marks = ", ".join(row), ", ".join(f"${name}" for name in row)
        con.execute(f"insert into reference_services ({columns}) values ({marks})", row)
    for team_type, service in own.team_types:
        con.execute("insert into reference_team_types values (?, ?, ?)", [team_type, service, FILE])


class _Reading:
    """One reading of the file: what of it holds so far, and all that is wrong in it."""

    def __init__(self) -> None:
        self.services: list[dict[str, str]] = []
        self.team_types: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.ours = {row["service"]: row for row in read_reference("services")}
        # Whatever files may call one of ours, its label among them, and whose it is.
        self.words = {normalise_heading(word): code for code, label in _spellings() for word in (code, label)}
        self.team_types_of_ours = {row["team_type_code"]: row["service"] for row in read_reference("team_types")}

    def add(self, place: int, code: str, entry: object) -> None:
        """Keep what is said of one service where nothing is wrong with it, else a finding for each fault."""
        where = f"[{code}]" if _is_sayable(code) else f"service number {place}"
        faults = _Faults(where)
        is_another_spelling = code not in self.ours and normalise_heading(code) in self.words
        self._check_code(code, entry, faults)
        if isinstance(entry, dict) and not is_another_spelling:
            row, team_types = self._row(code, entry, faults), self._team_types(code, entry, faults)
            if not faults.found:
                self.services.append(row)
                self.team_types |= dict.fromkeys(team_types, code)
                self.words.setdefault(normalise_heading(code), code)
                self.words.setdefault(compare_label(row["label"]), code)
        until = ""
        if code in self.ours:
            until = " Until then our own standard of it holds."
        elif isinstance(entry, dict) and not is_another_spelling:
            until = f' Until then its referrals count as "{say_not_listed("service")}", with a number.'
        self.findings += [
            Finding(REJECT_RECORD, FILE, where, None, key, SERVICE_NOT_USED, message, f"{action}{until}")
            for key, message, action in faults.found
        ]

    def _check_code(self, code: str, entry: object, faults: "_Faults") -> None:
        meant = self.words.get(normalise_heading(code))
        if not isinstance(entry, dict):
            faults.add("", "It stands outside of any service.", "Write it below a line with a service's code, [salt].")
        elif code in self.ours:
            return
        elif meant:
            faults.add("", f"Files mean {meant} by this code already.", f"Write [{meant}], or choose another code.")
        elif not _is_sayable(code) or code in RESERVED:
            faults.add(
                "",
                "This cannot be a service's code.",
                "Use 2 to 30 small letters, digits and _, a letter first, no long number and no word such as all or unknown.",
            )

    def _row(self, code: str, entry: dict, faults: "_Faults") -> dict[str, str]:
        """The service as a row of services.csv: ours with another standard, or a new one."""
        self._refuse_unknown(entry, faults)
        row = self.ours.get(code)
        if row is None:
            near = difflib.get_close_matches(code, self.ours, n=1)
            row = (
                self.ours[OTHER_SERVICE]
                | {"service": code}
                | self._name(entry, f" Is {near[0]} meant?" if near else "", faults)
            )
        else:
            for key in ("label", "sector"):
                if key in entry:
                    faults.add(
                        key, f"{code} is one of our services, and what it is called is fixed.", f"Take {key} out."
                    )
            if not entry:
                faults.add("", "Nothing is said of it.", "Give standard_days and standard, or take it out.")
        return row | self._standard(entry, faults)

    def _name(self, entry: dict, meant: str, faults: "_Faults") -> dict[str, str]:
        """Label and sector of a service that is not ours."""
        if "label" not in entry:
            faults.add(
                "label",
                f"It is none of our services, so it needs a label.{meant}",
                'Say what it is called, such as label = "Portage".',
            )
        if entry.get("sector") not in SECTORS:
            faults.add(
                "sector",
                f"The sector must be one of {', '.join(SECTORS)}.",
                'Say whose it is, such as sector = "health".',
            )
        label = _read_words("label", entry, LONGEST_LABEL, faults)
        held_by = self.words.get(compare_label(label))
        if held_by:
            faults.add(
                "label",
                f"Files mean {held_by} by that already.",
                "Give it a label of its own; capitals, spaces and signs do not make it another.",
            )
        elif means_no_service(label):
            faults.add("label", "These words mean no service.", "Give it a label of its own.")
        if any(len(word) > LONGEST_WORD for word in label.split()):
            faults.add("label", f"A word of the label has more than {LONGEST_WORD} letters.", "Shorten it.")
        return {"label": label, "sector": str(entry.get("sector"))}

    def _standard(self, entry: dict, faults: "_Faults") -> dict[str, str]:
        """The columns of a standard the authority has set; none where it sets none."""
        given = [key for key in ("standard_days", "standard", "share_wanted") if key in entry]
        if not given:
            return {}
        lacking = [key for key in ("standard_days", "standard") if key not in entry and key not in faults.misspelt]
        if lacking:
            faults.add(
                lacking[0],
                f"It has {say_list(given)} and no {say_list(lacking)}: a standard is its days and the words for where it comes from.",
                f"Give {say_list(lacking)} too.",
            )
        days = _read_number("standard_days", entry, LONGEST_DAYS, "days", faults)
        share = _read_number("share_wanted", entry, HIGHEST_SHARE, "per cent", faults)
        assumed = {name: self.ours[OTHER_SERVICE][name] for name in ("share_wanted", "share_standard")}
        return {
            "standard_days": str(days),
            "standard": _read_words("standard", entry, LONGEST_STANDARD, faults),
            "certainty": OWN,
            **({"share_wanted": str(share), "share_standard": ""} if "share_wanted" in entry else assumed),
        }

    def _team_types(self, code: str, entry: dict, faults: "_Faults") -> list[str]:
        listed = entry.get("team_types", [])
        is_list = isinstance(listed, list) and all(
            isinstance(text, str) and TEAM_TYPE.fullmatch(text) for text in listed
        )
        if not is_list:
            faults.add(
                "team_types", "These are no NHS team types.", 'Write them as they are coded: team_types = ["J1"].'
            )
            return []
        for text in listed:
            held_by = self.team_types_of_ours.get(text) or self.team_types.get(text)
            if held_by not in (None, code):
                faults.add("team_types", f"Team type {text} means {held_by} already.", "Take it out of one of the two.")
        return [text for text in listed if text not in self.team_types_of_ours]

    def _refuse_unknown(self, entry: dict, faults: "_Faults") -> None:
        """Each is told once, by what it may have meant; as it was written only in the form of a code: else it may be a pupil's number."""
        for name in sorted(set(entry) - set(KEYS)):
            near = difflib.get_close_matches(name, KEYS, n=1)
            meant = f" Is {near[0]} meant?" if near else ""
            shown = f", {name}," if _is_sayable(name) else ""
            # Never as the finding's column, which readers see from whom its words are kept.
            faults.add("", f"An unknown key{shown} stands in {faults.where}.{meant}", f"Known are: {', '.join(KEYS)}.")
            faults.misspelt |= set(near) - set(entry)


class _Faults:
    """What is wrong with one service: the key, what is wrong, what to do. A key that is misspelt is not told as lacking too."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.misspelt: set[str] = set()
        self.found: list[tuple[str, str, str]] = []

    def add(self, key: str, message: str, action: str) -> None:
        if key not in self.misspelt:
            self.found.append((key, message, action))


def _is_sayable(text: str) -> bool:
    return re.fullmatch(SERVICE_CODE, text) is not None and not why_not_shown(text)


def _read_number(key: str, entry: dict, highest: int, unit: str, faults: _Faults) -> int | None:
    value = entry.get(key)
    # True is a number to Python.
    if key in entry and not (type(value) is int and 1 <= value <= highest):
        faults.add(
            key,
            f"The value of {key} must be a whole number of {unit} from 1 to {highest}.",
            "Correct it, without quotes.",
        )
    return value


def _read_words(key: str, entry: dict, longest: int, faults: _Faults) -> str:
    text = entry.get(key, "")
    if not isinstance(text, str) or (key in entry and not 0 < len(text.strip()) <= longest):
        faults.add(key, f"The text of {key} must be a few words in quotes, at most {longest} letters.", "Correct it.")
        return ""
    # Runs of spaces look like one: nobody would see by what two labels differ.
    text = " ".join(text.split()) if not why_not_shown(text.strip()) else text.strip()
    says = why_not_shown(text)
    if not says and text and _MARKUP.search(text):
        says = ["a sign such as | or *, or begins with one: tables and pages read more into it"]
    for each in says:
        faults.add(key, f"The text of {key} holds {each}. Every reader sees these words.", "Take it out.")
    return text


def _spellings() -> list[tuple[str, str]]:
    """Our services, each by its label and by every other spelling that files may have."""
    spelled = [(row["code"], row["spelling"]) for row in read_reference("code_spellings") if row["list"] == "service"]
    return [*code_labels("service").items(), *spelled]
