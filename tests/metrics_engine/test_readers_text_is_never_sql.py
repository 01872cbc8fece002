"""What a reader writes is bound, looked up or refused in words; the statements are the same whatever it is."""

import datetime

import pytest
from harness import CASEWORK, LEADERS, ask, make_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from sendmetrics.errors import RefusedError
from sendmetrics.metrics.definition import find_metric, read_metrics
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import Question
from sendmetrics.metrics.scope import build_scope
from sendmetrics.warehouse.kept import KeptRows
from sendmetrics.warehouse.opened import Warehouse

HOSTILE = [
    "'", '"', "';", "'); drop table referrals; --", "' or '1'='1", "x' union all select person_id from people --",
    "/* */", "--", "$as_at", "$where_locality", "{value}", "%s", "\\", "\n", "\x00", "é", "名前", "𝕏", "\u202e", "\udcff",
    "a" * 100_000, "null", "unknown", "*", "", " ",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Providers, local areas and schools whose codes and names are themselves hostile."""
    storable = [text for text in HOSTILE if text.isprintable() and text.strip() and len(text) < 100]
    return make_engine(
        tmp_path_factory.mktemp("hostile"),
        "2026-01-31",
        referrals=[
            {"referral_id": f"r{number}", "received_date": datetime.date(2025, 3, 1), "provider_code": text,
             "locality_code": text, "school_urn": text, "year_group": "7", "person_id": number}
            for number, text in enumerate(storable)
        ],
        localities=[{"locality_code": text, "locality_name": text * 2} for text in storable],
        schools=[{"school_urn": text, "school_name": f"School {text}", "phase": text, "trust_name": text} for text in storable],
        people=[{"person_id": number, "ethnicity_group": text, "sex": "F"} for number, text in enumerate(storable)],
    )  # fmt: skip


STORED = ("'", "';", "'); drop table referrals; --", "/* */", "$as_at", "名前")


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that reaches the warehouse, as it is composed."""
    composed: list[str] = []
    query, fetch = Warehouse.query, KeptRows.fetch

    def recorded(self: Warehouse, sql: str, values: dict | None = None):
        composed.append(sql)
        return query(self, sql, values)

    def recorded_of_kept(self: KeptRows, fill: tuple[str, dict], sql: str, values: dict):
        composed.extend((fill[0], sql))
        return fetch(self, fill, sql, values)

    monkeypatch.setattr(Warehouse, "query", recorded)
    monkeypatch.setattr(KeptRows, "fetch", recorded_of_kept)
    return composed


@pytest.mark.parametrize("dimension", ["provider", "locality", "school", "phase", "trust", "ethnicity_group"])
def test_the_statements_are_the_same_whatever_the_value(engine, statements, dimension):
    told = set()
    for text in STORED:
        statements.clear()
        rows = ask(engine, "referrals_received", where={dimension: text}, by=dimension)
        assert [(row["breakdown"], row["value"]) for row in rows] == [(text, 1)]
        told.add(tuple(statements))
        assert not any("drop table" in statement for statement in statements)
    assert len(told) == 1


def test_the_statements_are_the_same_whatever_the_dates_are(engine, statements):
    told = set()
    for year in (2024, 2025):
        statements.clear()
        # Of three views the first two work rows out, the third reads those kept.
        Engine(engine.warehouse, engine.log).answer(
            Question(
                "referral_to_first_contact_wait",
                start=datetime.date(year, 1, 1),
                end=datetime.date(2026, 1, year - 2000),
            ),
            CASEWORK,
        )
        assert any(statement.startswith("create or replace temp table metric_rows") for statement in statements)
        told.add(tuple(statements))
    assert len(told) == 1


@pytest.mark.parametrize("metric", sorted(read_metrics()))
@settings(max_examples=10)
@given(data=st.data())
def test_the_scope_of_any_text_is_the_same_but_for_what_it_binds(metric, data):
    """Straight at the composer, past the look-up that would refuse most of it."""
    definition = find_metric(metric)
    name = data.draw(st.sampled_from(definition.breakdowns))
    one, two = (data.draw(st.lists(st.text() | st.sampled_from(HOSTILE), min_size=1, max_size=4)) for _ in range(2))
    scopes = [
        build_scope(definition, Question(metric, where=((name, tuple(texts)),)), CASEWORK) for texts in (one, two)
    ]
    assert scopes[0].conditions == scopes[1].conditions
    assert scopes[0].joins == scopes[1].joins
    assert scopes[0].left_out == scopes[1].left_out
    assert set(scopes[0].values) == set(scopes[1].values)
    if definition.dimension(name).kind != "flag":
        assert [list(scope.values.values()) for scope in scopes] == [[one], [two]]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
@pytest.mark.parametrize("reader", [CASEWORK, LEADERS], ids=lambda reader: reader.audience)
def test_hostile_text_is_refused_in_words_wherever_it_is_written(engine, statements, reader, text):
    nowhere = f"nobody {text}"
    for question in (
        Question(nowhere),
        Question("referrals_received", by=nowhere),
        Question("referrals_received", every=nowhere),
        Question("referral_to_first_contact_wait", view=nowhere),
        Question("referrals_received", where=((nowhere, ("north",)),)),
        *(
            Question("referrals_received", where=((name, (nowhere,)),))
            for name in find_metric("referrals_received").breakdowns
        ),
    ):
        with pytest.raises(RefusedError) as refusal:
            engine.answer(question, reader)
        assert "Traceback" not in str(refusal.value)
    assert not any("nobody" in statement for statement in statements)
    assert ask(engine, "referrals_received")[0]["value"] > 10, "every table is still there"


@settings(max_examples=60)
@given(text=st.text(max_size=40))
def test_any_text_at_all_is_a_known_value_or_refused(engine, text):
    for name in ("provider", "locality", "fsm", "year_group", "sex"):
        try:
            rows = ask(engine, "referrals_received", where={name: text})
        except RefusedError:
            continue
        assert rows, "a value that is known has an answer"


@pytest.mark.parametrize("written", ["north", "The North", "the north ", "THE NORTH"])
def test_a_value_may_be_given_by_its_code_or_in_its_words(tmp_path, written):
    engine = make_engine(
        tmp_path,
        "2026-01-31",
        referrals="referral_id | received_date | locality_code\nr1 | 2025-03-01 | north\nr2 | 2025-03-01 | south",
        localities="locality_code | locality_name\nnorth | The North\nsouth | The South",
    )
    result = engine.answer(Question("referrals_received", where=(("locality", (written,)),)), CASEWORK)
    assert result.rows[0]["value"] == 1
    assert result.question.as_filters() == {"locality": ["north"]}, "what is printed and logged is the code"


def test_one_dimension_under_two_names_keeps_both_values(tmp_path):
    engine = make_engine(
        tmp_path,
        "2026-01-31",
        referrals="referral_id | received_date | school_urn\nr1 | 2025-03-01 | 1\nr2 | 2025-03-01 | 2\nr3 | 2025-03-01 | 3",
        schools="school_urn | school_name\n1 | One\n2 | Two\n3 | Three",
    )
    question = Question("referrals_received", where=(("school", ("1",)), ("urn", ("2",))))
    result = engine.answer(question, CASEWORK)
    assert result.rows[0]["value"] == 2
    assert result.question.as_filters() == {"school": ["1", "2"]}
