"""What is wrong with a file, said to the person who can mend it."""

import re
from dataclasses import asdict, dataclass

REJECT_FILE = "file rejected"
REJECT_RECORD = "record rejected"
TELL = "to know"
SEVERITIES = (REJECT_FILE, REJECT_RECORD, TELL)

_PLAIN_VALUE = re.compile(r"[0-9][0-9/:. T+-]{0,19}|[A-Z0-9]{1,4}|-[0-9.]{1,9}")


@dataclass(frozen=True)
class Finding:
    """One problem: where it is, what is wrong, what to do, and how many rows have it.

    ``row`` is the first such row as a spreadsheet numbers it (the heading is
    row 1); in XML, the number of the record of its kind. ``sheet`` names the
    kind of record. Never a name, an identifier, a birth date or free text.
    """

    severity: str
    file: str
    sheet: str
    row: int | None
    column: str
    rule: str
    message: str
    action: str
    count: int = 1

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def describe_value(text: str | None, may_identify: bool) -> str:
    """The offending value where it is plainly a number, a date or a short code; else only that there is one."""
    if text is not None and not may_identify and _PLAIN_VALUE.fullmatch(text.strip()):
        return f'"{text.strip()}"'
    return "a value"


def describe_rows(first: int, count: int) -> str:
    return f"row {first}" if count == 1 else f"row {first} and {count - 1:,} more"
