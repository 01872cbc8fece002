"""The files of a folder: found, hashed, and made readable as UTF-8 text."""

import codecs
import gzip
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from sendmetrics.extracts.packed import find_packed

# Settings the authority keeps beside its extracts, and what we write there ourselves.
NOT_EXTRACTS = {"mapping.toml", "targets.toml", "services.toml", "senco_floor.toml", "truth.json", ".gitkeep"}
REJECTED_FOLDER = "rejected"
CHUNK = 1 << 20
RECODED = ".utf8"
GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Source:
    """One file of the folder: its number in this build, its name below the folder, its content's hash."""

    file_id: int
    path: Path
    name: str
    sha256: str

    @property
    def folder(self) -> str:
        return str(Path(self.name).parent)


def find_sources(folder: Path) -> list[Source]:
    """Every file below the folder in name order, except settings, hidden files and rejects to be corrected."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and _is_extract(path.relative_to(folder)))
    return [
        Source(number, path, path.relative_to(folder).as_posix(), hash_file(path))
        for number, path in enumerate(paths, start=1)
    ]


def _is_extract(path: Path) -> bool:
    if any(part.startswith(".") for part in path.parts) or REJECTED_FOLDER in path.parts[:-1]:
        return False
    return path.name.casefold() not in NOT_EXTRACTS and path.suffix.casefold() != ".md"


def hash_file(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def as_utf8(source: Source, work: Path) -> Path:
    """A path with the file's text as UTF-8 without a byte order mark: the file itself where it already is, or is no text.

    Encoding is settled by the bytes: a byte order mark, else strict UTF-8,
    else Windows-1252, which GIAS and most desktop exports use.
    """
    path = _unpacked(source, work)
    if find_packed(path) is not None:
        return path
    encoding = _encoding_of(path)
    if encoding == "utf-8":
        return path
    target = work / f"{source.file_id}{RECODED}"
    with (
        open(path, encoding=encoding, newline="", errors="replace") as old,
        open(target, "w", encoding="utf-8", newline="") as new,
    ):
        shutil.copyfileobj(old, new, CHUNK)
    return target


def _unpacked(source: Source, work: Path) -> Path:
    with open(source.path, "rb") as file:
        if file.read(len(GZIP)) != GZIP:
            return source.path
    target = work / f"{source.file_id}.unpacked"
    with gzip.open(source.path, "rb") as packed, open(target, "wb") as plain:
        shutil.copyfileobj(packed, plain, CHUNK)
    return target


def _encoding_of(path: Path) -> str:
    with open(path, "rb") as file:
        start = file.read(4)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        chunk = start
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
