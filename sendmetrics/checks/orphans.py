"""Records whose parent is nowhere, or was rejected itself, cannot be placed: they are refused, and said so."""

from collections.abc import Iterator

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import REJECT_FILE, REJECT_RECORD, Finding, rows_belong
from sendmetrics.contracts.shapes import Feed
from sendmetrics.extracts.staging import Staging

# A pupil list may come without the table of schools that heads it.
OPTIONAL_PARENTS = {"census_schools"}


def check_orphans(staging: Staging) -> list[Finding]:
    """Findings on rows without a usable parent, parents before children; the rows are added to ``refused``."""
    return [
        finding
        for feed in FEEDS.values()
        if feed.parent_feed and feed.parent_feed not in OPTIONAL_PARENTS and staging.rows_in(feed)
        for finding in (*_orphans(staging, feed), *_below_rejected(staging, feed))
    ]


def _orphans(staging: Staging, feed: Feed) -> Iterator[Finding]:
    parent = FEEDS[feed.parent_feed]
    staging.con.execute(
        f"insert into refused select '{feed.name}', file_id, row, 'parent_missing' "
        f"from linked_{feed.name} where parent_row is null"
    )
    groups = staging.con.execute(
        f"select file_id, min(row) filter (where parent_row is null), count(*) filter (where parent_row is null), "
        f"count(*) from linked_{feed.name} group by file_id having count(*) filter (where parent_row is null) > 0 "
        "order by file_id"
    ).fetchall()
    for file_id, first, count, of in groups:
        yield Finding(
            REJECT_FILE if count == of else REJECT_RECORD,
            staging.source(file_id).name,
            feed.title,
            first,
            feed.parent,
            "parent_missing",
            f'{rows_belong(first, count)} to no row of the table "{parent.title}".',
            f"Put the file with that table ({parent.record.split('|')[0]}) in the folder, from the same export.",
            count,
        )


def _below_rejected(staging: Staging, feed: Feed) -> Iterator[Finding]:
    parent = FEEDS[feed.parent_feed]
    staging.con.execute(
        f"""
        insert into refused
        select '{feed.name}', linked.file_id, linked.row, 'parent_rejected'
        from linked_{feed.name} as linked
        semi join (select file_id, row from refused where feed = '{parent.name}') as refused_parents
            on linked.parent_file_id = refused_parents.file_id and linked.parent_row = refused_parents.row
        """
    )
    groups = staging.con.execute(
        "select file_id, min(row), count(distinct row) from refused "
        "where feed = ? and rule = 'parent_rejected' group by file_id order by file_id",
        [feed.name],
    ).fetchall()
    for file_id, first, count in groups:
        yield Finding(
            REJECT_RECORD,
            staging.source(file_id).name,
            feed.title,
            first,
            feed.parent,
            "parent_rejected",
            f"{rows_belong(first, count)} to a record that was rejected.",
            f'Correct the record under "{parent.title}"; these rows come with it.',
            count,
        )
