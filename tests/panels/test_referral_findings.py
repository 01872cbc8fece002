"""What the panels of referrals say, worked by hand: a wrong or telling sentence is worse than none."""

from dataclasses import replace

import pytest
from harness import CASEWORK, LEADERS, SHARED, make_engine

from sendmetrics.panels import clocks, referral_joins, referral_sections, referral_steps, referrals, waiting
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.diagnosing import Diagnosis, Evidence
from sendmetrics.panels.diagnosis import Diagnosed
from sendmetrics.panels.diagnosis_words import find_diagnosis
from sendmetrics.panels.fitting import fit_panel
from sendmetrics.panels.headlines import make_cards
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.referral_equity import REJECTED_BY_GROUP, WAITS_BY_GROUP
from sendmetrics.panels.registry import all_panels
from sendmetrics.panels.sentences import sentence_for
from sendmetrics.panels.tables import tables_of
from sendmetrics.panels.titles import begin_with


def waits(**begun: tuple[str, int]) -> str:
    """So many open waits that began on each day."""
    days = [day for day, count in begun.values() for _ in range(count)]
    rows = [f"r{number} | {number} | {day}" for number, day in enumerate(days, start=1)]
    return "\n".join(["referral_id | person_id | received_date", *rows])


@pytest.mark.parametrize(
    ("year", "two_years", "to_leaders", "to_casework"),
    [
        # One over 52 weeks: with the total on the panel beside, a sum of the others would say that it is one.
        (1, 0, "Fewer than 5 over 52 weeks", "1 over 52 weeks, of 151 waiting"),
        (1, 2, "Fewer than 5 in each band over 52 weeks", "3 over 52 weeks, of 153 waiting"),
        (3, 20, "At least 20 over 52 weeks", "23 over 52 weeks, of 173 waiting"),
        (6, 20, "26 over 52 weeks, of 176 waiting", "26 over 52 weeks, of 176 waiting"),
        (0, 0, "None over 52 weeks, of 150 waiting", "None over 52 weeks, of 150 waiting"),
    ],
)
def test_waits_over_a_year_are_told_without_adding_up_what_is_shown(tmp_path, year, two_years, to_leaders, to_casework):
    rows = waits(new=("2025-12-01", 150), year=("2025-01-01", year), two_years=("2023-12-01", two_years))
    engine = make_engine(tmp_path, "2026-01-15", referrals=rows)
    for reader, said in ((LEADERS, to_leaders), (CASEWORK, to_casework)):
        assert waiting.BANDS.find(answer_panel(engine, reader, waiting.BANDS, Filters())) == said
        assert len(said.split()) <= 10


def test_no_total_of_shown_bands_while_an_earlier_band_is_hidden(tmp_path):
    rows = waits(new=("2025-12-01", 2), older=("2025-08-01", 100), year=("2025-01-01", 12))
    engine = make_engine(tmp_path, "2026-01-15", referrals=rows)
    said = waiting.BANDS.find(answer_panel(engine, LEADERS, waiting.BANDS, Filters()))
    assert said == "12 over 52 weeks"


STEPS = ("received_date", "triaged_date", "accepted_date", "first_offer_date", "rejected_date", "discharge_date")
DAYS = {
    "to_triage": ("2025-09-01", "", "", "", "", ""),
    "untriaged": ("2025-09-01", "", "", "", "", "2025-10-01"),
    "undecided": ("2025-09-01", "2025-09-08", "", "", "", "2025-10-01"),
    "rejected": ("2025-09-01", "2025-09-08", "", "", "2025-09-15", ""),
    "to_offer": ("2025-09-01", "2025-09-08", "2025-09-15", "", "", ""),
    "unoffered": ("2025-09-01", "2025-09-08", "2025-09-15", "", "", "2025-10-01"),
    "to_see": ("2025-09-01", "2025-09-08", "2025-09-15", "2025-09-22", "", ""),
}


def standing(**counts: int) -> str:
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    rows = [" | ".join((f"r{number}", str(number), *DAYS[kind])) for number, kind in enumerate(kinds, start=1)]
    return "\n".join([" | ".join(("referral_id", "person_id", *STEPS)), *rows])


def flow_of(folder, reader=CASEWORK, **counts: int):
    """The title, and each step with who came, waits, was closed and went on."""
    panel = referral_steps.STANDING
    engine = make_engine(folder, "2026-01-15", referrals=standing(**counts))
    answer = answer_panel(engine, reader, panel, Filters())
    (table,) = tables_of(panel, answer)
    return panel.find(answer), {row[0]: row[1:5] for row in table.rows}, panel.draw(answer)


def test_who_was_closed_before_triage_came_to_no_later_step(tmp_path):
    said, flow, _ = flow_of(tmp_path, untriaged=10, to_triage=10)
    assert flow["Triage"] == ("20", "10", "10", "0")
    assert flow["Decision"] == flow["Appointment offered"] == ("0", "none", "none", "0")
    assert said in ("50% still wait for triage", "50% closed before triage")


def test_a_step_has_one_median_wherever_it_is_told(tmp_path):
    """Twenty triaged within a week of October 2025, twenty after 13 weeks of 2024: the year's median is a week in both panels."""
    rows = [f"n{each} | {each} | 2025-10-01 | 2025-10-08 | | | |" for each in range(20)]
    rows += [f"o{each} | {100 + each} | 2024-06-01 | 2024-08-31 | | | |" for each in range(20)]
    text = "\n".join([" | ".join(("referral_id", "person_id", *STEPS)), *rows])
    engine = make_engine(tmp_path, "2026-01-15", referrals=text)
    flow, times = (
        answer_panel(engine, CASEWORK, panel, Filters())
        for panel in (referral_steps.STANDING, referral_steps.STEP_TIMES)
    )
    assert tables_of(referral_steps.STANDING, flow)[0].rows[0][-1] == "7 days"
    assert referral_steps.STEP_TIMES.find(times).endswith("median 7 days")
    assert "last 12" in caption(referral_steps.STANDING, flow, "")


def test_each_closed_referral_is_lost_at_the_step_it_stood_in(tmp_path):
    _, flow, chart = flow_of(tmp_path, untriaged=1, undecided=2, rejected=3, unoffered=4, to_see=10)
    assert flow["Triage"] == ("20", "none", "1", "19")
    assert flow["Decision"] == ("19", "none", "5", "14")
    assert flow["Appointment offered"] == ("14", "none", "4", "10")
    assert flow["First appointment"] == ("10", "10", "none", "0")
    assert [list(trace["x"])[:3] for trace in chart.figure["data"]] == [[19, 14, 10], [0, 0, 0], [1, 5, 4]]


def test_leaders_are_given_no_sum_and_no_share_while_a_standing_is_hidden(tmp_path):
    """40 rejected of 61 in all: 66% would give the 61, and 60 beside it the one."""
    said, flow, chart = flow_of(tmp_path, LEADERS, rejected=40, undecided=1, to_see=20)
    assert said == "40 referrals were rejected"
    assert flow["Triage"] == ("not added up", "none", "none", "not added up")
    assert flow["Decision"] == ("not added up", "none", "40 rejected and fewer than 5 closed undecided", "20")
    assert flow["Appointment offered"] == ("20", "none", "none", "20")
    assert "at least" not in chart.alt
    assert "60" not in chart.alt
    assert "60" not in chart.figure["data"][0]["text"]


def test_all_shown_leaders_are_given_the_share(tmp_path):
    assert flow_of(tmp_path, LEADERS, rejected=30, to_see=20)[0] == "60% of referrals were rejected"


def of_two_times(kind: str, long_ago: int = 20) -> str:
    """Twenty children of 2023, seen at once or rejected, and thirty of 2025, of whom none was."""
    heading = "referral_id | person_id | service | received_date | accepted_date | rejected_date | first_contact_date"
    then = {"seen": "2023-03-01 | 2023-03-01 | | 2023-03-15", "rejected": "2023-03-01 | | 2023-03-15 |"}[kind]
    now = {
        # 28 weeks and 40 weeks: seen in the year, and still waiting.
        "seen": ["2025-03-03 | 2025-03-03 | | 2025-09-15"] * 20 + ["2025-04-07 | 2025-04-07 | |"] * 10,
        "rejected": ["2025-03-03 | 2025-03-10 | |"] * 27 + ["2025-03-03 | | 2025-03-10 |"] * 3,
    }[kind]
    days = [then] * long_ago + now
    return "\n".join([heading, *(f"r{number} | {number} | salt | {day}" for number, day in enumerate(days, start=1))])


SERVICES = "service | service_name | standard_days\nsalt | Speech | 126"


def test_seen_in_time_is_of_those_referred_in_the_last_12_months(tmp_path):
    engine = make_engine(tmp_path, "2026-01-15", services=SERVICES, referrals=of_two_times("seen"))
    said = {}
    for panel in (referrals.COHORT, referrals.SEEN, referrals.COHORT_EVER, referrals.SEEN_EVER):
        answer = answer_panel(engine, CASEWORK, panel, Filters())
        said[panel.name] = panel.find(answer), answer.results[0].rows[0]["count"]
        assert ("last 12 whole months" in caption(panel, answer, "")) == (not panel.name.endswith("ever"))
    assert said == {
        "referrals_cohort": ("Speech and language: 0.0% seen in time", 30),
        "referrals_seen": ("Speech and language: median 28 weeks", 20),
        "referrals_cohort_ever": ("Speech and language: 40.0% seen in time", 50),
        "referrals_seen_ever": ("Speech and language: median 14 days", 40),
    }
    where = Filters(where=(("service", ("salt",)),))
    panel = next(panel for panel in WAITS_BY_GROUP if panel.asks[0].by == "locality")
    assert answer_panel(engine, CASEWORK, panel, where).results[1].rows[0]["count"] == 30


def test_turned_away_is_told_of_the_last_12_months_and_says_so_everywhere(tmp_path):
    engine = make_engine(tmp_path, "2026-01-15", services=SERVICES, referrals=of_two_times("rejected"))
    answer = answer_panel(engine, LEADERS, referrals.REJECTED, Filters())
    assert answer.results[0].rows[0]["denominator"] == 30
    assert "last 12 whole months" in caption(referrals.REJECTED, answer, "")
    exact = answer_panel(engine, CASEWORK, referrals.REJECTED, Filters())
    assert referrals.REJECTED.find(exact) == "Speech and language: 10.0% of referrals rejected"
    card = next(card for card in make_cards(engine, CASEWORK, Filters()) if card.question == "Who is turned away?")
    assert card.detail.startswith("3 of 30 · Jan 2025 to Dec 2025")
    said = sentence_for("referrals", engine, CASEWORK, Filters())
    assert "turned 10.0% of its referrals away in the 12 months to December 2025." in said
    assert {ask.months for panel in (*REJECTED_BY_GROUP, *WAITS_BY_GROUP) for ask in panel.asks} == {12}
    panel = next(panel for panel in REJECTED_BY_GROUP if panel.asks[0].by == "locality")
    assert answer_panel(engine, CASEWORK, panel, Filters()).results[1].rows[0]["denominator"] == 30


def test_losses_are_of_the_last_12_months_followed_long_enough():
    lasting = {
        "rejected_referred_again": (12, 367),
        "rejected_referrals_by_what_came_next": (12, 367),
        "missed_and_back_within_6_months": (24, 185),
        "appointments_not_attended": (12, 0),
        "discharged_after_missed_appointments": (12, 0),
    }
    panels = [panel for panel in all_panels().values() if panel.asks[0].metric in lasting]
    assert len(panels) == 9
    for panel in panels:
        asks = [ask for ask in panel.asks if ask.metric in lasting]
        assert {(ask.months, ask.followed_days) for ask in asks} == {lasting[asks[0].metric]}
        assert f"last {asks[0].months} whole months" in panel.says


def test_shared_readers_keep_the_fixed_tables_of_all_years(tmp_path):
    engine = make_engine(tmp_path, "2026-01-15", services=SERVICES, referrals=of_two_times("seen"))
    for panel, given in ((referrals.SEEN, referrals.SEEN_EVER), (referrals.COHORT, referrals.COHORT_EVER)):
        assert fit_panel(panel, SHARED) is given
        answer = answer_panel(engine, SHARED, given, Filters())
        assert answer.refused == ""
        assert answer.results[0].rows[0]["count"]
        assert "fixed tables" in answer_panel(engine, SHARED, panel, Filters()).refused
    assert "away in 2023." in sentence_for(
        "referrals",
        make_engine(
            tmp_path / "b", "2024-01-15", services=SERVICES, referrals=of_two_times("rejected", 50).split("\nr51")[0]
        ),
        SHARED,
        Filters(),
    )


HEADING = "referral_id | person_id | service | received_date | accepted_date | first_contact_date"


def two_clocks(folder, *kinds: tuple[int, str], reader=CASEWORK):
    rows = [days for count, days in kinds for _ in range(count)]
    text = "\n".join([HEADING, *(f"r{number} | {number} | {days}" for number, days in enumerate(rows, start=1))])
    engine = make_engine(folder, "2026-01-15", referrals=text, services=SERVICES)
    answer = answer_panel(engine, reader, clocks.TWO_CLOCKS, Filters())
    (table,) = tables_of(clocks.TWO_CLOCKS, answer)
    return clocks.TWO_CLOCKS.find(answer), [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def test_hidden_weeks_are_those_until_the_acceptance_and_no_difference_of_medians(tmp_path):
    """30 accepted at once and seen after 20 days, 34 seen late without a recorded acceptance: nobody's 26 weeks."""
    said, (row,) = two_clocks(
        tmp_path,
        (30, "salt | 2025-06-02 | 2025-06-02 | 2025-06-22"),
        (34, "salt | 2025-03-03 | | 2025-09-22"),
    )
    assert said == "Speech and language: half accepted the same day"
    assert (row["To acceptance: median"], row["To acceptance: 92nd percentile"]) == ("0 days", "0 days")
    assert "Between the medians" not in row


def test_hidden_weeks_of_half_and_of_one_in_twelve(tmp_path):
    """Accepted after 70 days; or one in ten of them after 112."""
    late, soon = "salt | 2025-06-02 | 2025-08-11 | 2025-09-22", "salt | 2025-06-02 | 2025-06-09 | 2025-09-22"
    last = "salt | 2025-06-02 | 2025-09-22 | 2025-10-06"
    assert two_clocks(tmp_path / "a", (30, late))[0] == "Speech and language: half accepted after 10 weeks"
    said = "Speech and language: one in twelve accepted after 16 weeks"
    assert two_clocks(tmp_path / "b", (27, soon), (3, last))[0] == said
    assert len(said.split()) == 10
    other = "camhs | 2025-06-02 | 2025-06-06 | 2025-09-22"
    assert (
        two_clocks(tmp_path / "c", (30, soon), (30, other))[0] == "Half accepted within 7 days in every service shown"
    )
    assert (
        two_clocks(tmp_path / "d", (30, "salt | 2025-03-03 | | 2025-09-22"))[0] == "No acceptance recorded in this view"
    )


def test_the_stops_of_all_services_are_not_mixed_and_no_stretch_is_told(tmp_path):
    panels = [panel for tabs in referral_sections.ALL_TABS.values() for panel in tabs]
    assert clocks.STOPS not in panels
    assert clocks.STOPS in [panel for tabs in referral_sections.ONE_TABS.values() for panel in tabs]
    heading = f"{HEADING} | assessed_date"
    rows = ["salt | 2025-01-06 | | 2025-03-03 |"] * 20 + ["salt | 2024-01-01 | | 2024-06-03 | 2025-02-03"] * 20
    text = "\n".join([heading, *(f"r{number} | {number} | {days}" for number, days in enumerate(rows, start=1))])
    engine = make_engine(tmp_path, "2026-01-15", referrals=text, services=SERVICES)
    answer = answer_panel(engine, CASEWORK, clocks.STOPS, Filters(where=(("service", ("salt",)),)))
    # 8 weeks to the contact, of some children; 57 to the assessment, of others, seen the year before.
    assert clocks.STOPS.find(answer) == "Assessment complete: median 57 weeks since the first referral"


LONG = "Early years home visiting and portage support for families"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (": 93% of all weeks over standard", "Early years home visiting…: 93% of all weeks over standard"),
        (": one in twelve accepted after 16 weeks", "Early years home…: one in twelve accepted after 16 weeks"),
        (
            " is the bottleneck: demand above capacity",
            "Early years home visiting… is the bottleneck: demand above capacity",
        ),
        (" most often: 45 rejections", "Early years home visiting and portage… most often: 45 rejections"),
        (": one two three four five six seven eight nine", "One two three four five six seven eight nine"),
        (": late", f"{LONG}: late"),
    ],
)
def test_a_long_name_is_cut_to_what_a_title_may_hold(said, title):
    assert begin_with(LONG, said) == title
    assert len(title.split()) <= 10


def diagnosed(*, is_bottleneck: bool) -> Diagnosed:
    evidence = Evidence("portage", LONG, short=LONG)
    return Diagnosed(services=(Diagnosis(evidence, ("demand_above_capacity",), is_bottleneck),))


def test_titles_keep_to_ten_words_with_an_authoritys_own_long_name(tmp_path):
    names = f"service | service_name | standard_days\nportage | {LONG} | 126"
    rows = ["portage | 2024-06-03 | | "] * 30 + ["portage | 2025-03-03 | 2025-06-02 | 2025-09-22"] * 30
    text = "\n".join([HEADING, *(f"r{number} | {number} | {days}" for number, days in enumerate(rows, start=1))])
    engine = make_engine(tmp_path, "2026-01-15", referrals=text, services=names)
    said = []
    for panel in (waiting.WEEKS_OVER, clocks.TWO_CLOCKS, referrals.OPEN, referrals.SEEN, referrals.COHORT):
        said.append(panel.find(answer_panel(engine, CASEWORK, panel, Filters())))
    held_up = {"breakdown": "portage", "label": LONG, "numerator": 45, "denominator": 60, "value": 75.0, "symbol": ""}
    answer = answer_panel(engine, CASEWORK, referrals.REJECTED, Filters())
    said.append(referral_joins.most_held_up(replace(answer, results=(replace(answer.results[0], rows=(held_up,)),))))
    said.append(find_diagnosis(diagnosed(is_bottleneck=True)))
    said.append(find_diagnosis(diagnosed(is_bottleneck=False)))
    for title in said:
        assert title.startswith("Early years home"), title
        assert len(title.split()) <= 10, title
