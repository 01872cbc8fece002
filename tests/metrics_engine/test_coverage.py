"""With files of two authorities, the years that one of them has no files for are not available: they are not years of nought."""

import pytest
from harness import LEADERS, ask, make_engine

from sendmetrics.metrics.question import Reader

# One authority's files reach from 2023 to 2025, the other's from 2025; nobody was referred in the first in 2024.
REFERRALS = """
referral_id | la_code | locality_code | school_urn | received_date | first_contact_date | known_to
a1          | 830     | HIGH          | 900001     | 2023-03-01    | 2023-04-01         | 2025-12-31
a2          | 830     | HIGH          | 900001     | 2025-03-01    |                    | 2025-12-31
b1          | 891     | LOW           | 900002     | 2025-02-01    |                    | 2025-12-31
"""
LOCALITIES = [{"locality_code": "HIGH", "la_code": "830"}, {"locality_code": "LOW", "la_code": "891"}]
SCHOOLS = [{"school_urn": "900001", "la_code": "830"}, {"school_urn": "900002", "la_code": "891"}]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return make_engine(
        tmp_path_factory.mktemp("coverage"),
        "2025-12-31",
        referrals=REFERRALS,
        authorities=[{"la_code": "830", "la_name": "Longer"}, {"la_code": "891", "la_name": "Shorter"}],
        localities=LOCALITIES,
        schools=SCHOOLS,
    )


def said(rows: list[dict], figure: str = "value") -> dict[tuple, object]:
    return {(row["breakdown"], row["period"].year): row["symbol"] or row[figure] for row in rows}


@pytest.mark.parametrize(
    ("by", "one", "other"),
    [("authority", "830", "891"), ("locality", "HIGH", "LOW"), ("school", "900001", "900002")],
)
def test_years_before_an_authoritys_files_are_not_available_for_its_places(engine, by, one, other):
    assert said(ask(engine, "referrals_received", by=by, every="year")) == {
        (one, 2023): 1, (one, 2024): 0, (one, 2025): 1,
        (other, 2023): "x", (other, 2024): "x", (other, 2025): 1,
    }  # fmt: skip


def test_without_a_division_a_year_that_any_authority_speaks_for_stays(engine):
    assert said(ask(engine, "referrals_received", every="year")) == {(None, 2023): 1, (None, 2024): 0, (None, 2025): 2}


@pytest.mark.parametrize("where", [{"authority": "891"}, {"locality": "LOW"}, {"school": "900002"}])
def test_a_filter_by_place_asks_its_authority_alone(engine, where):
    rows = ask(engine, "referrals_received", every="year", where=where, start="2023-01-01")
    assert said(rows) == {(None, 2023): "x", (None, 2024): "x", (None, 2025): 1}


@pytest.mark.parametrize("extent", [("authorities", ("891",)), ("schools", ("900002",))])
def test_an_extent_asks_its_authority_alone(engine, extent):
    reader = Reader("one", "casework", (extent,))
    rows = ask(engine, "referrals_received", reader, every="year", start="2023-01-01")
    assert said(rows) == {(None, 2023): "x", (None, 2024): "x", (None, 2025): 1}


def test_nobody_is_said_to_wait_in_years_without_files(engine):
    rows = ask(engine, "referral_to_first_contact_wait", by="authority", every="year", view="open", start="2023-01-01")
    assert {(row["breakdown"], row["period"].year): row["count"] for row in rows} == {
        ("830", 2023): 0, ("830", 2024): 0, ("830", 2025): 1,
        ("891", 2023): None, ("891", 2024): None, ("891", 2025): 1,
    }  # fmt: skip


def test_leaders_are_told_apart_hidden_nought_and_not_available(engine):
    rows = said(ask(engine, "referrals_received", LEADERS, by="authority", every="year"))
    assert rows["891", 2023] == "x"
    assert rows["830", 2023] == "c"
