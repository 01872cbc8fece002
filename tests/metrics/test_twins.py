"""Every measure agrees with its deliberately dull version on small made-up tables."""

import pytest
from harness import complete_rows, run_query
from hypothesis import given, note, settings
from hypothesis import strategies as st
from small_tables import AS_AT_DAYS, TABLES_OF
from small_tables_of_commissioning import TABLES_OF_COMMISSIONING
from small_tables_of_losses import TABLES_OF_LOSSES
from small_tables_of_published import TABLES_OF_PUBLISHED
from small_tables_of_referral_joins import TABLES_OF_REFERRAL_JOINS
from small_tables_of_referrals import TABLES_OF_REFERRALS
from small_tables_of_reviews import TABLES_OF_REVIEWS
from small_tables_of_stages import TABLES_OF_STAGES
from small_tables_of_support import TABLES_OF_SUPPORT
from twins import TWINS
from twins_of_commissioning import TWINS_OF_COMMISSIONING
from twins_of_losses import TWINS_OF_LOSSES
from twins_of_published import TWINS_OF_PUBLISHED
from twins_of_referral_joins import TWINS_OF_REFERRAL_JOINS
from twins_of_referrals import TWINS_OF_REFERRALS
from twins_of_reviews import TWINS_OF_REVIEWS
from twins_of_stages import TWINS_OF_STAGES
from twins_of_support import TWINS_OF_SUPPORT
from twins_of_waiting import TWINS_OF_WAITING

from sendmetrics.metrics.definition import KIND_COLUMNS, find_metric, read_metrics

TWINS |= TWINS_OF_COMMISSIONING
TWINS |= TWINS_OF_LOSSES
TWINS |= TWINS_OF_PUBLISHED
TWINS |= TWINS_OF_REFERRALS
TWINS |= TWINS_OF_REFERRAL_JOINS
TWINS |= TWINS_OF_REVIEWS
TWINS |= TWINS_OF_STAGES
TWINS |= TWINS_OF_SUPPORT
TWINS |= TWINS_OF_WAITING
TABLES_OF |= TABLES_OF_COMMISSIONING
TABLES_OF |= TABLES_OF_LOSSES
TABLES_OF |= TABLES_OF_PUBLISHED
TABLES_OF |= TABLES_OF_REFERRALS
TABLES_OF |= TABLES_OF_REFERRAL_JOINS
TABLES_OF |= TABLES_OF_REVIEWS
TABLES_OF |= TABLES_OF_STAGES
TABLES_OF |= TABLES_OF_SUPPORT

# A row that is left out is summed nowhere, so what it says of these does not matter.
MEASURED = {"weight"}.union(*KIND_COLUMNS.values())


def test_every_metric_has_a_twin_and_tables_to_meet_it_on():
    for place, held in (("twins.TWINS", TWINS), ("small_tables.TABLES_OF", TABLES_OF)):
        assert set(held) == set(read_metrics()), f"{place} should hold: {set(read_metrics()) ^ set(held)}"


def _summed(row: dict, thing: str | None) -> dict:
    """What of a row reaches a figure: its keys and period, and its measure unless it is left out."""
    unused = {"left_out", thing} | (MEASURED if row.get("left_out") else set())
    return {name: row[name] for name in sorted(row) if name not in unused}


@pytest.mark.parametrize("metric", sorted(TWINS))
@settings(max_examples=15)
@given(data=st.data())
def test_the_metric_equals_its_twin(metric, data):
    check_twin(metric, data)


@pytest.mark.long
@pytest.mark.parametrize("metric", sorted(TWINS))
@settings(max_examples=300)
@given(data=st.data())
def test_the_metric_equals_its_twin_on_many_tables(metric, data):
    check_twin(metric, data)


def check_twin(metric: str, data: st.DataObject) -> None:
    as_at = data.draw(st.sampled_from(AS_AT_DAYS), "as at")
    tables = {name: complete_rows(name, rows, as_at) for name, rows in data.draw(TABLES_OF[metric], "tables").items()}
    found = run_query(metric, as_at, **tables)
    expected = TWINS[metric](tables, as_at)
    note(f"found:    {found}\nexpected: {expected}")
    # The twins of shares name no row: a school's published numbers have no key of their own.
    thing = find_metric(metric).columns[0]
    unnamed = thing if expected and thing not in expected[0] else None
    found.sort(key=lambda row: str(_summed(row, unnamed)))
    expected.sort(key=lambda row: str(_summed(row, unnamed)))
    assert [_summed(row, unnamed) for row in found] == [_summed(row, unnamed) for row in expected]
    for row, twin in zip(found, expected, strict=True):
        reasons = twin.get("left_out") or {None}
        assert row.get("left_out") in reasons
