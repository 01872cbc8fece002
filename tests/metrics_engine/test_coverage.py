"""With files of two authorities, the years that one of them has no files for are not available: they are not years of nought."""

import datetime

import pytest
from harness import LEADERS, ask, make_engine

from sendmetrics.metrics.question import Reader
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.registry import all_panels

# The files of 830 reach from 2023 to 2025, those of 891 from 2025 to the middle of 2026; nobody was referred in 830 in 2024.
# Child x of 830 goes to school in 891.
REFERRALS = """
referral_id | la_code | locality_code | school_urn | received_date | first_contact_date | known_to
a1          | 830     | HIGH          | 900001     | 2023-03-01    | 2023-04-01         | 2025-12-31
x1          | 830     | HIGH          | 900002     | 2023-05-01    | 2023-06-01         | 2025-12-31
a2          | 830     | HIGH          | 900001     | 2025-03-01    |                    | 2025-12-31
b1          | 891     | LOW           | 900003     | 2025-02-01    |                    | 2026-06-30
b2          | 891     | LOW           | 900003     | 2026-02-01    |                    | 2026-06-30
"""
POSTS = """
senco_post_id | la_code | school_urn | snapshot_date
1             | 830     | 900001     | 2025-02-01
"""
AUTHORITIES = [
    {"la_code": "830", "la_name": "Longer", "region_name": "East Midlands"},
    {"la_code": "891", "la_name": "Shorter", "region_name": "London"},
]
LOCALITIES = [
    {"locality_code": "HIGH", "la_code": "830", "icb_code": "QH"},
    {"locality_code": "LOW", "la_code": "891", "icb_code": "QL"},
]
SCHOOLS = [
    {"school_urn": "900001", "la_code": "830", "phase": "Primary"},
    {"school_urn": "900002", "la_code": "891", "phase": "Primary"},
    {"school_urn": "900003", "la_code": "891", "phase": "Secondary"},
]
ALONE = "Referrals to services: to 31 December 2025 only, so what they alone tell is as it stood then."
ONE_SCHOOL, ONE_AUTHORITY = ("schools", ("900003",)), ("authorities", ("891",))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return make_engine(
        tmp_path_factory.mktemp("coverage"),
        "2026-06-30",
        referrals=REFERRALS,
        senco_posts=POSTS,
        authorities=AUTHORITIES,
        localities=LOCALITIES,
        schools=SCHOOLS,
    )


def said(rows: list[dict]) -> dict[tuple, object]:
    return {(row["breakdown"], row["period"] and row["period"].year): row["symbol"] or row["value"] for row in rows}


@pytest.mark.parametrize(
    ("by", "one", "other"),
    [
        ("authority", "830", "891"),
        ("region", "East Midlands", "London"),
        ("locality", "HIGH", "LOW"),
        ("icb", "QH", "QL"),
    ],
)
def test_years_outside_an_authoritys_files_are_not_available_for_its_places(engine, by, one, other):
    assert said(ask(engine, "referrals_received", by=by, every="year")) == {
        (one, 2023): 2, (one, 2024): 0, (one, 2025): 1, (one, 2026): "x",
        (other, 2023): "x", (other, 2024): "x", (other, 2025): 1, (other, 2026): 1,
    }  # fmt: skip


def test_what_was_counted_is_told_wherever_the_school_lies(engine):
    """Child x's school is in 891, whose files begin later; the referral is in the files of 830."""
    rows = said(ask(engine, "referrals_received", by="school", every="year"))
    assert {year: rows["900002", year] for year in (2023, 2024, 2025, 2026)} == {2023: 1, 2024: 0, 2025: 0, 2026: "x"}
    assert {year: rows["900003", year] for year in (2023, 2024, 2025, 2026)} == {2023: "x", 2024: "x", 2025: 1, 2026: 1}
    years = said(ask(engine, "referrals_received", every="year", where={"authority": "830", "school": "900002"}))
    assert years == {(None, 2023): 1, (None, 2024): 0, (None, 2025): 0, (None, 2026): "x"}


def test_a_phase_with_schools_of_both_speaks_while_either_does(engine):
    rows = said(ask(engine, "referrals_received", by="phase", every="year"))
    assert [rows["Primary", year] for year in (2023, 2024, 2025, 2026)] == [2, 0, 1, "x"]
    assert [rows["Secondary", year] for year in (2023, 2024, 2025, 2026)] == ["x", "x", 1, 1]


def test_without_a_division_a_year_that_any_authority_speaks_for_stays(engine):
    rows = said(ask(engine, "referrals_received", every="year"))
    assert rows == {(None, 2023): 2, (None, 2024): 0, (None, 2025): 2, (None, 2026): 1}


@pytest.mark.parametrize(
    "where",
    [{"authority": "891"}, {"region": "London"}, {"locality": "LOW"}, {"icb": "QL"}, {"school": "900003"},
     {"phase": "Secondary"}],
    ids=str,
)  # fmt: skip
def test_a_filter_by_place_asks_its_authority_alone(engine, where):
    rows = ask(engine, "referrals_received", every="year", where=where, start="2023-01-01")
    assert said(rows) == {(None, 2023): "x", (None, 2024): "x", (None, 2025): 1, (None, 2026): 1}


@pytest.mark.parametrize("extent", [ONE_AUTHORITY, ONE_SCHOOL], ids=str)
def test_an_extent_asks_its_authority_alone(engine, extent):
    rows = ask(engine, "referrals_received", Reader("one", "casework", (extent,)), every="year", start="2023-01-01")
    assert said(rows) == {(None, 2023): "x", (None, 2024): "x", (None, 2025): 1, (None, 2026): 1}


def test_an_extent_beside_a_breakdown_that_is_no_place(engine):
    reader = Reader("one", "casework", (ONE_AUTHORITY,))
    rows = said(ask(engine, "referrals_received", reader, by="service", every="year", start="2023-01-01"))
    assert [rows["salt", year] for year in (2023, 2024, 2025, 2026)] == ["x", "x", 1, 1]


def test_months_and_academic_years_end_where_the_files_do(engine):
    rows = ask(engine, "referrals_received", by="authority", every="month", start="2025-11-01", end="2026-02-28")
    found = {(row["breakdown"], str(row["period"])[:7]): row["symbol"] or row["value"] for row in rows}
    assert found == {("891", "2025-11"): 0, ("891", "2025-12"): 0, ("891", "2026-01"): 0, ("891", "2026-02"): 1}
    where = {"authority": "830"}
    rows = ask(engine, "referrals_received", every="month", where=where, start="2025-11-01", end="2026-02-28")
    assert [row["symbol"] or row["value"] for row in rows] == [0, 0, "x", "x"]


def test_a_total_of_an_authority_that_has_no_such_files_is_not_available(engine):
    assert said(ask(engine, "sencos_teaching_full_time", where={"authority": "891"})) == {(None, None): "x"}
    limited = Reader("one", "casework", (ONE_AUTHORITY,))
    (row,) = ask(engine, "sencos_teaching_full_time", limited)
    assert row["denominator"] is None
    (row,) = ask(engine, "sencos_teaching_full_time", where={"authority": "891"})
    assert row["denominator"] is None


def test_a_total_before_an_authoritys_files_is_not_available(engine):
    asked = {"where": {"authority": "891"}, "start": "2023-01-01"}
    assert said(ask(engine, "referrals_received", end="2024-12-31", **asked)) == {(None, None): "x"}
    assert said(ask(engine, "referrals_received", end="2025-01-31", **asked)) == {(None, None): "x"}
    assert said(ask(engine, "referrals_received", end="2025-02-28", **asked)) == {(None, None): 1}
    assert said(ask(engine, "referrals_received", where={"authority": "830"}, start="2026-01-01")) == {
        (None, None): "x"
    }


def test_nobody_is_said_to_wait_in_years_without_files(engine):
    rows = ask(
        engine, "referral_to_first_contact_wait", by="authority", every="year", view="open", start="2023-01-01",
        end="2025-12-31",
    )  # fmt: skip
    assert {(row["breakdown"], row["period"].year): row["count"] for row in rows} == {
        ("830", 2023): 0, ("830", 2024): 0, ("830", 2025): 1,
        ("891", 2023): None, ("891", 2024): None, ("891", 2025): 1,
    }  # fmt: skip


def test_leaders_are_told_apart_hidden_nought_and_not_available(engine):
    rows = said(ask(engine, "referrals_received", LEADERS, by="authority", every="year"))
    assert rows["891", 2023] == "x"
    assert rows["830", 2023] == "c"


def test_one_authority_alone_is_asked_no_further(tmp_path, monkeypatch):
    alone = make_engine(
        tmp_path, "2026-06-30", referrals=[{"referral_id": "a1", "received_date": datetime.date(2023, 3, 1)}]
    )
    monkeypatch.setattr("sendmetrics.metrics.engine.find_unspoken", None)
    assert [row["value"] for row in ask(alone, "referrals_received", every="year")] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("reader", "filters", "said"),
    [
        (LEADERS, Filters(), "Referrals to services of Longer: to 31 December 2025 only, so what they alone tell is as it stood then."),
        (LEADERS, Filters(as_at=datetime.date(2026, 1, 31)), ""),
        (LEADERS, Filters(end=datetime.date(2025, 12, 31)), ""),
        (LEADERS, Filters(where=(("authority", ("891",)),)), ""),
        (LEADERS, Filters(where=(("school", ("900003",)),)), ""),
        (LEADERS, Filters(where=(("authority", ("830",)),)), ALONE),
        (LEADERS, Filters(where=(("locality", ("HIGH",)),)), ALONE),
        (Reader("one authority", "leaders", (("authorities", ("830",)),)), Filters(), ALONE),
        (Reader("one school", "casework", (("schools", ("900001",)),)), Filters(), ALONE),
        (Reader("another school", "casework", (("schools", ("900003",)),)), Filters(), ""),
    ],
)  # fmt: skip
def test_a_caption_says_whose_files_end_well_before_the_day_to_whom_it_concerns(engine, reader, filters, said):
    """Above all to who sees nothing else: beside others the old day could be guessed."""
    panel = all_panels()["referrals_received"]
    text = caption(panel, answer_panel(engine, reader, panel, filters), "")
    assert said in text
    assert ("as it stood then" in text) == bool(said)


def test_a_log_is_looked_for_in_the_files_of_those_in_view(tmp_path):
    """Both authorities have cases; 830 alone has a log of events, which ends two years before."""
    cases = [
        {"request_id": f"r{code}{number}", "la_code": code, "person_id": number, "received_date": "2025-12-01", "known_to": "2026-01-15"}
        for code in ("830", "891")
        for number in range(10)
    ]  # fmt: skip
    event = {"event_id": "e", "request_id": "r8300", "la_code": "830", "event": "panel", "event_date": "2024-01-10"}
    engine = make_engine(
        tmp_path,
        "2026-01-15",
        requests=cases,
        case_events=[event | {"known_to": "2024-01-15"}],
        authorities=AUTHORITIES,
        localities=LOCALITIES,
        schools=SCHOOLS,
    )
    panel = all_panels()["stage_queues"]
    old = "to 15 January 2024 only, so what they alone tell is as it stood then."
    for code, said, is_source in (
        ("830", [f"Events of EHC cases: {old}"], True),
        ("891", ["Events of EHC cases: in no file, so nothing here is from them."], False),
        (None, [f"Events of EHC cases of Longer: {old}", "Events of EHC cases of Shorter: in no file, so nothing here is from them."], True),
    ):  # fmt: skip
        reader = Reader("reader", "casework", (("authorities", (code,)),) if code else ())
        text = caption(panel, answer_panel(engine, reader, panel, Filters()), "")
        assert all(sentence in text for sentence in said)
        assert text.count("Events of EHC cases") == len(said)
        assert ("events of EHC cases" in text.split("Left out")[0].split(", from ")[1].split(".")[0]) == is_source
