"""Every panel where there is little to show: hidden, none, one row, one pupil; each says so and is drawn, none breaks."""

import datetime
import itertools
from dataclasses import replace

import pytest
from harness import CASEWORK, LEADERS, SHARED
from plotly.graph_objects import Figure
from small_files import build, write_census, write_csv, write_return

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.metrics.question import Result
from sendmetrics.metrics.scope import read_values
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.headlines import compare, make_cards, worst_tables
from sendmetrics.panels.panel import Answer, Filters, Panel
from sendmetrics.panels.registry import all_panels
from sendmetrics.panels.sentences import has_sentence, sentence_for
from sendmetrics.panels.tables import as_table

PANELS = all_panels()
READERS = {reader.audience: reader for reader in (CASEWORK, LEADERS, SHARED)}
PAGES = ("summary", "ehc", "referrals", "sencos", "sen_support", "local_areas")
OFFERED = ("authority", "locality", "phase", "icb", "trust", "need", "year_group", "school")
ALWAYS_KNOWN = ("period", "breakdown", "label", "view")
MOST_WORDS = 10


def draw_whole(panel: Panel, answer: Answer) -> None:
    """All that a page draws of a panel."""
    title = panel.find(answer)
    assert title
    assert len(title.split()) <= MOST_WORDS, title
    chart = panel.draw(answer)
    Figure(chart.figure)
    said = caption(panel, answer, "")
    assert said.endswith(".")
    for result in answer.results:
        as_table(result)
    assert "None" not in chart.alt + said


def hide_row(row: dict) -> dict:
    """A row as protection leaves it where no number of it may be seen."""
    hidden = {name: value if name in ALWAYS_KNOWN else None for name, value in row.items()}
    return hidden | {"symbol": "c"} | ({"longest_band": ""} if "longest_band" in row else {})


def hide_all(result: Result) -> Result:
    return replace(result, rows=tuple(map(hide_row, result.rows)))


LITTLE = {
    "whole hidden": lambda results: (results[0], *map(hide_all, results[1:])),
    "parts hidden": lambda results: (hide_all(results[0]), *results[1:]),
    "all hidden": lambda results: tuple(map(hide_all, results)),
    "no rows": lambda results: tuple(replace(result, rows=()) for result in results),
    "one row": lambda results: tuple(replace(result, rows=result.rows[:1]) for result in results),
    "one row hidden": lambda results: tuple(hide_all(replace(result, rows=result.rows[:1])) for result in results),
    "no whole": lambda results: (results[0], *(replace(result, rows=()) for result in results[1:])),
}


@pytest.mark.parametrize("little", LITTLE.values(), ids=LITTLE)
@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
def test_a_panel_with_little_to_show_is_drawn(authority, panel, little):
    answer = answer_panel(authority.engine, LEADERS, panel, Filters())
    draw_whole(panel, replace(answer, results=little(answer.results)))


@pytest.fixture(scope="module")
def one_child(tmp_path_factory):
    """An authority of one school, one child and one of everything else."""
    folder = tmp_path_factory.mktemp("one") / "extracts"
    write_census(folder, "2026-01-15", "school | upn | provision | year_group\n9992001 | A123456789012 | K | R")
    write_return(folder, "2026-01-15", "upn | received | decision\nA123456789012 | 2025-03-01 | A")
    write_csv(
        folder / "referrals.csv",
        "snapshot_date | source | referral_id | person_ref | provider_code | service | received_date\n"
        "2026-01-31 | trust | 1001 | A123456789012 | RAA | salt | 2025-09-01",
    )
    write_csv(
        folder / "advice_requests.csv",
        "snapshot_date | advice_id | person_ref | adviser_service | requested_date\n"
        "2026-01-31 | 1 | A123456789012 | ep | 2025-04-01",
    )
    return build(folder).engine


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_an_authority_of_one_child(one_child, reader):
    draw_everything(one_child, reader, Filters())
    draw_everything(one_child, reader, Filters(as_at=datetime.date(2026, 1, 15)))
    assert answer_panel(one_child, CASEWORK, PANELS["sen_support_by_sex"], Filters()).has_rows


def draw_everything(engine, reader, filters: Filters) -> None:
    """Every panel a reader is not refused, and every card, short table and sentence."""
    for panel in PANELS.values():
        answer = answer_panel(engine, reader, panel, filters)
        if answer.is_collected:
            draw_whole(panel, answer)
    assert all(card.finding for card in make_cards(engine, reader, filters))
    assert list(worst_tables(engine, reader, filters))
    for by in ("locality", "authority"):
        compare(engine, reader, filters, by)
    for page in PAGES:
        assert has_sentence(page)
        sentence_for(page, engine, reader, filters)


@pytest.mark.long
@pytest.mark.parametrize("pair", list(itertools.combinations(OFFERED, 2)), ids=" and ".join)
def test_every_pair_of_filters(authority, pair):
    """Combinations nobody thought of: the first and last value of each filter, for all who may filter."""
    engine = authority.engine
    first, second = (list(read_values(engine.warehouse, DIMENSIONS[name], CASEWORK)) for name in pair)
    for one, other in itertools.product({*first[:1], *first[-1:]}, {*second[:1], *second[-1:]}):
        filters = Filters(where=((pair[0], (one,)), (pair[1], (other,))))
        for reader in (CASEWORK, LEADERS):
            draw_everything(engine, reader, filters)
