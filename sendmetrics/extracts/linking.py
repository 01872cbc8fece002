"""Records that belong together over several files: each child file finds its parent file by the keys they share."""

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.shapes import Feed
from sendmetrics.extracts.staging import Staging

SAMPLE_OF_KEYS = 1_000


def link_files(staging: Staging) -> None:
    """Turn ``cast_<feed>`` into ``linked_<feed>``: with ``parent_file_id`` and ``parent_row``, empty where no parent was found."""
    staging.con.execute("create or replace table file_parents (feed varchar, file_id integer, parent_file_id integer)")
    for feed in FEEDS.values():
        if feed.parent_feed:
            _find_parent_files(staging, feed)
    # Children before parents: a parent's own table is needed until its last child is tied to it.
    for feed in reversed(FEEDS.values()):
        _link_rows(staging, feed)


def _find_parent_files(staging: Staging, feed: Feed) -> None:
    """For each file of the feed, the parent file holding most of its keys; nearness of folder and name breaks ties.

    Keys of two exports may collide (both numbered from 1), so a key alone does not link.
    """
    shared = staging.con.execute(
        f"""
        with sampled as (
            select file_id, parent_key from cast_{feed.name} where parent_key is not null
            qualify row_number() over (partition by file_id order by row) <= {SAMPLE_OF_KEYS}
        )
        select sampled.file_id, parents.file_id, count(*)
        from sampled inner join cast_{feed.parent_feed} as parents on sampled.parent_key = parents.record_key
        group by all
        """
    ).fetchall()
    best: dict[int, tuple] = {}
    for child, parent, count in shared:
        rank = (child == parent, count, _nearness(staging, child, parent), -parent)
        if child not in best or rank > best[child][0]:
            best[child] = (rank, parent)
    if best:
        staging.con.executemany(
            "insert into file_parents values (?, ?, ?)",
            [[feed.name, child, parent] for child, (_, parent) in sorted(best.items())],
        )


def _nearness(staging: Staging, child: int, parent: int) -> tuple[bool, int]:
    one, other = staging.source(child), staging.source(parent)
    letters = 0
    for left, right in zip(one.name.casefold(), other.name.casefold(), strict=False):
        if left != right:
            break
        letters += 1
    return one.folder == other.folder, letters


def _link_rows(staging: Staging, feed: Feed) -> None:
    con = staging.con
    if not feed.parent_feed:
        con.execute(f"alter table cast_{feed.name} add column parent_file_id integer")
        con.execute(f"alter table cast_{feed.name} add column parent_row integer")
        con.execute(f"alter table cast_{feed.name} rename to linked_{feed.name}")
        return
    con.execute(
        f"create table linked_{feed.name} as "
        f"select rows.*, parents.file_id as parent_file_id, parents.row as parent_row from cast_{feed.name} as rows "
        f"left join file_parents on file_parents.feed = '{feed.name}' and file_parents.file_id = rows.file_id "
        f"left join cast_{feed.parent_feed} as parents on parents.file_id = file_parents.parent_file_id "
        f"and parents.record_key = rows.parent_key"
    )
    con.execute(f"drop table cast_{feed.name}")
