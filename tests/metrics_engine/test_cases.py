"""Lists of cases: the very rows a figure counts and leaves out, for casework alone, logged, and naming nobody."""

import datetime
import json
from collections import Counter

import pytest
from harness import BUILT_AT, CASEWORK, LEADERS, SHARED, make_engine

from sendmetrics.contracts.tables import TABLES
from sendmetrics.errors import RefusedError
from sendmetrics.exports.cases import cases_to_csv, cases_to_json, cases_to_table
from sendmetrics.metrics.access_log import LOG_NAME, AccessLog
from sendmetrics.metrics.cases import RECORDS
from sendmetrics.metrics.definition import VIEWS, find_metric, read_metrics
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question, Reader

LISTED = [name for name, metric in read_metrics().items() if metric.columns[0] in RECORDS]
ASKED = [(name, view) for name in LISTED for view in (VIEWS if find_metric(name).kind == "wait" else (None,))]
WHEN = {
    "newest": {},
    "then": {"as_at": datetime.date(2024, 12, 31)},
    "a year": {"start": datetime.date(2025, 1, 1), "end": datetime.date(2025, 12, 31)},
    "a place": {"where": (("locality", ("COA",)),)},
    "a phase": {"where": (("phase", ("Primary",)),)},
}
HEAD = Reader("head", "casework", (("schools", ("900001",)),))


@pytest.mark.parametrize("reader", [CASEWORK, HEAD], ids=["all", "one school"])
@pytest.mark.parametrize("when", WHEN.values(), ids=WHEN)
@pytest.mark.parametrize(("name", "view"), ASKED)
def test_a_list_is_what_the_figure_counts_and_leaves_out(authority, name, view, when, reader):
    if reader is HEAD and "school_urn" not in find_metric(name).columns:
        pytest.skip("cannot be limited to schools")
    question = Question(name, view=view, **when)
    figure = authority.engine.answer(question, reader)
    cases = authority.engine.list_cases(question, reader)
    assert cases.as_at == figure.as_at
    counted = [row for row in cases.rows if row["left_out"] is None]
    (row,) = figure.rows
    kind = find_metric(name).kind
    if kind == "proportion":
        assert Counter(row["is_counted"] for row in counted)["yes"] == (row["numerator"] or 0)
    if find_metric(name).counts_on != "snapshot" or "end" not in when:
        assert len(counted) == row[{"wait": "count", "count": "value"}.get(kind, "denominator")] or not row["value"]
        assert len(counted) == (row.get("count") if kind == "wait" else row["denominator"] or row["numerator"] or 0)
    left_out = Counter(row["left_out"] for row in cases.rows if row["left_out"] is not None)
    assert left_out == {entry["reason"]: entry["count"] for entry in figure.left_out}


@pytest.mark.parametrize("reader", [LEADERS, SHARED], ids=["leaders", "shared"])
def test_nobody_but_casework_is_given_a_list_and_a_refusal_is_not_logged_as_one(authority, reader, tmp_path):
    engine = Engine(authority.engine.warehouse, AccessLog(tmp_path / LOG_NAME, lambda: BUILT_AT))
    for name, view in ASKED:
        with pytest.raises(RefusedError, match="for casework only"):
            engine.list_cases(Question(name, view=view), reader)
    assert not (tmp_path / LOG_NAME).exists()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("sen_support_share"), "no record of a case"),
        (Question("sencos_teaching_full_time"), "no record of a case"),
        (Question("request_to_plan_wait"), "open, completed or cohort"),
        (Question("request_to_plan_wait", view="curve"), "open, completed or cohort"),
        (Question("assessments_open", by="stage"), "not split"),
        (Question("requests_received", every="year"), "not split"),
        (Question("requests_received", where=(("locality", ("Atlantis",)),)), 'there is no "Atlantis"'),
        (Question("nothing"), "There is no metric nothing"),
    ],
)
def test_what_has_no_list_is_said_in_words(authority, question, words):
    with pytest.raises(RefusedError, match=words):
        authority.engine.list_cases(question, CASEWORK)


def test_every_list_is_logged_with_what_was_asked_and_how_many_it_held(authority, tmp_path):
    engine = Engine(authority.engine.warehouse, AccessLog(tmp_path / LOG_NAME, lambda: BUILT_AT))
    asked = Question("assessments_open", where=(("stage", ("undecided",)),))
    for _ in range(2):
        cases = engine.list_cases(asked, CASEWORK)
    lines = [json.loads(line) for line in (tmp_path / LOG_NAME).read_text(encoding="utf-8").splitlines()]
    assert [(line["what"], line["metric"], line["rows"]) for line in lines] == [
        ("cases", "assessments_open", len(cases.rows))
    ] * 2
    assert lines[0]["filters"] == {"stage": ["undecided"]}
    engine.answer(asked, CASEWORK)
    last = json.loads((tmp_path / LOG_NAME).read_text(encoding="utf-8").splitlines()[-1])
    assert last["what"] == "figures"


def test_a_list_that_cannot_be_logged_is_not_given(authority, tmp_path):
    engine = Engine(authority.engine.warehouse, AccessLog(tmp_path / "nowhere" / LOG_NAME, lambda: BUILT_AT))
    with pytest.raises(Exception, match="access log"):
        engine.list_cases(Question("assessments_open"), CASEWORK)


@pytest.mark.parametrize(("name", "view"), ASKED)
def test_a_list_names_nobody(authority, name, view):
    """No code of a child, of a case or of a school, in any format; a file and a row instead."""
    engine = authority.engine
    cases = engine.list_cases(Question(name, view=view), CASEWORK)
    assert cases.rows
    assert {"file", "row"} < set(cases.columns)
    assert not {"person_id", "school_urn", "locality_code", find_metric(name).columns[0]} & set(cases.columns)
    assert all(set(row) == set(cases.columns) for row in cases.rows)
    text = cases_to_csv(cases) + cases_to_json(cases) + cases_to_table(cases)
    table, _ = RECORDS[find_metric(name).columns[0]]
    (key,) = TABLES[table].key
    codes = engine.warehouse.query(f"select {key}, person_id, school_urn from main.{table}" if table != "assessments" else
                                   "select assessment_id, person_id, request_id from main.assessments").fetchall()  # fmt: skip
    words = set(text.replace(",", " ").replace('"', " ").split())
    assert not words & {str(code) for row in codes for code in row if code is not None}


def test_file_and_row_lead_back_to_the_record(authority):
    engine = authority.engine
    found = {
        (file, row): received
        for file, row, received in engine.warehouse.query(
            "select loads.file, requests.row, requests.received_date from main.requests as requests "
            "join main.loads as loads on requests.file_id = loads.file_id"
        ).fetchall()
    }
    cases = engine.list_cases(Question("requests_received"), CASEWORK)
    assert len({(row["file"], row["row"]) for row in cases.rows}) == len(cases.rows) == len(found)
    assert all(found[row["file"], row["row"]] == row["received_date"] for row in cases.rows)


def test_looking_back_no_later_date_is_told(authority):
    then = datetime.date(2024, 12, 31)
    for name, view in ASKED:
        for row in authority.engine.list_cases(Question(name, view=view, as_at=then), CASEWORK).rows:
            assert all(day <= then for day in row.values() if isinstance(day, datetime.date)), name


def test_cases_of_an_authority_without_files_are_none(tmp_path):
    engine = make_engine(tmp_path, "2026-01-15", schools="school_urn\n900001")
    cases = engine.list_cases(Question("assessments_open"), CASEWORK)
    assert cases.rows == ()
    assert cases_to_table(cases).startswith("0 cases behind Open EHC assessments, as at no data.")


def test_each_case_is_told_in_words(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-01-15",
        requests="""
        request_id | received_date | decision | decided_date | decision_known_date
        late       | 2025-01-06    | Y        | 2025-02-10   | 2025-02-10
        open       | 2025-12-01    | A        |              |
        gone       | 2025-01-06    | W        |              | 2025-06-30
        """,
        assessments="assessment_id | request_id | outcome | outcome_date\na1 | late | Y | 2025-05-27",
    )
    (late,) = engine.list_cases(Question("plans_issued_within_20_weeks"), CASEWORK).rows
    assert (late["received_date"], late["outcome_date"], late["is_counted"]) == (
        datetime.date(2025, 1, 6),
        datetime.date(2025, 5, 27),
        "no",
    )
    listed = engine.list_cases(Question("request_to_plan_wait", view="open"), CASEWORK).rows
    assert [(row["stage"], row["days"], row["left_out"]) for row in listed] == [
        ("Awaiting the decision to assess", 45, None),
        ("Awaiting the decision to assess", 374, "Withdrawn, no date recorded"),
    ]
    standings = engine.list_cases(Question("cases_in_the_20_week_rate"), CASEWORK).rows
    assert [row["rate_standing"] for row in standings] == ["In the rate, late", "Out: withdrawn", "Out: undecided"]


def test_of_a_child_waiting_for_several_services_their_names_are_told_and_those_that_ended_are_not(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-01-15",
        services="service | service_name\nsalt | Speech, language\ncamhs | Mental health",
        referrals="""
        referral_id | person_id | service | received_date | first_contact_date
        two_salt    | 1         | salt    | 2025-02-03    |
        two_camhs   | 1         | camhs   | 2025-06-02    |
        seen        | 1         | ot      | 2025-06-02    | 2025-09-01
        own         | 2         | portage | 2024-03-04    |
        not_named   | 3         |         | 2024-04-08    |
        """,
    )
    cases = engine.list_cases(Question("children_waiting_for_several_services"), CASEWORK)
    assert cases.columns["services_waited_for"] == "Waits for"
    # Those who wait for most first, however long the others have waited.
    assert [(row["services_waited_for"], row["is_counted"]) for row in cases.rows] == [
        ("Mental health; Speech, language", "yes"),
        ("portage", "no"),
        (None, "no"),
    ]
    # In quotation marks, since a name may hold a comma.
    assert '"Mental health; Speech, language",yes' in cases_to_csv(cases)
    then = engine.list_cases(
        Question("children_waiting_for_several_services", as_at=datetime.date(2025, 3, 1)), CASEWORK
    ).rows
    assert [row["services_waited_for"] for row in then] == ["portage", "Speech, language", None]
    assert "services_waited_for" not in engine.list_cases(Question("referrals_received"), CASEWORK).columns
