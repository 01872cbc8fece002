"""What there is to choose, and what is made of a name that is typed: two schools, trusts or places of one name stay two."""

import pytest
from harness import CASEWORK, ask, make_engine
from streamlit.testing.v1 import AppTest

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.question import Reader
from sendmetrics.pages.choices import ONE_SERVICE_KEY, SCHOOL_KEY, read_choices
from sendmetrics.panels.fitting import say_extent

TWO = (("schools", ("900001", "900002")),)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return make_engine(
        tmp_path_factory.mktemp("choices"),
        "2026-01-15",
        schools="""
        school_urn | school_name | trust_name | locality_code
        900001     | St Mary     | Larch      | n
        900002     | St Mary     | Larch      | s
        900003     | Coast       | Elm        | w
        """,
        localities="locality_code | locality_name\nn | Hill\ns | Hill\nw | Shore",
        requests="request_id | received_date | school_urn\nr1 | 2025-03-03 | 900001\nr2 | 2025-03-03 | 900002",
    )


def test_two_of_one_name_are_two_choices_told_apart_by_the_code(engine):
    choices = read_choices(engine, CASEWORK)
    assert choices["locality"].codes == {"Hill (n)": "n", "Hill (s)": "s", "Shore": "w"}
    # Whoever has the URN at hand finds the school by it, so every school has its own.
    schools = {"Coast (900003)": "900003", "St Mary (900001)": "900001", "St Mary (900002)": "900002"}
    assert choices[SCHOOL_KEY].codes == schools
    assert choices["trust"].codes == {"Elm": "Elm", "Larch": "Larch"}


def test_a_name_that_two_share_chooses_neither_until_it_is_said_which(engine):
    for text in ("900001", "St Mary (900001)", "st mary (900001)"):
        (row,) = ask(engine, "requests_received", where={"school": text})
        assert row["value"] == 1, text
    with pytest.raises(RefusedError, match=r'School: 2 are called "St Mary". Give the code of one: 900001, 900002.'):
        ask(engine, "requests_received", where={"school": "St Mary"})


def test_an_extent_of_two_of_one_name_says_which(engine):
    said = say_extent(engine.warehouse, Reader("x", "casework", TWO))
    assert said == "only St Mary (900001) and St Mary (900002)"
    # Whoever sees one of them has nothing to tell it from.
    assert say_extent(engine.warehouse, Reader("x", "casework", (("schools", ("900001",)),))) == "only St Mary"


def keeping(engine, reader):
    from sendmetrics.pages import filtering

    filtering.keep_filters(engine, reader)


def test_a_page_without_filters_keeps_the_service_that_referrals_looked_at(tmp_path):
    """Otherwise Streamlit takes it out of the address once the page is drawn: one more step for the browser's Back."""
    rows = "referral_id | person_id | service | received_date\na | 1 | salt | 2025-11-03\nb | 2 | ot | 2025-11-03"
    made = make_engine(tmp_path, "2026-01-15", referrals=rows)
    for asked, kept in (("Occupational therapy", ["Occupational therapy"]), ("nonsense", []), ("", [])):
        page = AppTest.from_function(keeping, kwargs={"engine": made, "reader": CASEWORK}, default_timeout=60)
        page.query_params[ONE_SERVICE_KEY] = asked
        page.run()
        assert [each.value for each in page.selectbox if each.key == ONE_SERVICE_KEY] == kept
