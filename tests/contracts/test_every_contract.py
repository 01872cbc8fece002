"""Every contract keeps the house rules: whatever is added is looked at before anyone writes a test for it."""

import re
from collections import Counter

import duckdb
import pytest

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.reference import code_labels, read_reference
from sendmetrics.contracts.shapes import SQL_TYPES, Column, Feed, normalise_heading
from sendmetrics.contracts.tables import TABLES
from sendmetrics.extracts.census_dates import TERM_MONTHS

# Feeds that fill no table of their own, and what they are read for.
HELPS_OTHERS = {
    "sen2_returns": "gives every record of a return its authority and reference date",
    "sen2_persons": "gives requests their person, and people sex and ethnicity",
    "census_schools": "gives pupil lists their schools and census day",
    "census_needs": "gives the roll its types of need",
    "census_free_meals": "gives the roll its free meals",
    "school_names": "gives schools their names where GIAS has none",
    "authority_names": "gives authorities their names where our own list has none",
    "person_links": "ties identifiers of different kinds to one child",
}
# Texts that reach the warehouse as the files have them: words of organisations and places, published or the authority's own.
PUBLIC_WORDS = {
    "gias_schools": {"la_name", "region_name", "school_name", "school_type", "phase", "trust_name", "postcode"},
    "school_counts": {"school_urn", "school_name", "school_type"},
    "school_names": {"school_name"},
    "authority_names": {"la_name", "region_name"},
    "local_areas": {"locality_code", "locality_name"},
    "published_lists": {"org_name"},
    # Limited to the codes of local_areas when it is read.
    "referrals": {"locality_code"},
}
# Texts that are used while files are read, and go no further.
NOT_LOADED = {
    "sen2_placements": {"ukprn"},
    "census_schools": {"term"},
    "census_pupils": {"term"},
    "gias_schools": {"lsoa21", "ward"},
    "school_counts": {"establishment", "time_period", "geographic_level"},
    "school_names": {"school_urn", "la_name"},
    "referrals": {"source", "team_type_code"},
    "advice_requests": {"source", "request_ref"},
    "ehc_events": {"source", "request_ref"},
    "looked_after": {"source"},
    "commissioned_routes": {"source"},
    "review_contributions": {"source"},
    "senco_return": {"source"},
    "local_areas": {"match_value"},
}


COLUMNS = [(owner.name, column) for owner in (*FEEDS.values(), *TABLES.values()) for column in owner.columns]


@pytest.mark.parametrize(("owner", "column"), COLUMNS, ids=lambda part: part if isinstance(part, str) else part.name)
def test_every_column_says_what_it_means(owner: str, column: Column):
    assert column.meaning, f"{owner}.{column.name}: say what it means"
    assert column.meaning[0].isupper() or column.meaning[0].isdigit()
    assert not column.meaning.endswith(".")
    assert column.kind in SQL_TYPES
    assert re.fullmatch("[a-z][a-z0-9_]*", column.name)
    assert bool(column.codes) <= (column.kind == "code")
    assert column.pattern is None or column.kind == "text"


@pytest.mark.parametrize(("owner", "column"), COLUMNS, ids=lambda part: part if isinstance(part, str) else part.name)
def test_names_follow_the_kinds(owner: str, column: Column):
    if column.kind == "date":
        assert column.name.endswith(("_date", "known_to"))
    if column.kind == "flag":
        assert column.name.startswith(("is_", "has_"))
    assert not column.name.startswith(("n_", "pc_", "perc"))


@pytest.mark.parametrize("feed", FEEDS.values(), ids=lambda feed: feed.name)
def test_every_feed_is_put_together_soundly(feed: Feed):
    names = [column.name for column in feed.columns]
    assert len(set(names)) == len(names)
    spellings = Counter(heading for column in feed.columns for heading in set(column.headings))
    assert not [heading for heading, times in spellings.items() if times > 1], "two columns share a heading"
    assert set(feed.key) <= set(names)
    assert {name for pair in feed.in_order for name in pair} <= {c.name for c in feed.columns if c.kind == "date"}
    assert all(column.codes for column in feed.columns if column.kind == "code"), "a code needs its list"
    known = {*spellings, *(normalise_heading(h) for key in (feed.record, feed.parent) for h in key.split("|"))}
    told_by = [{normalise_heading(spelling) for spelling in entry.split("|")} for entry in feed.recognised_by]
    assert all(spelled & known for spelled in told_by), "a heading that tells the layout is read by no column"
    assert bool(feed.parent) == bool(feed.parent_feed)
    assert not feed.parent_feed or list(FEEDS).index(feed.parent_feed) < list(FEEDS).index(feed.name), "parents first"


def test_no_two_layouts_are_told_by_the_same_headings():
    for one in FEEDS.values():
        for other in FEEDS.values():
            if one is not other:
                assert set(one.recognised_by) - set(other.recognised_by), f"{one.name} cannot be told from {other.name}"


def test_every_code_list_exists_and_every_spelling_leads_into_it():
    for name in {column.codes for _, column in COLUMNS if column.codes}:
        assert code_labels(name), f"data/reference has no codes for {name}"
    for row in read_reference("code_spellings"):
        assert row["spelling"] == row["spelling"].casefold(), row
        assert row["code"] == "" or row["code"] in code_labels(row["list"]), row


def test_every_code_list_of_ours_has_a_source_and_no_code_twice():
    rows = read_reference("code_lists")
    assert all(row["source"] and row["label"] for row in rows)
    assert len({(row["list"], row["code"]) for row in rows}) == len(rows)


@pytest.mark.parametrize("feed", FEEDS)
def test_every_feed_fills_a_table_or_says_what_it_is_for(feed: str):
    fills = [table.name for table in TABLES.values() if feed in table.filled_by]
    assert bool(fills) != (feed in HELPS_OTHERS), f"name {feed} in filled_by of its table, or say what it is read for"


def test_tables_are_filled_by_feeds_there_are():
    for table in TABLES.values():
        assert set(table.filled_by) <= set(FEEDS), table.name
        assert set(table.key) <= set(table.column_names), table.name
        assert set(table.sorted_by) <= set(table.column_names), table.name
        for event in table.events:
            assert event.date in table.column_names
            assert {name for name, _ in event.earlier} <= set(table.column_names)


@pytest.mark.parametrize("feed", FEEDS.values(), ids=lambda feed: feed.name)
def test_no_text_reaches_the_warehouse_unlooked_at(feed: Feed):
    """A text is an identifier, has a form, is public, or stays behind; a new one must be put in one of the four."""
    free = {
        column.name for column in feed.columns if column.kind == "text" and not column.pattern and not column.identifies
    }
    assert free == PUBLIC_WORDS.get(feed.name, set()) | NOT_LOADED.get(feed.name, set())


def test_every_pattern_is_one_the_engine_reads_and_its_words_are_said():
    patterns = {column.pattern for _, column in COLUMNS if column.pattern}
    assert patterns
    for pattern in patterns:
        duckdb.execute("select regexp_full_match('', $form)", {"form": pattern.form}).fetchone()
        assert pattern.wrong.startswith("is not ")
        assert pattern.action.endswith(".")


def test_what_identifies_a_child_is_in_no_table():
    identifying = {column.name for feed in FEEDS.values() for column in feed.columns if column.identifies}
    assert {"surname", "forename", "birth_date", "upn", "uln", "person_ref", "senco_ref"} <= identifying
    for table in TABLES.values():
        # A school's postcode is its own.
        found = identifying & set(table.column_names) - ({"postcode"} if table.name == "schools" else set())
        assert not found, f"{table.name} holds {found}"


def test_the_words_for_terms_are_small_letters():
    assert all(word == word.casefold() and word.isalpha() for word in TERM_MONTHS)
