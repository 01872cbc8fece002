"""Why children wait: each mechanism is named from its threshold on, not before, and only with enough children behind it."""

import pytest
from harness import CASEWORK, make_engine

from sendmetrics.panels import diagnosing, losses
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.diagnosing import Diagnosis, Evidence, Share
from sendmetrics.panels.diagnosis import Diagnosed, ask_diagnoses
from sendmetrics.panels.diagnosis_words import (
    SAY,
    caption_of,
    find_diagnosis,
    say_mechanisms,
    say_why,
    tabulate_diagnoses,
)
from sendmetrics.panels.panel import Filters

USUAL = Evidence(
    "ot",
    "Occupational therapy",
    waiting=40,
    over_limit=2,
    days_over=50,
    share_of_days_over=5,
    joined=200,
    left=200,
    seen_a_week=3.6,
    idle_weeks=Share(5, 52),
    triage_days=10,
    rejected=Share(10, 200),
    loops=Share(4, 190),
    loop_days=100,
    missed=Share(30, 600),
    unsupported=Share(4, 120),
    median_days=40,
    p92_days=120,
    over_52_weeks=Share(0, 40),
)


def service(**changed: object) -> Evidence:
    return Evidence(**{**vars(USUAL), "service": "salt", "label": "Speech and language therapy", **changed})


def diagnose(services: list[Evidence], is_whole: bool = True) -> list[Diagnosis]:
    """With the shares of all together, as the warehouse would give them."""
    wholes = {}
    for name in ("rejected", "missed"):
        known = [getattr(each, name) for each in services if getattr(each, name)]
        wholes[name] = (
            Share(sum(share.counted for share in known), sum(share.base for share in known)) if known else None
        )
    return diagnosing.diagnose(services, is_whole, wholes)


def found(*services: Evidence) -> tuple[str, ...]:
    """Mechanisms of the first of them, set beside two usual services besides."""
    (diagnosis,) = (each for each in diagnose([*services, USUAL, USUAL]) if each.evidence is services[0])
    return diagnosis.mechanisms


def test_a_usual_service_has_none():
    assert found(service()) == ()
    assert found(Evidence("salt", "Speech and language therapy")) == ()


@pytest.mark.parametrize(
    ("mechanism", "just", "not_quite"),
    [
        ("demand_above_capacity", {"joined": 245, "left": 181}, {"joined": 243, "left": 184}),
        ("demand_above_capacity", {"joined": 12_600, "left": 12_000}, {"joined": 12_599, "left": 12_000}),
        ("demand_above_capacity", {"joined": 30, "left": 0}, {"joined": 29, "left": 0}),
        ("slow_triage", {"triage_days": 28}, {"triage_days": 27}),
        ("slow_triage", {"untriaged_days": 28}, {"untriaged_days": 27}),
        ("rejection_and_return", {"rejected": Share(40, 200)}, {"rejected": Share(39, 200)}),
        ("rejection_and_return", {"rejected": Share(10, 30)}, {"rejected": Share(10, 29)}),
        ("prerequisite_loop", {"loops": Share(19, 190)}, {"loops": Share(18, 190)}),
        ("prerequisite_loop", {"loops": Share(19, 190), "loop_days": 84}, {"loops": Share(19, 190), "loop_days": 83}),
        ("missed_appointments", {"missed": Share(90, 600)}, {"missed": Share(89, 600)}),
        ("nothing_after_assessment", {"unsupported": Share(36, 120)}, {"unsupported": Share(35, 120)}),
        ("nothing_after_assessment", {"unsupported": Share(30, 30)}, {"unsupported": Share(29, 29)}),
        ("batching", {"idle_weeks": Share(26, 52), "seen_a_week": 1}, {"idle_weeks": Share(25, 52), "seen_a_week": 1}),
        (
            "batching",
            {"idle_weeks": Share(26, 52), "seen_a_week": 1},
            {"idle_weeks": Share(26, 52), "seen_a_week": 0.9},
        ),
        (
            "long_tail",
            {"p92_days": 160, "over_52_weeks": Share(2, 40)},
            {"p92_days": 159, "over_52_weeks": Share(2, 40)},
        ),
        (
            "long_tail",
            {"p92_days": 160, "over_52_weeks": Share(2, 40)},
            {"p92_days": 160, "over_52_weeks": Share(1, 40)},
        ),
    ],
)
def test_from_its_threshold_on_a_mechanism_is_named_and_not_before(mechanism, just, not_quite):
    assert found(service(**just)) == (mechanism,)
    assert found(service(**not_quite)) == ()


def test_children_joined_in_as_many_weeks_as_are_known():
    grows = diagnose([service(joined=245, left=181, weeks=20)])[0]
    assert SAY["demand_above_capacity"](grows).startswith("245 children joined the list in 20 weeks and 181 left it")


def test_what_all_services_share_is_no_mechanism_of_one():
    turning_away = [service(rejected=Share(50, 200), missed=Share(150, 600)) for _ in range(3)]
    assert all(each.mechanisms == () for each in diagnose(turning_away))
    # Alone in view there is nothing to stand apart from.
    assert diagnose(turning_away[:1])[0].mechanisms == ()


def test_the_bottleneck_holds_most_of_the_weeks_over_the_standard_and_there_is_a_reason():
    long = {"days_over": 9000, "share_of_days_over": 90, "over_limit": 60}
    first = diagnose([USUAL, service(**long, triage_days=40)])[0]
    assert (first.evidence.service, first.is_bottleneck, first.mechanisms) == ("salt", True, ("slow_triage",))
    assert not any(each.is_bottleneck for each in diagnose([USUAL, service(**long)]))
    first = diagnose([USUAL, service(**long)])[0]
    assert (first.evidence.service, first.is_unexplained, first.is_bottleneck) == ("salt", True, False)
    assert "no cause of its long waits found" in say_why(first)
    later = {"unsupported": Share(60, 100)}
    assert not any(each.is_bottleneck for each in diagnose([USUAL, service(**long, **later)])), "nobody waits for that"
    both = diagnose([USUAL, service(**long, **later, triage_days=40)])[0]
    assert both.mechanisms == ("slow_triage", "nothing_after_assessment")
    assert " is the bottleneck: slow triage. Besides: assessed and then nothing. It holds" in say_why(both)
    assert diagnose([USUAL, service(**long | {"over_limit": None}, triage_days=40)])[0].is_bottleneck, (
        "nearly all are over"
    )
    for less in ({"share_of_days_over": 39.9}, {"over_limit": 9}, {"days_over": 40}):
        assert not any(each.is_bottleneck for each in diagnose([USUAL, service(**long | less, triage_days=40)]))


def test_what_is_hidden_is_not_known():
    nothing = dict.fromkeys(
        ("over_limit", "days_over", "share_of_days_over", "rejected", "missed", "unsupported", "left")
    )
    hidden = service(**nothing)
    assert diagnose([hidden, USUAL])[0].mechanisms == ()
    assert not any(each.is_bottleneck for each in diagnose([hidden, USUAL]))


def test_whoever_sees_some_services_only_is_told_of_no_bottleneck_and_of_nothing_that_stands_apart():
    long = service(
        days_over=9000,
        share_of_days_over=90,
        over_limit=60,
        triage_days=40,
        rejected=Share(90, 200),
        missed=Share(300, 600),
    )
    first = diagnose([long, USUAL], is_whole=False)[0]
    assert (first.is_bottleneck, first.mechanisms, first.others) == (False, ("slow_triage",), {})
    assert not diagnose([long])[0].is_bottleneck, "one service is the most of itself"


def test_the_others_are_all_the_others_those_too_small_to_be_shown_too():
    """Of 1,000 referrals of all, 200 are of the first and 500 of services whose own figure is hidden."""
    first = service(rejected=Share(40, 200))
    (diagnosis,) = (
        each
        for each in diagnosing.diagnose([first, USUAL], True, {"rejected": Share(60, 1000)})
        if each.evidence is first
    )
    assert diagnosis.others == {"rejected": Share(20, 800)}


HEADING = "referral_id | person_id | service | received_date | assessed_date | intervention_started_date | discharge_date | discharge_reason"


def assessed(service: str, first: int, **kinds: int) -> list[str]:
    """So many children of a service assessed on 3 March 2025: supported in time, never, or closed as complete."""
    after = {"supported": "2025-04-07 | | ", "nothing": " | | ", "complete": " | 2025-04-07 | complete"}
    rows = [after[kind] for kind, count in kinds.items() for _ in range(count)]
    return [
        f"{service}{number} | {first + number} | {service} | 2024-11-04 | 2025-03-03 | {row}"
        for number, row in enumerate(rows)
    ]


def test_assessed_and_then_nothing_is_told_with_its_evidence_and_where_it_is_not_collected(tmp_path):
    """Twelve of 40 with nothing are 30%; of those of whom no start is recorded nothing is said."""
    rows = [*assessed("salt", 0, supported=20, nothing=12, complete=8), *assessed("ep", 100, nothing=40)]
    rows += [
        "o1 | 200 | ot | 2025-11-03 | | | | ",
        "e1 | 201 | ep | 2025-11-03 | | | | ",
        "s1 | 202 | salt | 2025-11-03 | | | | ",
    ]
    engine = make_engine(tmp_path, "2026-01-15", referrals="\n".join([HEADING, *rows]))
    diagnosed = ask_diagnoses(engine, CASEWORK, Filters())
    told = diagnosed.of("salt")
    assert told.evidence.unsupported == Share(12, 40)
    assert say_mechanisms(told)[-1] == (
        "Assessed and then nothing: 12 of 40 children assessed in 12 months (30.0%) had no support started 13 weeks later, "
        "and had not left as needing no more; or its start was not recorded"
    )
    assert "nothing_after_assessment" not in diagnosed.of("ep").mechanisms
    assert "not known of Educational psychology and Occupational therapy (nobody" in caption_of(diagnosed, "")
    assert "Whether anything follows" not in caption_of(diagnosed, "", "salt")
    assert "not known of Educational psychology (nobody" in caption_of(diagnosed, "", "ep")


def test_where_nobody_records_support_it_is_not_collected(tmp_path):
    rows = [*assessed("ep", 0, nothing=40), "e1 | 201 | ep | 2025-11-03 | | | | "]
    engine = make_engine(tmp_path, "2026-01-15", referrals="\n".join([HEADING, *rows]))
    diagnosed = ask_diagnoses(engine, CASEWORK, Filters())
    assert "Whether anything follows an assessment: not collected." in caption_of(diagnosed, "")
    panel = losses.ASSESSED_ONLY
    answer = answer_panel(engine, CASEWORK, panel, Filters())
    assert panel.find(answer) == "Start of support not collected"
    assert "Left out: 40 its service records no start of support." in caption(panel, answer, "")


def test_where_most_weeks_have_no_cause_that_is_what_is_said_first():
    """Beside a service that turns children away: the one that holds the weeks comes first, and is not said to be nothing."""
    long = {"days_over": 9000, "share_of_days_over": 90, "over_limit": 60}
    salt = service(**long, short="Speech and language")
    found = diagnose([USUAL, salt, service(service="camhs", label="CAMHS", short="CAMHS", rejected=Share(80, 200))])
    diagnosed = Diagnosed(as_at=None, services=tuple(found))
    assert find_diagnosis(diagnosed) == "Speech and language: most weeks over standard, no cause found"
    (first, second, _) = tabulate_diagnoses(diagnosed).rows
    assert first[2] == "Most weeks over the standard, no cause found"
    assert second[2] == "Turned away"
