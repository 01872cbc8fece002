"""The day that a file's name gives, for files such as those of GIAS that carry none themselves."""

import datetime
import re

from sendmetrics.extracts.staging import Staging

# 20260105, 2026-01-05 or 2026_01_05, and no part of a longer number.
_DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")


def date_names(staging: Staging) -> None:
    """Create ``named_days`` (file_id, named_date), one row per file whose name gives a day."""
    staging.con.execute("create or replace table named_days (file_id integer, named_date date)")
    for source in staging.sources:
        day = find_day(source.name)
        if day is not None:
            staging.con.execute("insert into named_days values (?, ?)", [source.file_id, day])


def find_day(name: str) -> datetime.date | None:
    """The last day written in a name, that of a file going before that of its folder."""
    days = [_read_day(*match.group(1, 3, 4)) for match in _DAY.finditer(name)]
    return next((day for day in reversed(days) if day is not None), None)


def _read_day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
