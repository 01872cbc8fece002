"""Files that are no text: workbooks, documents and zips, told apart by what is in them, each with what to do about it."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

# How such files begin; a zip without any file in it begins like the second.
ZIPS, PDF, OLD_OFFICE = (b"PK\x03\x04", b"PK\x05\x06"), b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONGEST_SIGN = len(OLD_OFFICE)
# A workbook of Excel is a zip with a list of types and a folder of sheets; one of LibreOffice says what it is.
TYPES, SHEETS, SAYS_WHAT = "[Content_Types].xml", "xl/", "mimetype"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Packed:
    """What such a file is, and what to do; nothing, where what is said of any unknown file will do."""

    reason: str
    action: str = ""


WORKBOOK = Packed("The file is a workbook.", "Save each of its sheets as CSV, and put those files in its place.")
DOCUMENT = Packed("The file is a document, not a table.")
ZIP = Packed("The file is a zip of other files.", "Unzip it, and put the files that are in it in its place.")
BROKEN = Packed(
    "The file is a workbook or a zip that cannot be opened.",
    "Get it again, and save each of its sheets as CSV, or unzip it.",
)
OLDER = Packed(
    "The file is a workbook or document of an older kind, or one with a password.",
    "Save each of its sheets as CSV, without a password, and put those files in its place.",
)
PRINTED = Packed("The file is a PDF, not a table.", "Ask for the same as CSV, or take it out of the folder.")


def find_packed(path: Path) -> Packed | None:
    """What the file is, None where it does not begin like any of these."""
    with open(path, "rb") as file:
        start = file.read(LONGEST_SIGN)
    if start.startswith(ZIPS):
        return _look_into(path)
    if start.startswith(PDF):
        return PRINTED
    return OLDER if start.startswith(OLD_OFFICE) else None


def _look_into(path: Path) -> Packed:
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            says = _beginning(packed, SAYS_WHAT) if SAYS_WHAT in names else b""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        return BROKEN
    if says.startswith(OPEN_DOCUMENT):
        return WORKBOOK if says.startswith(OPEN_DOCUMENT + b"spreadsheet") else DOCUMENT
    if TYPES not in names:
        return ZIP
    return WORKBOOK if any(name.startswith(SHEETS) for name in names) else DOCUMENT


def _beginning(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as file:
        return file.read(len(OPEN_DOCUMENT) + len(b"spreadsheet"))
