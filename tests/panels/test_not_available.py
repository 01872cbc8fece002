"""Words for what no file speaks for, for what is too small, and for periods that are not those of the panel."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, make_engine

from sendmetrics.metrics.question import Reader
from sendmetrics.panels import ehc, referrals
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.findings import NOT_KNOWN_THEN, TOO_FEW
from sendmetrics.panels.panel import Filters
from sendmetrics.panels.sentences import sentence_for
from sendmetrics.panels.tables import as_table

DAY = datetime.date(2025, 6, 15)
LATER = Filters(where=(("authority", ("891",)),), start=datetime.date(2023, 1, 1), end=datetime.date(2023, 12, 31))


def referred(la_code: str, first: datetime.date, number: int) -> list[dict]:
    return [
        {
            "referral_id": f"{la_code}{place}",
            "la_code": la_code,
            "school_urn": "900001",
            "received_date": first + datetime.timedelta(days=7 * place),
        }
        for place in range(number)
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """The files of 830 begin in 2023, those of 891 in 2025; most were referred and asked for in the first year of each."""
    return make_engine(
        tmp_path_factory.mktemp("words"),
        DAY,
        authorities=[{"la_code": "830", "la_name": "Longer"}, {"la_code": "891", "la_name": "Shorter"}],
        schools=[{"school_urn": "900001", "la_code": "830", "school_name": "Made up"}],
        referrals=[*referred("830", datetime.date(2023, 1, 5), 110), *referred("891", datetime.date(2025, 1, 5), 20)],
        requests=[
            {
                "request_id": place,
                "la_code": "830",
                "received_date": datetime.date(2023 + (place >= 20), 2, 1),
                "decided_date": datetime.date(2023 + (place >= 20), 3, 1),
                "decision": "N",
                "observed_from_date": datetime.date(2023, 1, 1),
            }
            for place in range(24)
        ],
    )


@pytest.mark.parametrize("panel", [referrals.OPEN_TREND, referrals.RECEIVED, referrals.REJECTED_TREND])
@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=["casework", "leaders"])
def test_a_period_without_files_is_not_available_in_title_chart_and_table(engine, panel, reader):
    answer = answer_panel(engine, reader, panel, LATER)
    assert panel.find(answer) == NOT_KNOWN_THEN
    said = panel.draw(answer).alt
    assert "not available" in said
    assert "fewer than" not in said
    assert "no cases" not in said
    cells = [cell for row in as_table(answer.results[0]).rows for cell in row[1:]]
    assert set(cells) <= {"not available", ""}


def test_a_year_too_small_to_show_is_not_told_by_an_older_one(engine):
    answer = answer_panel(engine, LEADERS, ehc.REFUSALS, Filters())
    assert [row["symbol"] for row in answer.results[-1].rows][:2] == ["", "c"]
    assert ehc.REFUSALS.find(answer) == TOO_FEW
    assert "2024" in ehc.REFUSALS.find(answer_panel(engine, CASEWORK, ehc.REFUSALS, Filters()))


def test_a_caption_names_the_periods_that_are_drawn_and_the_one_not_over(engine):
    said = caption(referrals.RECEIVED, answer_panel(engine, LEADERS, referrals.RECEIVED, Filters()), "")
    assert "by quarter" in said
    assert "Apr to Jun 2025 is counted to 15 June 2025 only." in said
    head = Reader("head", "leaders", (("schools", ("900001",)),))
    said = caption(referrals.RECEIVED, answer_panel(engine, head, referrals.RECEIVED, Filters()), "")
    assert "by year" in said
    assert "by quarter" not in said
    assert "2025 is counted to 15 June 2025 only." in said


def test_the_sentence_says_which_filter_some_of_it_does_not_follow(engine):
    by_need = Filters(where=(("need", ("ASD",)),))
    assert "filtered" not in sentence_for("referrals", engine, CASEWORK, Filters())
    assert "filtered" not in sentence_for("sencos", engine, CASEWORK, by_need)
