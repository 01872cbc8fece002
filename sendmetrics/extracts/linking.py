"""Records that belong together over several files: each child file finds its parent file by the keys they share."""

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import TELL, Finding
from sendmetrics.contracts.shapes import Feed
from sendmetrics.extracts.delimited import is_correction
from sendmetrics.extracts.staging import Staging

SAMPLE_OF_KEYS = 1_000
# A parent file may have lost a few rows on the way; one that fits clearly worse is another export's.
AS_GOOD_AS_THE_BEST = 0.9


def link_files(staging: Staging) -> list[Finding]:
    """Turn ``cast_<feed>`` into ``linked_<feed>``: with ``parent_file_id`` and ``parent_row``, empty where no parent was found.

    Returns findings on files whose keys fit several parent files equally well.
    """
    staging.con.execute("create or replace table file_parents (feed varchar, file_id integer, parent_file_id integer)")
    findings = []
    for feed in FEEDS.values():
        if feed.parent_feed and staging.rows_in(feed):
            findings += _find_parent_files(staging, feed)
    # Children before parents: a parent's own table is needed until its last child is tied to it.
    for feed in reversed(FEEDS.values()):
        _link_rows(staging, feed)
    return findings


def _find_parent_files(staging: Staging, feed: Feed) -> list[Finding]:
    """For each file of the feed, the parent file holding most of its keys; nearness of folder and name breaks ties.

    Keys of two exports may collide (both numbered from 1), so a key alone does not link.
    """
    shared = staging.con.execute(
        f"""
        with sampled as (
            select file_id, parent_key from cast_{feed.name} where parent_key is not null
            qualify row_number() over (partition by file_id order by row) <= {SAMPLE_OF_KEYS}
        )
        select sampled.file_id, parents.file_id, count(distinct parents.record_key)
        from sampled inner join cast_{feed.parent_feed} as parents on sampled.parent_key = parents.record_key
        group by all
        """
    ).fetchall()
    candidates: dict[int, dict[int, int]] = {}
    for child, parent, count in shared:
        candidates.setdefault(child, {})[parent] = count
    findings = []
    for child, counts in sorted(candidates.items()):
        enough = AS_GOOD_AS_THE_BEST * max(counts.values())
        fitting = [parent for parent, count in counts.items() if count >= enough and not _is_corrected(staging, parent)]
        fitting.sort(key=lambda parent: (parent == child, *_nearness(staging, child, parent), -parent), reverse=True)
        best = fitting[0] if fitting else max(counts, key=counts.get)
        staging.con.execute("insert into file_parents values (?, ?, ?)", [feed.name, child, best])
        if len(fitting) > 1 and best != child and not _is_corrected(staging, child):
            findings.append(_several_parents(staging, feed, child, best))
    return findings


def _is_corrected(staging: Staging, file_id: int) -> bool:
    return is_correction(staging.layouts[file_id].headings)


def _several_parents(staging: Staging, feed: Feed, child: int, chosen: int) -> Finding:
    return Finding(
        TELL,
        staging.source(child).name,
        feed.title,
        None,
        feed.parent,
        "parent_file_uncertain",
        f"Its keys fit several files; read as belonging to {staging.source(chosen).name}, whose name is nearest.",
        "If that is wrong, keep each export in a folder of its own, or give its files names that begin alike.",
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
    if not feed.parent_feed or not staging.rows_in(feed):
        con.execute(f"alter table cast_{feed.name} add column parent_file_id integer")
        con.execute(f"alter table cast_{feed.name} add column parent_row integer")
        con.execute(f"alter table cast_{feed.name} rename to linked_{feed.name}")
        return
    parents = f"cast_{feed.parent_feed}"
    _join_parents(staging, feed, parents)
    if _count(staging, f"linked_{feed.name}") > _count(staging, f"cast_{feed.name}"):
        _join_parents(staging, feed, _FIRST_OF_EACH_KEY.format(parents))
    _link_corrected_rows(staging, feed)
    con.execute(f"drop table cast_{feed.name}")


# Of a key that is repeated the first record is kept, so that is the parent.
_FIRST_OF_EACH_KEY = "(select file_id, record_key, min(row) as row from {} group by all)"


def _join_parents(staging: Staging, feed: Feed, parents: str) -> None:
    staging.con.execute(
        f"create or replace table linked_{feed.name} as "
        f"select rows.*, parents.file_id as parent_file_id, parents.row as parent_row from cast_{feed.name} as rows "
        f"left join file_parents on file_parents.feed = '{feed.name}' and file_parents.file_id = rows.file_id "
        f"left join {parents} as parents on parents.file_id = file_parents.parent_file_id "
        f"and parents.record_key = rows.parent_key"
    )


def _count(staging: Staging, table: str) -> int:
    return staging.con.execute(f"select count(*) from {table}").fetchone()[0]


def _link_corrected_rows(staging: Staging, feed: Feed) -> None:
    """A corrected row belongs to a corrected parent where there is one: the first version of that was rejected."""
    con = staging.con
    children, parents = (
        [
            file_id
            for file_id, layout in staging.layouts.items()
            if layout.feed is not None and layout.feed.name == name and is_correction(layout.headings)
        ]
        for name in (feed.name, feed.parent_feed)
    )
    pairs = [(child, parent, *_nearness(staging, child, parent)) for child in children for parent in parents]
    # The nearest comes last, and so prevails.
    for child, parent, *_ in sorted(pairs, key=lambda pair: pair[2:]):
        con.execute(
            f"update linked_{feed.name} set parent_file_id = parents.file_id, parent_row = parents.row "
            f"from {_FIRST_OF_EACH_KEY.format(f'cast_{feed.parent_feed}')} as parents "
            f"where linked_{feed.name}.file_id = $child and parents.file_id = $parent "
            f"and parents.record_key = linked_{feed.name}.parent_key",
            {"child": child, "parent": parent},
        )
