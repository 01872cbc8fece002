"""What the panels of referrals say, worked by hand: a wrong or telling sentence is worse than none."""

import pytest
from harness import CASEWORK, LEADERS, make_engine

from sendmetrics.panels import referral_steps, waiting
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.tables import tables_of


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
