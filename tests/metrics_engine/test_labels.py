"""Rows by their names: two codes of one name stay two."""

from harness import ask, make_engine

from sendmetrics.contracts.dimensions import say_not_listed
from sendmetrics.contracts.reference import code_labels
from sendmetrics.metrics.filling import tell_apart


def test_a_name_that_two_codes_share_gets_the_code():
    assert tell_apart({"900001": "St Mary", "900002": "Coast", "900003": "St Mary"}) == {
        "900001": "St Mary (900001)",
        "900002": "Coast",
        "900003": "St Mary (900003)",
    }


def test_a_setting_that_the_return_has_no_code_for_is_named(tmp_path):
    """A school is a place and no setting is none: neither is just "not known"."""
    plan = {"start_date": "2024-03-01", "person_id": 1}
    setting = {"entry_date": "2024-03-01"}
    engine = make_engine(
        tmp_path,
        "2025-08-31",
        plans=[plan | {"request_id": name} for name in ("school", "home", "left")],
        placements=[
            setting | {"placement_id": "p1", "request_id": "school", "school_urn": "900001"},
            setting | {"placement_id": "p2", "request_id": "home", "placement_group": "none", "setting_type": "EHE"},
            setting | {"placement_id": "p3", "request_id": "left", "school_urn": "900001", "ended_date": "2025-01-31"},
        ],
    )
    held = ask(engine, "plans_in_force", by="setting", view="open")
    assert [(row["label"], row["count"]) for row in held] == [
        ("Elective home education", 1),
        ("School, college or other establishment", 1),
        ("No setting recorded", 1),
    ]
    waiting = ask(engine, "plans_without_school_place_wait", by="setting", view="open")
    assert [row["label"] for row in waiting] == ["Elective home education", "No setting recorded"]
    (left,) = ask(engine, "plans_in_force", view="open", where={"setting": "No setting recorded"})
    assert left["count"] == 1


def test_the_settings_that_figures_are_divided_by_are_those_of_the_return_and_two_of_ours():
    ours = {"place": "School, college or other establishment", "not_recorded": "No setting recorded"}
    assert code_labels("setting") == code_labels("setting_type") | ours
    assert say_not_listed("setting_type") == "Setting not in the list"
