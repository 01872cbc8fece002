"""Which January a file of published school counts holds: some say so, and some must be told by their figures.

In this order: a period column; mapping.toml; a year in the file's name; and
last the figures themselves, where the authorities' shares in the file agree
with those published for one January and with no other.
"""

import re

from sendmetrics.extracts.census_dates import census_day
from sendmetrics.extracts.staging import Staging

# In points of a percentage: published shares are rounded to one decimal, so agreement is within a tenth.
LARGEST_GAP = 0.1
CLEARLY_LARGER = 2.0


def date_school_counts(staging: Staging) -> None:
    """Create ``count_days`` (file_id, row, census_date, told_by): one row per dated row of the files."""
    con = staging.con
    con.execute("create or replace table count_days (file_id integer, row integer, census_date date, told_by varchar)")
    for (file_id,) in con.execute("select distinct file_id from linked_school_counts order by 1").fetchall():
        source = staging.source(file_id)
        periods = con.execute(
            "select distinct time_period from linked_school_counts where file_id = ? and time_period is not null",
            [file_id],
        ).fetchall()
        for (period,) in periods:
            year = _january_of(period)
            if year:
                con.execute(
                    "insert into count_days select file_id, row, ?, 'its period column' from linked_school_counts "
                    "where file_id = ? and time_period = ?",
                    [census_day(year, 1), file_id, period],
                )
        mapped = staging.mapping.for_file(source.name).census_date
        year = _january_of(source.path.name)
        for date, told_by in (
            (mapped, "mapping.toml"),
            (census_day(year, 1) if year else None, "its name"),
            (_from_published(staging, file_id), "its figures, which agree with those published for that January only"),
        ):
            if date is not None:
                con.execute(
                    "insert into count_days select file_id, row, ?, ? from linked_school_counts as counts where file_id = ? "
                    "and not exists (from count_days where count_days.file_id = counts.file_id and count_days.row = counts.row)",
                    [date, told_by, file_id],
                )
                break


def _january_of(text: str) -> int | None:
    """The year of the January census named by 2019, 201819, 2018/19 or 2018-2019 within a text."""
    school_year = re.search(r"(?<!\d)(20\d\d)[-/_ ]?(20)?(\d\d)(?!\d)", text)
    if school_year and (int(school_year.group(1)) + 1) % 100 == int(school_year.group(3)):
        return int(school_year.group(1)) + 1
    single = re.search(r"(?<!\d)(20\d\d)(?!\d)", text)
    return int(single.group(1)) if single else None


def _from_published(staging: Staging, file_id: int):
    gaps = staging.con.execute(
        """
        with shares as (
            select
                la_code,
                100 * sum(sen_support) / nullif(sum(pupils), 0) as sen_support_share,
                100 * sum(ehc_plans) / nullif(sum(pupils), 0) as ehc_plan_share
            from linked_school_counts
            where file_id = $file_id and try_cast(school_urn as double) is not null
            group by la_code
        ),
        listed as (
            unpivot shares on sen_support_share, ehc_plan_share into name metric value share
        )
        select published.year, avg(abs(listed.share - published.value::double)) as gap
        from reference_published_figures as published
        inner join listed on published.metric = listed.metric and published.la_code = listed.la_code
        where published.geographic_level = 'Local authority'
        group by published.year
        order by gap
        """,
        {"file_id": file_id},
    ).fetchall()
    if len(gaps) < 2 or gaps[0][1] > LARGEST_GAP or gaps[1][1] < CLEARLY_LARGER * gaps[0][1]:
        return None
    return census_day(int(gaps[0][0]), 1)
