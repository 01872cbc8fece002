"""Pages for readers who see a part: no panel refuses, what is left out is said once, and only filters of use are offered."""

import pytest
from harness import LEADERS, SHARED
from streamlit.testing.v1 import AppTest

from sendmetrics.metrics.question import Reader
from sendmetrics.pages.choices import LEFT_OUT

HEAD = Reader("head", "casework", (("schools", ("900001",)),))
PAGES = ("ehc", "referrals", "sencos", "sen_support", "school", "local_areas")


def one_page(engine, reader, name):
    """A page below its frame."""
    from sendmetrics.pages.shell import PAGES
    from sendmetrics.pages.view import Desk
    from sendmetrics.panels.panel import Filters

    next(page for page in PAGES if page.name == name).show(Desk(engine, reader, Filters(), "", "only one school"))


def the_filters(engine, reader):
    """The filters and what is said of the address."""
    from sendmetrics.pages import choices, filtering

    choices.read_address(engine, choices.read_choices(engine, reader), reader)
    filtering.show_filters(engine, reader, {}, None)


def run(function, query=None, **arguments) -> AppTest:
    page = AppTest.from_function(function, kwargs=arguments, default_timeout=60)
    for name, value in (query or {}).items():
        page.query_params[name] = value
    page.run()
    assert len(page.exception) == 0
    return page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("reader", [SHARED, HEAD], ids=["shared", "head"])
def test_a_page_for_a_reader_of_a_part_has_no_wall_of_refusals(authority, reader, name):
    page = run(one_page, engine=authority.engine, reader=reader, name=name)
    said = [note.value for note in page.info]
    charts = len(page.get("plotly_chart"))
    if name == "local_areas" or (name, reader) == ("school", SHARED):
        assert (len(said), charts) == (1, 0)
        assert "ocal areas cannot" in said[0] or "fixed tables" in said[0]
    else:
        assert said == []
        assert charts >= 2


def offered(page: AppTest) -> set[str]:
    return {each.label for each in (*page.multiselect, *page.selectbox, *page.date_input) if not each.disabled}


def test_only_filters_of_use_are_offered(authority):
    assert {"Local area", "Phase", "School", "Period"} < offered(
        run(the_filters, engine=authority.engine, reader=LEADERS)
    )
    head = offered(run(the_filters, engine=authority.engine, reader=HEAD))
    assert not head & {"Local area", "Phase", "School", "ICB place", "Academy trust"}
    assert {"Period", "As at", "Type of need"} < head
    shared = run(the_filters, engine=authority.engine, reader=SHARED)
    assert offered(shared) == {"Compare with"}


@pytest.mark.parametrize(
    ("reader", "query", "warnings"),
    [
        (SHARED, {"locality": "Coast", "period": "2025"}, ['local area "Coast"', 'the period "2025"']),
        (SHARED, {"compare": "England"}, []),
        (HEAD, {"locality": "Coast"}, ['local area "Coast"']),
        (HEAD, {"school": "900001", "period": "2025"}, []),
        (HEAD, {"school": "900002"}, ['school "900002"']),
        (LEADERS, {"locality": "Coast", "period": "2025"}, []),
    ],
)
def test_a_filter_in_the_address_that_is_not_offered_is_named(authority, reader, query, warnings):
    page = run(the_filters, query, engine=authority.engine, reader=reader)
    said = [warning.value for warning in page.warning]
    assert len(said) == len(warnings)
    assert all(words in text for words, text in zip(warnings, said, strict=True))


def the_chips(engine, reader, unused):
    """The filters, the chips, and what is in force."""
    import streamlit as st

    from sendmetrics.pages import choices, filtering

    filters = filtering.show_filters(engine, reader, unused, None)
    filtering.show_chips(filters, choices.read_choices(engine, reader))
    st.write(f"counted: {filters.counts_appeals}; {filtering.say_settings(filters, 'Coast')}")


def appeals(page: AppTest):
    return next(each for each in page.selectbox if each.label == "Mediation and tribunal cases")


def test_mediation_and_tribunal_cases_are_left_out_until_counted_and_reset_again(authority):
    page = run(the_chips, engine=authority.engine, reader=LEADERS, unused={})
    assert (appeals(page).value, page.markdown[-1].value) == (LEFT_OUT, "counted: False; Coast")
    appeals(page).set_value("counted").run()
    assert page.markdown[-1].value == "counted: True; Coast, mediation and tribunal cases counted"
    assert "Mediation and tribunal cases counted ✕" in [button.label for button in page.button]
    next(button for button in page.button if button.label == "Reset filters").click().run()
    assert (appeals(page).value, page.markdown[-1].value) == (LEFT_OUT, "counted: False; Coast")


def test_the_address_says_whether_they_are_counted(authority):
    page = run(the_chips, {"appeals": "counted"}, engine=authority.engine, reader=LEADERS, unused={})
    assert (appeals(page).value, page.markdown[-1].value[:13]) == ("counted", "counted: True")
    next(button for button in page.button if button.label.endswith("counted ✕")).click().run()
    assert appeals(page).value == LEFT_OUT


def test_a_page_that_cannot_count_them_keeps_the_choice_greyed_with_its_reason(authority):
    reason = "No figure here counts plans."
    query = {"appeals": "counted"}
    page = run(the_chips, query, engine=authority.engine, reader=LEADERS, unused={"appeals": reason})
    assert (appeals(page).value, appeals(page).disabled, appeals(page).help) == ("counted", True, reason)
    assert page.markdown[-1].value[:14] == "counted: False"
    assert not [button for button in page.button if button.label.endswith("✕")]


def test_shared_readers_see_it_greyed(authority):
    page = run(the_filters, {"appeals": "counted"}, engine=authority.engine, reader=SHARED)
    assert appeals(page).disabled
    assert "fixed tables" in appeals(page).help
    assert 'mediation and tribunal cases "counted"' in page.warning[0].value


def test_every_page_either_uses_the_setting_or_says_why_not():
    from sendmetrics.pages.shell import PAGES as ALL_PAGES

    reasons = {page.name: dict(page.unused).get("appeals") for page in ALL_PAGES if page.has_filters}
    assert {name for name, reason in reasons.items() if reason is None} == {"summary", "ehc"}
    assert all(reason.endswith(".") for reason in reasons.values() if reason)


def test_a_measure_of_the_methodology_stands_below_its_theme(authority):
    chapter = run(one_page, engine=authority.engine, reader=LEADERS, name="methodology").markdown[0].value
    assert "## Timeliness\n" in chapter
    assert "\n### EHC plans issued within 20 weeks\n" in chapter
