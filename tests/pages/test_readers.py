"""Pages for readers who see a part: no panel refuses, what is left out is said once, and only filters of use are offered."""

import pytest
from harness import LEADERS, SHARED
from streamlit.testing.v1 import AppTest

from sendmetrics.metrics.question import Reader

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
    return {each.label for each in (*page.multiselect, *page.selectbox, *page.date_input)}


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


def test_a_measure_of_the_methodology_stands_below_its_theme(authority):
    chapter = run(one_page, engine=authority.engine, reader=LEADERS, name="methodology").markdown[0].value
    assert "## Timeliness\n" in chapter
    assert "\n### EHC plans issued within 20 weeks\n" in chapter
