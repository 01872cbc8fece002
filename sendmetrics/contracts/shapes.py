"""The shapes of a contract: columns, feeds (what files hold), tables (what the warehouse holds), dimensions."""

from dataclasses import dataclass

SQL_TYPES = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "date": "DATE",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "key": "BIGINT",
}


@dataclass(frozen=True)
class Pattern:
    """How a text must be written to be what its column says, as a regular expression, and the words where it is not.

    What a file holds in the wrong column may be a name; only text of the right
    form goes further than the files.
    """

    form: str
    wrong: str
    action: str


AUTHORITY = Pattern("[0-9]{3}", "is not an authority's number", "Give the authority's three digits, such as 383.")
SCHOOL = Pattern("[0-9]{5,7}|[0-9]([.][0-9]+)?[eE][+]?[0-9]+", "is not a school's number", "Give the school's URN.")
ESTABLISHMENT = Pattern("[0-9]{1,4}", "is not an establishment number", "Give the school's four digits.")
CENSUS_SCHOOL = Pattern(
    "[A-Za-z]{0,6}[-_ ]?[0-9]{1,7}|[0-9]{3}[-/][0-9]{4}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "is not a school's number",
    "Give the school's LAEstab or URN.",
)
ORGANISATION = Pattern(
    "[A-Z]{3}|[0-9]{3}|[A-Za-z]{1,4}[0-9][A-Za-z0-9]{0,7}|[0-9]{1,2}[A-Za-z][A-Za-z0-9]{0,4}",
    "is not an organisation's code",
    "Give the code of the Organisation Data Service, such as RQM or RQM01.",
)
# The codes of boards begin with Q; in small letters others of three may be a forename.
BOARD = Pattern(f"{ORGANISATION.form}|q[a-z]{{2}}", ORGANISATION.wrong, "Give the code of the board, such as QWE.")
ACADEMIC_YEAR = Pattern("20[0-9]{2}[-/]?(20)?[0-9]{2}", "is not an academic year", "Write it as 2025/26.")
LANGUAGE = Pattern("[A-Za-z]{3,4}", "is not a language code", "Give DfE's code of the language, such as ENG or OTH.")
REVIEW_OUTCOME = Pattern(
    "[A-Za-z0-9]{1,2}|(?i:(amend|cease|maintain)[a-z]*)", "is not a review's decision", "Give its code as in SEN2."
)


@dataclass(frozen=True)
class Column:
    """One column: its name with us, its kind, what it means and how files head it.

    ``heading`` lists the spellings files use, separated by ``|``; empty means
    our own name. ``codes`` names a list of data/reference/code_lists.csv.
    ``identifies`` marks what may single out a child by itself: it is used to
    tell children apart while files are read and never enters the warehouse.
    ``pattern`` is the form a text must have.
    """

    name: str
    kind: str
    meaning: str
    heading: str = ""
    required: bool = False
    codes: str | None = None
    identifies: bool = False
    lowest: float | None = None
    highest: float | None = None
    pattern: Pattern | None = None

    @property
    def printed_heading(self) -> str:
        """The heading as we print it: the first spelling."""
        return self.heading.split("|")[0] or self.name

    @property
    def headings(self) -> tuple[str, ...]:
        """Spellings of this column in files, normalised for comparison."""
        spelled = self.heading.split("|") if self.heading else [self.name]
        return tuple(normalise_heading(text) for text in spelled)

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.kind]


class WithColumns:
    """What feeds and tables have in common."""

    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Feed(WithColumns):
    """What one kind of record in a file holds, under our names.

    ``record`` and ``parent`` are the headings of the record's own key and of
    the key that ties it to ``parent_feed``. ``key`` is unique within a file.
    ``recognised_by`` are the headings that tell this layout from the others;
    one entry may give alternatives separated by ``|``.
    ``in_order`` lists pairs of dates of which the first is never later.
    ``expected`` are columns that a file may lack, and whose lack makes measures
    say what is not so: without its column an event has never happened. ``needed``
    are columns whose cells may be empty and without which a file says nothing.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    recognised_by: tuple[str, ...]
    family: str
    record: str = ""
    parent: str = ""
    parent_feed: str = ""
    tag: str = ""
    key: tuple[str, ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()
    is_template: bool = False
    expected: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """A dated change to a row: before ``date``, ``earlier`` says what the columns held (an SQL literal or column)."""

    date: str
    earlier: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table(WithColumns):
    """One table of the warehouse, and how it looked in the past.

    ``appears`` names the date on which a row came to be; ``events`` the dated
    changes after that; ``first_date`` and ``last_date`` the columns whose least
    and greatest values bound the days the table can speak for; ``stands_in_for`` the table it replaces
    where that one is empty. ``filled_by`` names the feeds that fill it and
    ``sorted_by`` the order on disk, which decides how little a filter reads.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    appears: str | None = None
    events: tuple[Event, ...] = ()
    first_date: str | None = None
    last_date: str | None = None
    stands_in_for: str | None = None
    filled_by: tuple[str, ...] = ()
    sorted_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dimension:
    """A way to break a figure down or to filter it.

    ``key`` is the column of a metric's rows it is reached through. With a
    ``table``, the value is that table's ``column``, joined on its primary key;
    without one, the key is itself the value. What rows say themselves
    in a column ``own_column`` goes before it; ``held_in`` is the table they
    have that from. ``label_table`` and ``label_column``, or the code list
    ``codes``, give the words for a value.
    """

    name: str
    title: str
    key: str
    table: str | None = None
    column: str | None = None
    label_table: str | None = None
    label_column: str | None = None
    codes: str | None = None
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    own_column: str | None = None
    held_in: str | None = None


def normalise_heading(text: str) -> str:
    """A heading without case, spaces, dashes, apostrophes or newlines, so that spellings of it compare equal."""
    return "".join(character for character in text.casefold() if character.isalnum())
