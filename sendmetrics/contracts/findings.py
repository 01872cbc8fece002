"""What is wrong with a file, said to the person who can mend it."""

import re
from dataclasses import asdict, dataclass

REJECT_FILE = "file rejected"
REJECT_RECORD = "record rejected"
TELL = "to know"
SEVERITIES = (REJECT_FILE, REJECT_RECORD, TELL)

# Short enough to single nobody out: a figure, or a code that is no word. A short word may be a forename.
_FIGURE_OR_CODE = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?|[A-Z][0-9]{0,2}|[A-Z]{2}[0-9]{1,2}")
# A date may be a birth date and a long number a UPN, so only their form is told.
_DATE = re.compile(r"[0-9]{1,4}([/:. T-][0-9]{1,4}){2,6}")


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
    """The offending value where it is a short figure or code, the form of a date, else only that there is one."""
    if text is None or may_identify:
        return "a value"
    text = text.strip()
    if _FIGURE_OR_CODE.fullmatch(text):
        return f'"{text}"'
    if _DATE.fullmatch(text):
        return f"a value like {re.sub('[0-9]', '9', text)}"
    return "a value"


def describe_rows(first: int, count: int) -> str:
    """Row 5; row 5 and 12 more."""
    return f"row {first}" if count == 1 else f"row {first} and {count - 1:,} more"


def rows_belong(first: int, count: int) -> str:
    """The rows as a sentence begins: Row 5 belongs; Row 5 and 12 more belong."""
    return f"{describe_rows(first, count).capitalize()} {'belongs' if count == 1 else 'belong'}"
