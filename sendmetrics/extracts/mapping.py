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
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from sendmetrics.contracts.shapes import normalise_heading
from sendmetrics.errors import SendMetricsError

KNOWN_KEYS = {"columns", "codes", "files"}
KNOWN_FILE_KEYS = {"columns", "values", "census_date"}


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
    path = folder / "mapping.toml"
    if not path.exists():
        return Mapping()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SendMetricsError(f"mapping.toml is not valid TOML: {error}. Correct that line and run again.") from error
    _refuse_unknown("mapping.toml", content, KNOWN_KEYS)
    files = {}
    for name, entry in content.get("files", {}).items():
        _refuse_unknown(f'mapping.toml, [files."{name}"]', entry, KNOWN_FILE_KEYS)
        census_date = entry.get("census_date")
        if census_date is not None and not isinstance(census_date, datetime.date):
            raise SendMetricsError(
                f'mapping.toml, [files."{name}"]: census_date must be a date such as 2019-01-17, without quotes.'
            )
        values = {normalise_heading(key): str(value) for key, value in entry.get("values", {}).items()}
        files[name.casefold()] = FileMapping(_headings(entry.get("columns", {})), values, census_date)
    codes = {name: {key.casefold(): str(value) for key, value in pairs.items()} for name, pairs in content.get("codes", {}).items()}
    return Mapping(_headings(content.get("columns", {})), codes, files)


def _headings(pairs: dict[str, str]) -> dict[str, str]:
    """Their heading to ours, both normalised."""
    return {normalise_heading(theirs): normalise_heading(ours) for ours, theirs in pairs.items()}


def _refuse_unknown(where: str, content: dict, known: set[str]) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise SendMetricsError(f"{where} has unknown keys: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}.")
