"""mapping.toml: how an authority's own headings, codes and files fit ours.

[columns]                       # our heading = theirs, in any file
person_ref = "Child ref"

[codes.service]                 # their code = ours
"S&LT" = "salt"

[files."slt may.csv"]           # one file, by its name
columns = { referral_id = "Ref no" }
values = { service = "salt", snapshot_date = "2026-01-31" }
census_date = 2019-01-17
"""

import datetime
import difflib
import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.reference import code_labels, service_labels
from sendmetrics.contracts.shapes import Column, normalise_heading
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.own_services import OwnServices
from sendmetrics.words import say_list

MAPPING = "mapping.toml"


@dataclass(frozen=True)
class FileMapping:
    """What the mapping says of one file."""

    headings: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    census_date: datetime.date | None = None


@dataclass(frozen=True)
class Mapping:
    """The whole mapping: headings for every file, codes by list, what is said of single files; and the services added."""

    headings: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, FileMapping] = field(default_factory=dict)
    added_services: dict[str, str] = field(default_factory=dict)

    def labels(self, list_name: str) -> dict[str, str]:
        """Code to label of a list as files may use it: services with those the authority has added, other ones last."""
        return service_labels(self.added_services) if list_name == "service" else code_labels(list_name)

    def for_file(self, name: str) -> FileMapping:
        own = self.files.get(name.casefold()) or self.files.get(Path(name).name.casefold()) or FileMapping()
        return FileMapping({**self.headings, **own.headings}, own.values, own.census_date)


def read_mapping(folder: Path, own: OwnServices | None = None) -> Mapping:
    """The folder's mapping.toml, empty where there is none; ``own`` are services that codes may mean besides ours.

    Raises SendMetricsError when the file cannot be understood: a line for each
    fault, naming the table and the key.
    """
    path, own = folder / MAPPING, own or OwnServices()
    if not path.exists():
        return Mapping(added_services=own.labels)
    try:
        # Notepad writes a byte order mark, which TOML does not know.
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SendMetricsError(f"{MAPPING} is not valid TOML: {error}. Correct that line and run again.") from error
    reading = _Reading(own)
    mapping = reading.mapping(content)
    if reading.faults:
        raise SendMetricsError("\n".join(reading.faults))
    return mapping


class _Reading:
    """One reading of a mapping, and what was wrong in it: all of it is told at once."""

    def __init__(self, own: OwnServices) -> None:
        self.faults: list[str] = []
        self.own = own

    def mapping(self, content: dict) -> Mapping:
        self._refuse_unknown_keys(MAPPING, content, {"columns", "codes", "files"})
        headings = self._headings(f"{MAPPING}, [columns]", content.get("columns", {}))
        lists = {column.codes for column in _columns() if column.codes}
        codes = self._table(f"{MAPPING}, [codes]", content.get("codes", {}))
        self._refuse_unknown_keys(f"{MAPPING}, [codes]", codes, lists)
        files = self._table(f"{MAPPING}, [files]", content.get("files", {}))
        return Mapping(
            headings,
            {name: self._codes(name, pairs) for name, pairs in codes.items() if name in lists},
            {name.casefold(): self._file(name, entry) for name, entry in files.items()},
            self.own.labels,
        )

    def _file(self, name: str, entry: object) -> FileMapping:
        where = f'{MAPPING}, [files."{name}"]'
        said = self._table(where, entry)
        self._refuse_unknown_keys(where, said, {"columns", "values", "census_date"})
        # A moment is a date to Python, not to a census.
        if "census_date" in said and type(said["census_date"]) is not datetime.date:
            self.faults.append(f"{where}: census_date must be a date such as 2019-01-17, without quotes.")
        return FileMapping(
            self._headings(f"{where}, columns", said.get("columns", {})),
            self._values(f"{where}, values", said.get("values", {})),
            said.get("census_date"),
        )

    def _headings(self, where: str, entry: object) -> dict[str, str]:
        """Their heading to ours, both normalised."""
        pairs = self._table(where, entry)
        self._refuse_unknown_headings(where, pairs, _our_headings())
        ours_of: dict[str, list[str]] = {}
        for ours, theirs in pairs.items():
            if isinstance(theirs, str) and normalise_heading(theirs):
                ours_of.setdefault(normalise_heading(theirs), []).append(ours)
            else:
                self.faults.append(
                    f'{where}: {ours} must be the file\'s heading as text, such as {ours} = "Child ref".'
                )
        for listed in ours_of.values():
            if len(set(map(normalise_heading, listed))) > 1:
                # What the file calls it may be anything, a name even.
                self.faults.append(
                    f"{where}: {say_list(listed)} are {'both' if len(listed) == 2 else 'all'} said to be the same column "
                    "of the file. A column can be one thing only: keep one of them, or, where files differ, "
                    "say it below [files] for each file."
                )
        return {theirs: normalise_heading(listed[-1]) for theirs, listed in ours_of.items()}

    def _values(self, where: str, entry: object) -> dict[str, str]:
        pairs = self._table(where, entry)
        self._refuse_unknown_headings(where, pairs, _our_headings() | {column.name for column in _columns()})
        self.faults += [
            f'{where}: {ours} must be one value, such as {ours} = "salt".'
            for ours, value in pairs.items()
            if isinstance(value, list | dict)
        ]
        return {normalise_heading(ours): str(value) for ours, value in pairs.items()}

    def _codes(self, name: str, entry: object) -> dict[str, str]:
        """Their code, in small letters, to ours; nothing stands for "not known"."""
        where = f"{MAPPING}, [codes.{name}]"
        said = self._table(where, entry)
        pairs = {theirs.casefold(): str(ours) for theirs, ours in said.items()}
        if any(pairs[theirs.casefold()] != str(ours) for theirs, ours in said.items()):
            self.faults.append(
                f"{where}: one of your codes is written twice, in capitals and in small letters, for two codes of ours. "
                "Capitals make no difference: keep one of the two."
            )
        known = Mapping(added_services=self.own.labels).labels(name)
        # What is wrong with a service is told of its own file: here it would only hide why.
        may_be_meant = {*known, *(self.own.named if name == "service" else ())}
        self.faults += [
            f'{where}: "{ours}" is not one of our codes, which are: {", ".join(known)}.'
            for ours in dict.fromkeys(pairs.values())
            if ours and ours not in may_be_meant
        ]
        return pairs

    def _table(self, where: str, content: object) -> dict:
        if isinstance(content, dict):
            return content
        self.faults.append(f'{where} must hold pairs such as name = "value".')
        return {}

    def _refuse_unknown_keys(self, where: str, content: dict, known: set[str]) -> None:
        unknown = sorted(set(content) - known)
        if unknown:
            self.faults.append(
                f"{where} has unknown keys: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}."
            )

    def _refuse_unknown_headings(self, where: str, pairs: dict[str, object], known: Iterable[str]) -> None:
        """Names the headings that are none of ours, and what was probably meant."""
        by_spelling = {normalise_heading(heading): heading for heading in known}
        for heading in pairs:
            if normalise_heading(heading) not in by_spelling:
                near = difflib.get_close_matches(normalise_heading(heading), by_spelling, n=1)
                meant = f" Is {by_spelling[near[0]]} meant?" if near else ""
                self.faults.append(f"{where}: {heading} is not a heading of any layout we read.{meant}")


def _columns() -> list[Column]:
    return [column for feed in FEEDS.values() for column in feed.columns]


@functools.cache
def _our_headings() -> frozenset[str]:
    """As layouts print them: of every column, and of the keys that tie records together."""
    headings = {heading for column in _columns() for heading in (column.heading or column.name).split("|")}
    for feed in FEEDS.values():
        headings |= {heading for key in (feed.record, feed.parent) for heading in key.split("|") if heading}
    return frozenset(headings)
