"""What panels say, worked by hand: titles, tables and captions that a reader of figures took the wrong way."""

import datetime
from dataclasses import replace

import pytest
from harness import CASEWORK, LEADERS, make_engine

from sendmetrics.contracts.reference import read_reference
from sendmetrics.metrics.definition import find_metric
from sendmetrics.metrics.question import Question, Reader, Result
from sendmetrics.pages.html import render_facts, render_table
from sendmetrics.panels import advice, ehc, referrals, sen_support, sentences, stocks
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.findings import longest_wait, most_late
from sendmetrics.panels.headlines import compare, make_cards, worst_tables
from sendmetrics.panels.panel import Answer, Filters
from sendmetrics.panels.school import read_facts
from sendmetrics.panels.sentences import sentence_for
from sendmetrics.panels.tables import Table, as_table
from sendmetrics.panels.wording import say_value


@pytest.mark.parametrize("phases", [("Primary",), ("Primary", "Special")])
def test_schools_of_a_phase_the_reader_did_not_choose_are_out_of_view(authority, phases):
    chosen = Filters(where=(("phase", phases),))
    answer = answer_panel(authority.engine, LEADERS, sen_support.SECONDARY_SCHOOLS, chosen)
    assert (answer.nothing, answer.results, answer.refused) == ("No secondary schools in this view", (), "")


def test_schools_of_the_phase_the_reader_chose_are_in_view(authority):
    everything = answer_panel(authority.engine, LEADERS, sen_support.SECONDARY_SCHOOLS, Filters())
    chosen = Filters(where=(("phase", ("Primary", "Secondary")),))
    answer = answer_panel(authority.engine, LEADERS, sen_support.SECONDARY_SCHOOLS, chosen)
    assert answer.nothing == ""
    assert [result.rows for result in answer.results] == [result.rows for result in everything.results]


def test_a_reader_of_primary_schools_alone_is_told_the_same_words(authority):
    rows = answer_panel(authority.engine, CASEWORK, sen_support.PRIMARY_SCHOOLS, Filters()).results[0].rows
    head = Reader("head", "casework", (("schools", (rows[0]["breakdown"],)),))
    answer = answer_panel(authority.engine, head, sen_support.SECONDARY_SCHOOLS, Filters())
    assert (answer.nothing, answer.refused) == ("No secondary schools in this view", "")


OF_2023 = Filters(start=datetime.date(2023, 1, 1), end=datetime.date(2023, 12, 31))


def test_england_stands_beside_our_own_year(authority):
    """England published 13.0% for January 2023 and 14.2% for January 2025."""
    answer = answer_panel(authority.engine, LEADERS, sen_support.SUPPORT_TREND, OF_2023)
    assert "England 13.0% (January 2023)" in sen_support.SUPPORT_TREND.find(answer)
    assert "England January 2023" in caption(sen_support.SUPPORT_TREND, answer, "")
    assert "January 2025" not in caption(sen_support.SUPPORT_TREND, answer, "")
    assert "(England 13.0%, January 2023)" in sentence_for("sen_support", authority.engine, LEADERS, OF_2023)
    card = next(card for card in make_cards(authority.engine, LEADERS, OF_2023) if card.page == "sen_support")
    assert "England 13.0% (January 2023)" in card.detail
    headings, rows = compare(authority.engine, LEADERS, OF_2023, "locality")
    england = next(row for row in rows if row[0] == "England, published")
    assert england[headings.index("SEN support")] == "13.0% (January 2023)"
    by_phase = answer_panel(authority.engine, LEADERS, sen_support.BY_PHASE, OF_2023)
    assert by_phase.beside("National").when == "January 2023"


@pytest.mark.parametrize(
    ("census", "when"), [(2015, "January 2025"), (2019, "January 2019"), (2020, "January 2019"), (2026, "January 2025")]
)
def test_england_is_of_the_year_or_the_one_before_or_the_newest(tmp_path, census, when):
    """Published for 2016, 2019 and 2025; before 2016 there is none, so the newest stands in."""
    as_at = datetime.date(census, 1, 16)
    engine = make_engine(
        tmp_path,
        as_at,
        roll=[
            {"roll_id": place, "person_id": place, "census_date": as_at, "sen_provision": "K"} for place in range(12)
        ],
        comparators=[
            {
                "metric": "sen_support_share",
                "year": year,
                "geographic_level": "National",
                "area_name": "England",
                "value": 11.0,
                "release": next(row["release"] for row in read_reference("releases")),
                "basis": "published",
            }
            for year in (2016, 2019, 2025)
        ],
    )
    for panel in (sen_support.SUPPORT_TREND, sen_support.BY_PHASE):
        answer = answer_panel(engine, LEADERS, panel, Filters())
        assert answer.beside("National").when == when


OF_2025 = Filters(start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31))


def test_open_cases_of_a_past_period_agree_with_those_over_the_limit(authority):
    headings, rows = compare(authority.engine, CASEWORK, OF_2025, "locality")
    count, over = (headings.index(f"{name}, at 31 December 2025") for name in ("Open EHC cases", "Open over 20 weeks"))
    ours = [row for row in rows if not row[0].endswith("published") and row[count] != "no cases"]
    assert len(ours) > 1
    assert all(int(row[count].replace(",", "")) >= int(row[over].replace(",", "")) > 0 for row in ours)


def test_a_snapshot_of_a_day_not_asked_for_is_not_available(authority):
    question = Question("assessments_open", start=OF_2025.start, end=OF_2025.end)
    result = authority.engine.answer(question, CASEWORK)
    assert say_value(result.rows[0], find_metric("assessments_open"), "casework") == "not available"
    answer = answer_panel(authority.engine, CASEWORK, ehc.OPEN_BY_YEAR_GROUP, OF_2025)
    assert ehc.OPEN_BY_YEAR_GROUP.find(answer) == "Not available for this period"


def test_open_cases_are_dated_by_the_day_they_were_open(authority):
    open_then = answer_panel(authority.engine, LEADERS, ehc.OPEN_TREND, OF_2025)
    assert "At 31 December 2025, from" in caption(ehc.OPEN_TREND, open_then, "2025")
    plans = answer_panel(authority.engine, LEADERS, ehc.PUBLISHED_RATE, OF_2025)
    assert "As at 15 January 2026, from" in caption(ehc.PUBLISHED_RATE, plans, "2025")
    details = {card.question: card.detail for card in make_cards(authority.engine, LEADERS, OF_2025)}
    assert details["Who is still waiting?"].endswith("at 31 December 2025")
    assert details["Which service holds children up?"].endswith("· at 31 December 2025")
    assert "open at 31 December 2025 had passed that limit" in sentence_for("ehc", authority.engine, LEADERS, OF_2025)


def test_open_cases_of_a_period_not_over_are_as_at_the_newest_day(authority):
    this_year = Filters(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 12, 31))
    answer = answer_panel(authority.engine, LEADERS, ehc.OPEN_BY_STAGE, this_year)
    assert "As at 15 January 2026, from" in caption(ehc.OPEN_BY_STAGE, answer, "2026")


def a_wait(count, within, over, label="Ed psych", view="open", symbol="", **other):
    nothing = dict.fromkeys(("period", "median_days", "p92_days", "longest_days", "value", "low", "high", "incidence"))
    named = {"breakdown": label.lower(), "label": label, "view": view, "longest_band": "", "symbol": symbol}
    return nothing | named | {"count": count, "within_limit": within, "over_limit": over} | other


def answered(rows, audience="leaders", metric="advice_wait", by="adviser", view="open"):
    day = datetime.date(2026, 1, 15)
    return Answer((Result(metric, Question(metric, by, view=view, as_at=day), day, audience, "made", tuple(rows)),))


@pytest.mark.parametrize(
    ("audience", "row", "within", "over"),
    [
        # Shared: those within an open wait are never given, be they 83; those over are hidden only where few.
        ("shared", a_wait(120, None, 35), "not given", "35"),
        ("shared", a_wait(85, None, None), "not given", "fewer than 8"),
        ("shared", a_wait(85, None, 0), "not given", "0"),
        ("shared", a_wait(85, 50, None, view="completed"), "50", "not given"),
        ("shared", a_wait(None, None, None, symbol="c"), "too few", "too few"),
        # Leaders: a part of 1 to 4 takes the other with it, a part of none does not.
        ("leaders", a_wait(26, None, None, symbol="c"), "not given", "not given"),
        ("leaders", a_wait(26, 26, None), "26", "fewer than 5"),
        ("leaders", a_wait(26, None, None, view="cohort"), "fewer than 5", "fewer than 5"),
        ("casework", a_wait(26, 26, 0), "26", "0"),
    ],
)
def test_a_part_kept_back_is_not_called_few(audience, row, within, over):
    table = as_table(answered([row], audience, view=row["view"]).results[0])
    cells = dict(zip(table.headings, table.rows[0], strict=True))
    ends = [name for name in table.headings if name in ("Over the limit", "Past the limit")]
    assert (cells["Within the limit"], cells[ends[0]]) == (within, over)
    assert "" not in [cell for name, cell in cells.items() if name not in ("95% interval", "Of all who started")]


def test_a_shared_chart_draws_the_whole_and_labels_only_those_over():
    chart = ehc.ADVICE_OUTSTANDING.draw(answered([a_wait(120, None, 35), a_wait(85, None, None, "Health")], "shared"))
    rest, over, undivided = chart.figure["data"]
    assert (rest["name"], list(rest["x"]), list(rest["text"])) == ("The rest", [85, 0], ["", ""])
    assert (over["name"], list(over["x"]), list(over["text"])) == ("Over 6 weeks", [35, 0], ["35", ""])
    assert (undivided["name"], list(undivided["x"])) == ("Not divided", [0, 85])
    assert list(undivided["text"]) == ["", "85"]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([a_wait(81, None, None, symbol="c")], "81 outstanding in all"),
        ([a_wait(81, 81, None)], "81 outstanding in all"),
        ([a_wait(81, 81, 0)], "0 of 81 outstanding past 6 weeks"),
        ([a_wait(81, None, None, symbol="c"), a_wait(20, 10, 10)], "At least 10 of 101 outstanding past 6 weeks"),
        ([a_wait(None, None, None, symbol="c"), a_wait(20, None, None, symbol="c")], "At least 20 outstanding in all"),
    ],
)
def test_titles_of_open_waits_say_only_what_is_known(rows, title):
    assert ehc.ADVICE_OUTSTANDING.find(answered(rows)) == title


@pytest.mark.parametrize("filters", [Filters(), Filters(where=(("locality", ("COA",)),))])
def test_one_fact_has_one_title(authority, filters):
    """The total is asked for undivided: stages with hidden parts do not make it "at least"."""
    now = answer_panel(authority.engine, LEADERS, ehc.OPEN_TREND, filters).results[0].rows[-1]
    for panel in (ehc.OPEN_BY_STAGE, ehc.OPEN_BY_LOCALITY, ehc.OPEN_BY_NEED):
        title = panel.find(answer_panel(authority.engine, LEADERS, panel, filters))
        assert title == f"{now['over_limit']:,} of {now['count']:,} open cases past 20 weeks"


def a_share(label, value):
    counts = {"numerator": value, "denominator": 100, "symbol": ""}
    return {"period": None, "breakdown": label.lower(), "label": label, "value": value} | counts


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([a_share("CAMHS", 30.0), a_share("Other", 20.0)], "CAMHS highest: 30.0% of referrals rejected"),
        ([a_share("CAMHS", 30.0)], "CAMHS: 30.0% of referrals rejected"),
        ([a_share("CAMHS", 0.0), a_share("Other", 0.0)], "0.0% of referrals rejected, by service all alike"),
    ],
)
def test_one_group_alone_is_not_the_highest(rows, title):
    answer = answered(rows, metric="referrals_rejected", by="service", view=None)
    assert referrals.REJECTED.find(answer) == title


def test_a_service_that_the_reader_chose_is_not_named_again():
    """The page says whose figures these are; of a service that is merely the only one in view nobody says it."""
    answer = answered([a_share("CAMHS", 30.0)], metric="referrals_rejected", by="service", view=None)
    for where, title in (
        ((("service", ("camhs",)),), "30.0% of referrals rejected"),
        ((), "CAMHS: 30.0% of referrals rejected"),
    ):
        question = replace(answer.results[0].question, where=where)
        asked = replace(answer, results=(replace(answer.results[0], question=question),))
        assert referrals.REJECTED.find(asked) == title
    waits = by_service(a_wait(50, 40, 10, "CAMHS", median_days=70))
    question = replace(waits.results[0].question, where=(("service", ("camhs",)),))
    assert longest_wait("median")(replace(waits, results=(replace(waits.results[0], question=question),))) == (
        "Median 10 weeks"
    )


LONG = "The north and east coast service for children with sensory needs"


@pytest.mark.parametrize(
    ("find", "answer"),
    [
        (advice.ADVICE_TABLE.find, answered([a_wait(1_062, 21, 1_041, LONG)])),
        (most_late("of what came"), answered([a_wait(50, 30, 20, LONG, "completed", value=60.0)] * 2)),
        (stocks.commonest("plan ended", "plans ended", "reasons"), answered([a_share(LONG, 12), a_share("b", 3)])),
        (stocks.commonest("plan ended", "plans ended", "reasons"), answered([a_share(LONG, 12)])),
    ],
)
def test_a_long_name_of_the_authoritys_own_is_cut_in_a_title(find, answer):
    title = find(answer)
    assert title.startswith("The north")
    assert len(title.split()) <= 10


def test_filters_stand_in_the_sentence_they_belong_to(authority):
    answer = answer_panel(authority.engine, LEADERS, sen_support.PRIMARY_SCHOOLS, Filters())
    said = caption(sen_support.PRIMARY_SCHOOLS, answer, "Coast")
    assert "(diamonds stand apart), Coast. Schools differ" in said
    assert "not a verdict. As at" in said


def test_a_schools_name_is_text_and_never_a_link(tmp_path):
    engine = make_engine(
        tmp_path, "2026-01-15", schools=[{"school_urn": "900001", "school_name": "[A](http://evil) <b>"}]
    )
    html = render_facts(read_facts(engine, "900001"))
    assert "[A](http://evil) &lt;b&gt; · URN 900001" in html
    assert "<b>" not in html


def test_words_in_the_place_of_a_figure_may_take_two_lines_and_a_figure_keeps_its_unit():
    """Otherwise a table of nine columns is wider than its page."""
    html = render_table(Table("Waits", ("Service", "Median", "Over"), (("Audiology", "104 weeks", "fewer than 5"),)))
    assert "<td>104 weeks</td>" in html
    assert '<td class="sm-words">fewer than 5</td>' in html


def test_the_adviser_most_often_late_is_named_by_its_share():
    """Both medians are 5 weeks, which tells nothing of who is late."""
    psychology = a_wait(50, 40, 10, "Psychology", "completed", median_days=34, value=80.0)
    health = a_wait(50, 30, 20, "Health", "completed", median_days=35, value=60.0)
    hidden = a_wait(50, None, None, "Care", "completed", "c", median_days=35)
    assert ehc.ADVICE.find(answered([psychology, health], view="completed")) == (
        "Health most often late: 40.0% of what came"
    )
    assert ehc.ADVICE.find(answered([psychology, health, hidden], view="completed")) == "Health: 40.0% of what came"


def test_a_table_of_what_was_open_says_on_which_day(authority):
    answer = answer_panel(authority.engine, LEADERS, referrals.OPEN, OF_2025)
    assert as_table(answer.results[0]).caption.endswith(", at 31 December 2025")
    captions = [table.caption for table in worst_tables(authority.engine, LEADERS, OF_2025)]
    assert ["at 31 December 2025" in said for said in captions] == [True, True, False]


def by_service(*waits):
    return answered(waits, metric="referral_to_first_contact_wait", by="service")


def test_a_service_keeps_most_waiting_only_where_none_hidden_may_keep_more():
    camhs, hidden = a_wait(60, 40, 20, "CAMHS"), a_wait(50, None, None, "Other", symbol="c")
    small = a_wait(12, None, None, "Small", symbol="c")
    assert sentences._queue(lambda _: by_service(camhs, small)) == (
        "CAMHS keeps most children waiting past its standard: 20 of 60."
    )
    assert (
        sentences._queue(lambda _: by_service(camhs, hidden))
        == "CAMHS keeps 20 of 60 children waiting past its standard."
    )
    assert referrals.OPEN.find(by_service(hidden)) == "Too few cases to say"
    assert referrals.OPEN.find(by_service(a_wait(50, 50, 0))) == "None past the standard"


def test_a_published_line_is_named_at_its_end_also_where_years_look_like_numbers(authority):
    """A note at the category "2024" would stand 2,024 places to the right."""
    figure = ehc.REFUSALS.draw(answer_panel(authority.engine, LEADERS, ehc.REFUSALS, Filters())).figure
    ours, england, *_ = figure["data"]
    note = next(note for note in figure["layout"]["annotations"] if note["text"] == "England")
    assert ours["x"][note["x"]] == england["x"][-1] == "2024"


def test_a_rise_is_told_from_the_figure_as_it_stood_a_year_before(authority):
    """What has ended since without a day is not in the trend's past months, and would make the rise look steeper."""
    answer = answer_panel(authority.engine, LEADERS, ehc.OPEN_TREND, Filters())
    question = Question("request_to_plan_wait", view="open", as_at=answer.before.as_at)
    then = authority.engine.answer(question, LEADERS).rows[-1]["over_limit"]
    in_trend = next(row for row in answer.results[0].rows if row["period"] == answer.before.as_at.replace(day=1))
    assert then >= in_trend["over_limit"] > 0
    assert ehc.OPEN_TREND.find(answer).endswith(f"past 20 weeks; {then} last year")
    said = caption(ehc.OPEN_TREND, answer, "")
    assert "Past months leave out cases that have ended since on a day nobody recorded." in said
    assert f"against {then} as at " in sentence_for("summary", authority.engine, LEADERS, Filters())


def test_a_past_day_is_compared_with_nothing(authority):
    answer = answer_panel(authority.engine, LEADERS, ehc.OPEN_TREND, OF_2025)
    assert answer.before is None
    assert "last year" not in ehc.OPEN_TREND.find(answer)
    answer = answer_panel(authority.engine, LEADERS, ehc.OPEN_NOW, OF_2025)
    assert "This leaves out cases that have ended since" in caption(ehc.OPEN_NOW, answer, "")


def test_a_hidden_number_of_last_year_is_not_spoken_of(authority):
    coast = answer_panel(authority.engine, LEADERS, ehc.OPEN_TREND, Filters(where=(("locality", ("COA",)),)))
    assert coast.before.rows[-1]["over_limit"] is None
    assert "ast year" not in ehc.OPEN_TREND.find(coast) + caption(ehc.OPEN_TREND, coast, "")


def test_where_the_files_do_not_reach_back_a_year_nothing_is_compared(authority):
    first = authority.engine.first_date(find_metric("request_to_plan_wait"))
    early = Filters(as_at=first.replace(month=11, day=30))
    assert answer_panel(authority.engine, LEADERS, ehc.OPEN_TREND, early).before is None
