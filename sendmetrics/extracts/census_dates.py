"""Which census a pupil list belongs to: the export itself does not say, so the day is settled file by file.

In this order: the table of schools that heads the export; mapping.toml; year
and term columns; year and term in the file's name; and last the newest entry
date, since pupils join up to census day (a list that comes with types of need
is a spring census, which alone carries them). The way taken is told to the analyst.
"""

import datetime
import re

from sendmetrics.extracts.staging import Staging

TERM_MONTHS = {"spring": 1, "january": 1, "summer": 5, "may": 5, "autumn": 10, "october": 10}
THURSDAY = 3
CENSUS_YEARS = range(2000, 2100)


def census_day(year: int, month: int) -> datetime.date:
    """Spring and summer: the third Thursday of January or May. Autumn: the first Thursday of October."""
    first = datetime.date(year, month, 1)
    first_thursday = first + datetime.timedelta(days=(THURSDAY - first.weekday()) % 7)
    return first_thursday if month == 10 else first_thursday + datetime.timedelta(days=14)


def date_censuses(staging: Staging) -> None:
    """Create ``census_days`` (file_id, census_date, told_by), one row per pupil file that could be dated."""
    staging.con.execute("create or replace table census_days (file_id integer, census_date date, told_by varchar)")
    files = staging.con.execute(
        """
        select pupils.file_id, mode(schools.reference_date), mode(pupils.census_year), mode(lower(pupils.term)),
            -- Not the very newest: one mistyped year must not date a whole census.
            quantile_disc(pupils.entry_date, 0.999),
            exists (from file_parents where feed = 'census_needs' and parent_file_id = pupils.file_id)
        from linked_census_pupils as pupils
        left join linked_census_schools as schools
            on pupils.parent_file_id = schools.file_id and pupils.parent_row = schools.row
        group by pupils.file_id
        """
    ).fetchall()
    for file_id, referenced, year, term, newest_entry, has_needs in files:
        source = staging.source(file_id)
        mapped = staging.mapping.for_file(source.name).census_date
        for date, told_by in (
            (referenced, "the table of schools in the export"),
            (mapped, "mapping.toml"),
            (_from_year_and_term(year, term), "its year and term columns"),
            (_from_name(source.name), "its name"),
            (_from_newest_entry(newest_entry, has_needs), "its newest entry date"),
        ):
            if date is not None:
                staging.con.execute("insert into census_days values (?, ?, ?)", [file_id, date, told_by])
                break


def _from_year_and_term(year: int | None, term: str | None) -> datetime.date | None:
    # Whole words only: a Springfield or a Mayhew in a name is no term.
    words = re.findall("[a-z]+", term or "")
    month = next((month for word, month in TERM_MONTHS.items() if word in words), None)
    return census_day(year, month) if year in CENSUS_YEARS and month else None


def _from_name(name: str) -> datetime.date | None:
    words = name.casefold()
    year = re.search(r"(?<!\d)(20\d\d)(?!\d)", words)
    return _from_year_and_term(int(year.group(1)), words) if year else None


def _from_newest_entry(newest: datetime.date | None, is_spring: bool) -> datetime.date | None:
    if newest is None:
        return None
    months = (1,) if is_spring else (1, 5, 10)
    days = [census_day(year, month) for year in (newest.year, newest.year + 1) for month in months]
    return min(day for day in days if day >= newest)
