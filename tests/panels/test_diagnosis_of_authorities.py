"""The planted bottleneck and the rejecting service are found for the right reason, and a plain authority has neither.

``long``: ten seeds as planted and fifty plain ones, of 20,000 pupils each.
"""

import pytest
from harness import CASEWORK, LEADERS, build_demo

from sendmetrics.panels.diagnosis import Diagnosed, ask_diagnoses
from sendmetrics.panels.diagnosis_words import find_diagnosis
from sendmetrics.panels.panel import Filters

SEEDS, PLAIN_SEEDS, AT_MOST_NAMED = range(1, 11), range(101, 151), 1


def found_in(folder, reader=CASEWORK, **options: object) -> tuple[Diagnosed, dict]:
    authority = build_demo(folder, **options)
    return ask_diagnoses(authority.engine, reader, Filters()), authority.truth["planted"]


def named(diagnosed: Diagnosed) -> dict[str, tuple[str, ...]]:
    return {
        each.evidence.service: each.mechanisms for each in diagnosed.services if each.mechanisms or each.is_unexplained
    }


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_the_planted_services_are_named_for_the_right_reason_and_no_other(tmp_path, seed):
    diagnosed, planted = found_in(tmp_path, seed=seed)
    assert named(diagnosed) == {
        planted["bottleneck_service"]: ("demand_above_capacity",),
        planted["rejecting_service"]: ("rejection_and_return",),
    }
    first = diagnosed.services[0]
    assert (first.evidence.service, first.is_bottleneck) == (planted["bottleneck_service"], True)
    assert find_diagnosis(diagnosed) == "Speech and language is the bottleneck: demand above capacity"


@pytest.mark.long
def test_of_fifty_plain_authorities_at_most_one_has_anything_named(tmp_path):
    found = {seed: named(found_in(tmp_path / str(seed), seed=seed, is_plain=True)[0]) for seed in PLAIN_SEEDS}
    wrong = {seed: services for seed, services in found.items() if services}
    assert len(wrong) <= AT_MOST_NAMED, wrong


def test_leaders_are_told_no_more_than_they_may_see(authority):
    diagnosed = ask_diagnoses(authority.engine, LEADERS, Filters())
    for each in diagnosed.services:
        for share in (each.evidence.rejected, each.evidence.back, each.evidence.missed):
            assert share is None or share.base >= 10
        assert each.evidence.over_limit is None or each.evidence.over_limit == 0 or each.evidence.over_limit >= 5
    assert diagnosed.audience == "leaders"
