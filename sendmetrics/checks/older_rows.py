"""Where the newest row of a thing is rejected and an older file's row of it stands instead, that is said.

Files of one source tell of the same things anew. Of each thing the newest sound
row counts, so a rejected one lets an older row speak, and what happened since
is lost without a gap that anybody could see.
"""

from dataclasses import dataclass

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import TELL, Finding, describe_rows
from sendmetrics.extracts.staging import Staging
from sendmetrics.words import say_date

CORRECT = "Correct it in the list of rejected rows; until then what is shown is as on that day."
GONE = (
    "Correct it in the list of rejected rows; until then what is shown is as on that day, and what was open then is left "
    "out as gone from the newest extract."
)
_CHILD = "upper(replace(rows.person_ref, ' ', ''))"


@dataclass(frozen=True)
class _Merged:
    """A feed whose files are merged, as queries/tables does: what its rows tell of, by what one knows it again, and the day.

    ``known_by`` are SQL expressions, all of them given; ``told_on`` is the day a row speaks for; ``speaks`` is untrue of
    rows that take no other's place.
    """

    feed: str
    thing: str
    known_by: tuple[str, ...]
    told_on: str = "rows.snapshot_date"
    joins: str = ""
    speaks: str = "true"
    action: str = CORRECT


_PEOPLE = (
    "inner join linked_sen2_persons as people on {0}.parent_file_id = people.file_id and {0}.parent_row = people.row"
)
_RETURNS = (
    "inner join linked_sen2_returns as returns "
    "on people.parent_file_id = returns.file_id and people.parent_row = returns.row"
)
_PERSON = ("returns.la_code", "coalesce(people.upn, people.uln)")
_SOURCE = "coalesce(rows.source, rows.provider_code, '')"

MERGED = (
    _Merged(
        "sen2_requests",
        "request",
        (*_PERSON, "rows.received_date"),
        "returns.reference_date",
        f"{_PEOPLE.format('rows')} {_RETURNS}",
        # A historical row says only that all this was before.
        "rows.decision is distinct from 'H'",
    ),
    _Merged(
        "sen2_assessments",
        "assessment",
        (*_PERSON, "requests.received_date"),
        "returns.reference_date",
        "inner join linked_sen2_requests as requests "
        "on rows.parent_file_id = requests.file_id and rows.parent_row = requests.row "
        f"{_PEOPLE.format('requests')} {_RETURNS}",
        "rows.outcome is distinct from 'H'",
    ),
    _Merged("referrals", "referral", (_SOURCE, "rows.referral_number"), action=GONE),
    _Merged(
        "advice_requests",
        "advice",
        ("coalesce(rows.request_ref, '')", _CHILD, "rows.adviser_service", "rows.requested_date"),
        action=GONE,
    ),
    _Merged(
        "ehc_events",
        "kind of event of the case",
        ("coalesce(rows.source, '')", "coalesce(rows.request_ref, '')", f"coalesce({_CHILD}, '')", "rows.event"),
    ),
    _Merged("review_contributions", "service at the review", (_CHILD, "rows.review_date", "rows.service")),
    _Merged("senco_return", "return of the school for the term", ("rows.school_urn", "rows.academic_year", "rows.term")),
    # Of these the newest extract counts as a whole: an older one only where nothing of a newer one is sound.
    _Merged("looked_after", "source", ("coalesce(rows.source, '')",)),
    _Merged("commissioned_routes", "register", ("coalesce(rows.source, '')",)),
)  # fmt: skip


def check_older_rows(staging: Staging) -> list[Finding]:
    """Findings on rejected rows in whose place a row of an older day counts; asked once all rows are refused that will be."""
    rejecting = {feed for (feed,) in staging.con.execute("select distinct feed from refused").fetchall()}
    return [finding for merged in MERGED if merged.feed in rejecting for finding in _check(staging, merged)]


def _check(staging: Staging, merged: _Merged) -> list[Finding]:
    feed = FEEDS[merged.feed]
    standing = staging.con.execute(_STANDING.format(**_parts(merged)), {"feed": merged.feed}).fetchall()
    return [
        Finding(
            TELL,
            staging.source(file_id).name,
            feed.title,
            first,
            "",
            "older_row_stands",
            f"Rejected, though an older extract tells of the same {merged.thing} ({describe_rows(first, count)}). "
            f"The row of {staging.source(older_file_id).name} of {say_date(day)} stands instead.",
            merged.action,
            count,
        )
        for file_id, older_file_id, day, first, count in standing
    ]


def _parts(merged: _Merged) -> dict[str, str]:
    texts = ", ".join(f"({expression})::varchar" for expression in merged.known_by)
    return {
        "rows": f"linked_{merged.feed} as rows {merged.joins}",
        # A list, since two lists are equal only where each of their parts is.
        "identity": f"[{texts}]",
        "is_known": " and ".join(f"({expression}) is not null" for expression in merged.known_by),
        "told_on": merged.told_on,
        "speaks": merged.speaks,
    }


# A row without a readable day is of its file's day.
_STANDING = """
with told as (
    select
        rows.file_id,
        rows.row,
        {identity} as identity,
        {is_known} as is_known,
        coalesce({told_on}, max({told_on}) over (partition by rows.file_id)) as day
    from {rows}
    where {speaks}
),
rejected as (
    select told.*
    from told
    semi join (select file_id, row from refused where feed = $feed) as unsound
        on told.file_id = unsound.file_id and told.row = unsound.row
    where told.is_known
),
standing as (
    select told.identity, max_by(told.file_id, (told.day, told.file_id)) as file_id, max(told.day) as day
    from told
    semi join rejected on told.identity = rejected.identity
    anti join (select file_id, row from refused where feed = $feed) as unsound
        on told.file_id = unsound.file_id and told.row = unsound.row
    group by told.identity
)
select rejected.file_id, standing.file_id, standing.day, min(rejected.row), count(*)
from rejected
inner join standing on rejected.identity = standing.identity and standing.day < rejected.day
group by all
order by all
"""
