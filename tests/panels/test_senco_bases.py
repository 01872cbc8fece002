"""Titles and captions on SENCo time say how many schools they are from, and of how many."""

import datetime
from dataclasses import replace

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine

from sendmetrics.panels import sencos
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.headlines import make_cards
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.sentences import sentence_for

DAY = datetime.date(2026, 1, 15)
URNS = ("900001", "900002", "900003", "900004")
PANELS = (sencos.BY_SCHOOL, sencos.BY_PHASE, sencos.OVERALL, sencos.BY_LOCALITY, sencos.TEACHING)


@pytest.fixture
def engine(tmp_path):
    """Four schools with pupils, of which two returned hours, and a fifth that returned hours and has no census."""
    return make_engine(
        tmp_path,
        DAY,
        schools=[
            {
                "school_urn": urn,
                "school_name": f"School {urn}",
                "phase": "Secondary" if urn == "900002" else "Primary",
                "locality_code": "COA" if urn == "900004" else "NOR",
            }
            for urn in (*URNS, "900005")
        ],
        authorities=[{"la_code": "999", "la_name": "Made up"}, {"la_code": "888", "la_name": "Next door"}],
        localities=[{"locality_code": code, "locality_name": code} for code in ("COA", "NOR")],
        # Published numbers of another authority, which sent nobody any SENCo return.
        school_counts=[
            {
                "school_count_id": 1,
                "la_code": "888",
                "school_urn": "800001",
                "census_date": datetime.date(2026, 1, 10),
                "pupils": 200,
                "sen_support": 20,
                "ehc_plans": 5,
            }
        ],
        roll=[
            {
                "roll_id": 100 * number + place,
                "person_id": 100 * number + place,
                "census_date": datetime.date(2026, 1, 10),
                "school_urn": urn,
                "locality_code": "COA" if urn == "900004" else "NOR",
                "sen_provision": "K",
            }
            for number, urn in enumerate(URNS)
            for place in range(12)
        ],
        senco_posts=[
            {
                "senco_post_id": urn,
                "school_urn": urn,
                "locality_code": "NOR",
                "snapshot_date": DAY,
                "protected_hours": hours,
                "teaching_hours": teaching,
            }
            for urn, hours, teaching in (("900001", 0, 25), ("900002", 12, 5), ("900005", 5, 0))
        ],
    )


@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_schools_that_returned_nothing_are_counted(engine, reader):
    said = {panel.name: answer_panel(engine, reader, panel, Filters()) for panel in PANELS}
    for panel in PANELS[:4]:
        assert said[panel.name].base == (2, 4)
        words = "From the returns of 2 of the 4 schools in view; 2 sent none that can be used."
        assert words in caption(panel, said[panel.name], "")
    assert said["senco_teaching"].base == (3, 5), "teaching needs no census"
    title = sencos.BY_SCHOOL.find(said["senco_hours_by_school"])
    assert title == "1 of 2 schools returning hours gives no protected time"
    assert "Of the 2 schools that returned hours, 1 gives no" in sentence_for("sencos", engine, reader, Filters())
    card = next(card for card in make_cards(engine, reader, Filters()) if card.page == "sencos")
    assert "returns of 2 of 4 schools" in card.detail


def test_a_school_without_pupils_with_sen_has_returned_its_hours(tmp_path):
    pupils = [("900001", "K"), ("900002", "N")]
    engine = make_engine(
        tmp_path,
        DAY,
        authorities=[{"la_code": "999", "la_name": "Made up"}],
        schools=[{"school_urn": urn} for urn, _ in pupils],
        roll=[
            {"roll_id": place, "person_id": place, "census_date": DAY, "school_urn": urn, "sen_provision": provision}
            for place, (urn, provision) in enumerate(pupils)
        ],
        senco_posts=[{"senco_post_id": urn, "school_urn": urn, "snapshot_date": DAY} for urn, _ in pupils],
    )
    assert answer_panel(engine, CASEWORK, sencos.BY_SCHOOL, Filters()).base == (2, 2)


def test_the_base_follows_the_filters_that_the_measure_can_use(engine):
    area = Filters(where=(("locality", ("NOR",)), ("need", ("ASD",))))
    assert answer_panel(engine, LEADERS, sencos.BY_SCHOOL, area).base == (2, 3)
    assert answer_panel(engine, LEADERS, sencos.BY_SCHOOL, Filters(where=(("phase", ("Secondary",)),))).base == (1, 1)


def test_who_may_not_ask_by_school_is_told_no_base(engine):
    assert answer_panel(engine, SHARED, sencos.OVERALL_YEARLY, Filters()).base is None
    shared = replace(sencos.OVERALL_YEARLY, base=sencos.WITH_HOURS)
    assert answer_panel(engine, SHARED, shared, Filters()).base is None


def test_a_share_of_a_few_sencos_is_told_as_so_many_of_so_many(engine):
    answer = answer_panel(engine, LEADERS, sencos.TEACHING, Filters())
    assert sencos.TEACHING.find(answer) == "Primary highest: 1 of 2 SENCos teaches full time"
    none = answer_panel(engine, LEADERS, sencos.TEACHING, Filters(where=(("phase", ("Secondary",)),)))
    assert sencos.TEACHING.find(none) == "None of 1 SENCo teaches full time"
