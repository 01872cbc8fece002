"""Who is given which panel: nobody meets a refusal they could do nothing about, and no school's figure passes for an area's."""

import csv
import datetime
import itertools

import pytest
from harness import CASEWORK, LEADERS, SHARED

from sendmetrics.metrics.question import Reader
from sendmetrics.pages.view import as_csv
from sendmetrics.panels import (
    ehc,
    ehc_sections,
    published,
    referral_sections,
    referrals,
    sen_support,
    sencos,
    who_waits,
)
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.fitting import (
    AREAS,
    KINDS_OF_SCHOOL,
    NOT_FIXED_TABLES,
    NOT_OF_AREAS,
    ONE_SCHOOL,
    fit_panel,
    fit_panels,
    fit_tabs,
    say_extent,
    say_left_out,
    say_no_areas,
    why_not,
)
from sendmetrics.panels.headlines import can_be_ranked, make_cards, worst_tables
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.registry import all_panels
from sendmetrics.panels.sentences import sentence_for

PANELS = all_panels()
SCHOOL = ("schools", ("900001",))
HEAD = Reader("head", "casework", (SCHOOL,))
TRUST = Reader("trust", "casework", (("schools", ("900001", "900002")),))
READERS = {
    "casework": CASEWORK,
    "leaders": LEADERS,
    "shared": SHARED,
    "head": HEAD,
    "trust": TRUST,
    "leader of a school": Reader("head", "leaders", (SCHOOL,)),
    "commissioner": Reader("icb", "leaders", (("services", ("salt",)),)),
    "shared with a commissioner": Reader("icb", "shared", (("services", ("salt",)),)),
    "shared with a school": Reader("head", "shared", (SCHOOL,)),
    "of one authority": Reader("officer", "leaders", (("authorities", ("999",)),)),
}
PAGES = ("summary", "ehc", "referrals", "sencos", "sen_support", "local_areas")


# Of readers alike in what they are given, one by default.
ALIKE = ("trust", "leader of a school", "of one authority", "shared with a school")


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(reader, id=name, marks=(pytest.mark.long,) if name in ALIKE else ())
        for name, reader in READERS.items()
    ],
)
def test_what_a_reader_is_given_is_answered_and_what_not_is_named(authority, reader):
    for panel in PANELS.values():
        fitted = fit_panel(panel, reader)
        if fitted is None:
            (line,) = say_left_out([panel], reader)
            assert line.startswith(f"Left out, since {why_not(panel, reader)}: {panel.metric.title}")
        else:
            assert answer_panel(authority.engine, reader, fitted, Filters()).refused == "", fitted.name
            assert say_left_out([panel], reader) == ()
    cards = list(make_cards(authority.engine, reader, Filters()))
    assert "Not shown in this view" not in [card.finding for card in cards]
    for page in PAGES:
        sentence_for(page, authority.engine, reader, Filters())
    assert len(list(worst_tables(authority.engine, reader, Filters()))) == len(can_be_ranked(reader))


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS])
def test_whoever_is_not_limited_is_given_every_panel(reader):
    assert fit_panels(PANELS.values(), reader) == tuple(PANELS.values())


def test_one_school_is_not_shown_as_its_area_or_phase():
    given = {ask.by for panel in fit_panels(PANELS.values(), HEAD) for ask in panel.asks}
    assert not given & (AREAS | KINDS_OF_SCHOOL)
    assert why_not(ehc.OPEN_BY_LOCALITY, HEAD) == why_not(ehc.OPEN_BY_LOCALITY, TRUST) == NOT_OF_AREAS
    assert why_not(sen_support.BY_PHASE, HEAD) == why_not(sen_support.PRIMARY_SCHOOLS, HEAD) == ONE_SCHOOL
    assert why_not(sen_support.BY_PHASE, TRUST) == why_not(sen_support.PRIMARY_SCHOOLS, TRUST) == ""
    assert say_no_areas(HEAD).startswith("Local areas cannot be compared here")


def test_a_page_for_one_school_names_no_area(authority):
    """The sentences and cards of a head speak of the school, which lies in Coast."""
    said = [sentence_for(page, authority.engine, HEAD, Filters()) for page in PAGES]
    said += [f"{card.finding} {card.detail}" for card in make_cards(authority.engine, HEAD, Filters())]
    said += [row[0] for table in worst_tables(authority.engine, HEAD, Filters()) for row in table.rows]
    areas = authority.engine.warehouse.query("select locality_name from main.localities").fetchall()
    assert areas
    assert [name for (name,) in areas if name in " ".join(said)] == []


@pytest.mark.parametrize(
    ("panel", "given"),
    [
        (ehc.PUBLISHED_RATE, ehc.PUBLISHED_RATE_YEARLY),
        (ehc.OPEN_TREND, ehc.OPEN_NOW),
        (ehc.OPEN_BY_STAGE, ehc.OPEN_STAGES),
        (ehc.REQUESTS, ehc.REQUESTS_YEARLY),
        (ehc.DECISIONS, ehc.DECISIONS_YEARLY),
        (referrals.OPEN, referrals.OPEN),
        (referrals.REJECTED, referrals.REJECTED_NEWEST),
        (referrals.RECEIVED, referrals.RECEIVED_NEWEST),
        (referrals.SEEN, referrals.SEEN_EVER),
        (referrals.COHORT, referrals.COHORT_EVER),
        (sencos.BY_SCHOOL, sencos.OVERALL_YEARLY),
        (sencos.TEACHING, sencos.TEACHING_YEARLY),
        (sen_support.BY_PHASE, sen_support.BY_PHASE),
        (sen_support.BY_LOCALITY, None),
        (who_waits.WHO_WAITS[4], None),
    ],
)
def test_a_shared_reader_is_given_the_fixed_table_that_answers(panel, given):
    assert fit_panel(panel, SHARED) is given
    assert given is not None or why_not(panel, SHARED) == NOT_FIXED_TABLES


def test_of_a_table_by_year_the_newest_whole_year_is_drawn_and_named(authority):
    answer = answer_panel(authority.engine, SHARED, referrals.REJECTED_NEWEST, Filters())
    assert {row["period"] for row in answer.results[0].rows} == {datetime.date(2025, 1, 1)}
    assert referrals.REJECTED_NEWEST.find(answer).endswith("of referrals rejected, 2025")
    card = next(card for card in make_cards(authority.engine, SHARED, Filters()) if card.question.endswith("away?"))
    assert card.trend == (), "services are no trend"


def test_left_out_measures_are_named_by_what_they_are_cut():
    assert say_left_out([ehc.OPEN_TREND, ehc.OPEN_BY_LOCALITY, ehc.OPEN_BY_NEED], SHARED) == (
        f"Left out, since {NOT_FIXED_TABLES}: Wait from request to EHC plan by local area and type of need.",
    )
    # Of a measure of which nothing is given, the name is enough.
    assert say_left_out([ehc.OPEN_TREND, ehc.OPEN_BY_LOCALITY], READERS["commissioner"]) == (
        "Left out, since they cannot be limited to your services: Wait from request to EHC plan.",
    )


def test_the_extent_in_words(authority):
    warehouse = authority.engine.warehouse
    names = dict(warehouse.query("select school_urn, school_name from main.schools").fetchall())
    assert say_extent(warehouse, LEADERS) == ""
    assert say_extent(warehouse, HEAD) == f"only {names['900001']}"
    assert say_extent(warehouse, TRUST) == f"only {names['900001']} and {names['900002']}"
    assert say_extent(warehouse, Reader("x", "casework", (("schools", ("123456",)),))) == "only school 123456"
    many = tuple(sorted(names))[:6]
    assert say_extent(warehouse, Reader("x", "casework", (("schools", many),))).endswith(" and 3 more schools")
    services = (("authorities", ("999",)), ("services", ("salt",)))
    assert say_extent(warehouse, Reader("x", "leaders", services)).endswith(", only Speech and language therapy")


def test_a_file_says_what_its_reader_is_limited_to(authority):
    answer = answer_panel(authority.engine, HEAD, sen_support.SUPPORT_TREND, Filters())
    extent = "only =Evil, School"
    first, second, *_ = as_csv(answer, extent).splitlines()
    assert next(csv.reader([first])) == [f"# limited to: {extent}"], "one cell, so that no comma begins a formula"
    assert second == "# title: Pupils on SEN support"
    assert as_csv(answer, "").startswith("# title: ")


def test_a_table_asked_for_twice_is_in_the_file_once(authority):
    answer = answer_panel(authority.engine, SHARED, ehc.PUBLISHED_RATE_YEARLY, Filters())
    assert as_csv(answer, "").count("# title: ") == 2


def test_one_service_alone_is_not_the_one_that_keeps_most_waiting(authority):
    said = sentence_for("referrals", authority.engine, READERS["commissioner"], Filters())
    assert "keeps most" not in said
    assert "children waiting past its standard" in said


def test_a_caption_names_the_one_school(authority):
    answer = answer_panel(authority.engine, HEAD, ehc.OPEN_TREND, Filters())
    assert ", only Larkfield. " in caption(ehc.OPEN_TREND, answer, "only Larkfield")


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_no_panel_stands_twice_on_a_page_whatever_answers_in_its_place(reader):
    """Two panels that fall back to one would be drawn under one key, which ends the page."""
    for sections, tabs in (
        (ehc_sections.SECTIONS, ehc_sections.TABS),
        (sen_support.SECTIONS, sen_support.TABS),
        (referral_sections.ALL_SECTIONS, referral_sections.ALL_TABS),
        (
            {"waiting": referral_sections.ONE_WAITING, "sticks": referral_sections.ONE_STICKS},
            referral_sections.ONE_TABS,
        ),
    ):
        above = list(itertools.chain(*sections.values()))
        shown = [panel for panels in sections.values() for panel in fit_panels(panels, reader)]
        assert len(shown) == len(set(shown))
        for panels in fit_tabs(tabs, above, reader).values():
            assert panels
            assert not set(panels) & set(shown)
            assert len(panels) == len(set(panels))


def test_what_answers_for_two_panels_is_left_to_the_first():
    """For shared readers the yearly rate answers for the quarterly one above and for the monthly one behind a tab."""
    above = list(itertools.chain(*ehc_sections.SECTIONS.values()))
    assert ehc.PUBLISHED_RATE_YEARLY in fit_panels(above, SHARED)
    assert published.RATE_BY_MONTH in ehc_sections.TABS["Are we in time: more"]
    assert ehc.PUBLISHED_RATE_YEARLY in fit_panels([published.RATE_BY_MONTH], SHARED)
    tabs = fit_tabs(ehc_sections.TABS, above, SHARED)
    assert ehc.PUBLISHED_RATE_YEARLY not in tabs.get("Are we in time: more", ())
