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
from sendmetrics.contracts.reference import code_labels
from sendmetrics.contracts.shapes import Column, normalise_heading
from sendmetrics.errors import SendMetricsError

MAPPING = "mapping.toml"


@dataclass(frozen=True)
class FileMapping:
    """What the mapping says of one file."""

    headings: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    census_date: datetime.date | None = None


@dataclass(frozen=True)
class Mapping:
    """The whole mapping: headings for every file, codes by list, and what is said of single files."""

    headings: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, FileMapping] = field(default_factory=dict)

    def for_file(self, name: str) -> FileMapping:
        own = self.files.get(name.casefold()) or self.files.get(Path(name).name.casefold()) or FileMapping()
        return FileMapping({**self.headings, **own.headings}, own.values, own.census_date)


def read_mapping(folder: Path) -> Mapping:
    """The folder's mapping.toml, empty where there is none.

    Raises SendMetricsError naming the key when the file cannot be understood.
    """
    path = folder / MAPPING
    if not path.exists():
        return Mapping()
    try:
        # Notepad writes a byte order mark, which TOML does not know.
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SendMetricsError(f"{MAPPING} is not valid TOML: {error}. Correct that line and run again.") from error
    _refuse_unknown_keys(MAPPING, content, {"columns", "codes", "files"})
    codes = _table(f"{MAPPING}, [codes]", content.get("codes", {}))
    _refuse_unknown_keys(f"{MAPPING}, [codes]", codes, {column.codes for column in _columns() if column.codes})
    return Mapping(
        _headings(f"{MAPPING}, [columns]", content.get("columns", {})),
        {name: _codes(name, pairs) for name, pairs in codes.items()},
        {
            name.casefold(): _read_file(name, entry)
            for name, entry in _table(f"{MAPPING}, [files]", content.get("files", {})).items()
        },
    )


def _read_file(name: str, entry: object) -> FileMapping:
    where = f'{MAPPING}, [files."{name}"]'
    said = _table(where, entry)
    _refuse_unknown_keys(where, said, {"columns", "values", "census_date"})
    # A moment is a date to Python, not to a census.
    if "census_date" in said and type(said["census_date"]) is not datetime.date:
        raise SendMetricsError(f"{where}: census_date must be a date such as 2019-01-17, without quotes.")
    values = _table(f"{where}, values", said.get("values", {}))
    _refuse_unknown_headings(f"{where}, values", values, _our_headings() | {column.name for column in _columns()})
    return FileMapping(
        _headings(f"{where}, columns", said.get("columns", {})),
        {normalise_heading(key): str(value) for key, value in values.items()},
        said.get("census_date"),
    )


def _headings(where: str, entry: object) -> dict[str, str]:
    """Their heading to ours, both normalised."""
    pairs = _table(where, entry)
    _refuse_unknown_headings(where, pairs, _our_headings())
    return {normalise_heading(str(theirs)): normalise_heading(ours) for ours, theirs in pairs.items()}


def _codes(name: str, entry: object) -> dict[str, str]:
    """Their code, in small letters, to ours; nothing stands for "not known"."""
    where = f"{MAPPING}, [codes.{name}]"
    pairs = {theirs.casefold(): str(ours) for theirs, ours in _table(where, entry).items()}
    known = code_labels(name)
    for ours in pairs.values():
        if ours and ours not in known:
            raise SendMetricsError(f'{where}: "{ours}" is not one of our codes, which are: {", ".join(known)}.')
    return pairs


def _table(where: str, content: object) -> dict:
    if not isinstance(content, dict):
        raise SendMetricsError(f'{where} must hold pairs such as name = "value".')
    return content


def _refuse_unknown_keys(where: str, content: dict, known: set[str]) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise SendMetricsError(
            f"{where} has unknown keys: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}."
        )


def _refuse_unknown_headings(where: str, pairs: dict[str, object], known: Iterable[str]) -> None:
    """Raises SendMetricsError naming the headings that are none of ours, and what was probably meant."""
    by_spelling = {normalise_heading(heading): heading for heading in known}
    for heading in pairs:
        if normalise_heading(heading) not in by_spelling:
            near = difflib.get_close_matches(normalise_heading(heading), by_spelling, n=1)
            meant = f" Is {by_spelling[near[0]]} meant?" if near else ""
            raise SendMetricsError(f"{where}: {heading} is not a heading of any layout we read.{meant}")


def _columns() -> list[Column]:
    return [column for feed in FEEDS.values() for column in feed.columns]


@functools.cache
def _our_headings() -> frozenset[str]:
    """As layouts print them: of every column, and of the keys that tie records together."""
    headings = {heading for column in _columns() for heading in (column.heading or column.name).split("|")}
    for feed in FEEDS.values():
        headings |= {heading for key in (feed.record, feed.parent) for heading in key.split("|") if heading}
    return frozenset(headings)
