"""Nothing but Engine.answer, and for casework Engine.list_cases, reaches rows: read from the program text itself."""

import ast
import re
from pathlib import Path

import pytest

from sendmetrics.contracts.reference import PROJECT
from sendmetrics.contracts.tables import TABLES

PACKAGE = PROJECT / "sendmetrics"
ROOMS = ("metrics", "panels", "exports", "pages")
# The engine asks; the scope lists the values there are to choose from.
MAY_ASK = {"metrics/engine.py", "metrics/scope.py"}
# Parses a measure's text in a database of its own that holds nothing.
MAY_PARSE = {"metrics/definition.py"}
# About the data, or published, or about places and services: no child is in them.
OPEN_TABLES = {"loads", "departures", "findings", "about", "sources"} | {
    "authorities", "localities", "schools", "services", "comparators", "published_lists",
    "targets", "trajectories", "annotations", "holidays",
}  # fmt: skip
# What the warehouse itself asks of tables about children, each with the reason why that is no way out.
ASKED_OF_CHILDREN = {
    "warehouse/quality.py": (
        {"referrals", "requests", "advice", "case_events"},
        "how many records met another, whole tables only; panels/data_quality.py gives it as audience and extent allow",
    ),
}
# The exact numbers of warehouse/quality.py pass through here and nowhere else; findings and names of files hold none.
MAY_COUNT = {
    "read_match_rates": {"panels/data_quality.py"},
    "read_departures": {"panels/data_quality.py"},
    # Names and hashes of the files behind a figure.
    "read_loads": {"panels/data_quality.py", "pages/view.py"},
    # The page draws them through table_of_findings, which knows whose messages may count rows.
    "read_findings": {"pages/data_quality.py"},
    "read_undated": {"panels/data_quality.py"},
}
ASKING = {"query", "execute", "executemany", "cursor", "con"}


def modules() -> list[Path]:
    files = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    dashboard = PROJECT / "dashboard.py"
    return files + [path for path in (dashboard, PACKAGE / "__main__.py") if path.exists()]


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else path.name


def asks(tree: ast.AST) -> list[ast.Attribute]:
    """Every attribute that could reach the warehouse: warehouse.query, .con, .cursor, .execute, and .sql where called."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and (node.attr in ASKING or (node.attr == "sql" and node in called))
    ]


def tables_asked(tree: ast.AST) -> set[str] | None:
    """The tables in the literal SQL of every call, or None where a call's SQL is not literal."""
    named: set[str] = set()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.func in asks(tree)]
    if len(calls) < len(asks(tree)):
        return None
    for call in calls:
        if not call.args or not isinstance(call.args[0], ast.Constant) or not isinstance(call.args[0].value, str):
            return None
        named |= set(re.findall(r"\b(?:from|join)\s+(?:main\.)?(\w+)", call.args[0].value.lower()))
    return named


def reaches_rows(source: str) -> bool:
    """Whether a module asks the warehouse for more than the open tables, or in words that are not its own."""
    tree = ast.parse(source)
    if not asks(tree):
        return False
    named = tables_asked(tree)
    return named is None or not named <= OPEN_TABLES


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_engine_and_the_scope_ask_the_warehouse(path):
    if name_of(path) in MAY_ASK | MAY_PARSE:
        return
    assert not reaches_rows(path.read_text(encoding="utf-8")), (
        f"{name_of(path)} asks the warehouse itself. Figures come from Engine.answer; tables about the data may be read "
        f"with a literal statement that names {', '.join(sorted(OPEN_TABLES))} only."
    )


def askers_of_the_warehouse() -> list[Path]:
    """The modules of the warehouse that read one that is published, as against those that build it."""
    paths = sorted((PACKAGE / "warehouse").glob("*.py"))
    return [path for path in paths if re.search(r"\bWarehouse\b", path.read_text(encoding="utf-8"))]


def tables_written_of(source: str) -> set[str]:
    """Every table that any text of a module reads from, wherever the text stands."""
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return {
        name
        for text in texts
        if isinstance(text, str)
        for name in re.findall(r"\b(?:from|join)\s+(?:main\.)?(\w+)", text.lower())
        if name in TABLES or name in OPEN_TABLES
    }


def puts_statements_together(source: str) -> bool:
    tree = ast.parse(source)
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.func in asks(tree)]
    return any(isinstance(argument, ast.JoinedStr | ast.BinOp) for call in called for argument in call.args)


def test_the_warehouse_asks_of_children_only_what_is_listed_with_its_reason():
    assert {name_of(path) for path in askers_of_the_warehouse()} >= {"warehouse/quality.py", "warehouse/places.py"}
    for path in askers_of_the_warehouse():
        listed, reason = ASKED_OF_CHILDREN.get(name_of(path), (set(), "nothing about a child"))
        source = path.read_text(encoding="utf-8")
        assert tables_written_of(source) - OPEN_TABLES == listed, (name_of(path), reason)
        assert not puts_statements_together(source), f"{name_of(path)} asks in words that this test cannot read"


def test_exact_numbers_of_rows_have_one_reader():
    callers: dict[str, set[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "sendmetrics.warehouse.quality":
                for alias in node.names:
                    callers.setdefault(alias.name, set()).add(name_of(path))
    given = {name: callers.get(name, set()) for name in MAY_COUNT}
    assert given == MAY_COUNT
    # The number of findings is no number of rows.
    assert set(callers) - set(MAY_COUNT) <= {"count_findings", "MatchRate"}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_warehouse_opens_a_database(path):
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert "duckdb" not in imported or name_of(path) in MAY_PARSE, f"{name_of(path)} opens a database of its own"


def test_the_engine_is_the_only_one_to_protect_and_the_only_one_to_sum():
    """protect_ and compose_ are called by the engine; nobody else makes figures, or could leave the protection out."""
    callers: dict[str, set[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    callers.setdefault(alias.name, set()).add(name_of(path))
    for function in (
        "protect_figures",
        "protect_waits",
        "protect_outlook",
        "protect_queues",
        "protect_what_if",
        "compose_figures",
        "compose_wait",
        "compose_outlook",
        "compose_flow",
        "work_out",
        "study_services",
        "with_order",
        "build_scope",
        "compose_cases",
        "say_cases",
    ):
        assert callers.get(function) == {"metrics/engine.py"}, (function, callers.get(function))
    assert callers["protect_left_out"] == {"metrics/engine.py", "metrics/queue_disclosure.py"}
    # What a service's exact weeks are put to: nowhere but behind the protection of queues.
    assert callers["ask_what_if"] <= {"metrics/queue_disclosure.py", "pages/queues.py"}
    assert callers["study_queue"] == {"metrics/queues.py", "metrics/queue_disclosure.py"}


def test_the_engine_hands_out_rows_only_through_protection():
    """Figures come from answer, compare_rates (two answers), outlook, queues and list_cases; everything that fetches is private."""
    tree = ast.parse((PACKAGE / "metrics/engine.py").read_text(encoding="utf-8"))
    (engine,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    public = {node.name for node in engine.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}
    figures = {"answer", "compare_rates", "list_cases", "outlook", "study_queues", "ask_what_if"}
    assert public == figures | {"first_date", "last_date", "newest_date", "file_date", "is_collected"}
    (compute,) = (node for node in engine.body if isinstance(node, ast.FunctionDef) and node.name == "_compute")
    returned = [node for node in ast.walk(compute) if isinstance(node, ast.Return)]
    with_rows = [
        node for node in returned if any(keyword.arg == "rows" for keyword in getattr(node.value, "keywords", []))
    ]
    assert len(with_rows) == 1
    text = ast.unparse(with_rows[0])
    assert "rows=tuple(without_unspoken(protect(metric, rows, reader.audience), unspoken))" in text
    assert "left_out=tuple(protect_left_out(" in text


def test_a_list_of_cases_is_refused_before_anything_is_asked_and_logged_before_it_is_given():
    tree = ast.parse((PACKAGE / "metrics/engine.py").read_text(encoding="utf-8"))
    (lists,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "list_cases")
    steps = [ast.unparse(step) for step in lists.body]
    place = {name: next(at for at, step in enumerate(steps) if name in step) for name in (
        "refuse_list(metric, question, reader)", "resolve_question(", "build_scope(metric, question, reader)",
        "self._fetch(", "self.log.add(reader, question", "return CaseList(",
    )}  # fmt: skip
    assert list(place.values()) == sorted(place.values())
    assert not any(step.startswith("if") for step in steps if "refuse_list" in step or "self.log.add" in step)


def test_an_outlook_is_handed_out_only_through_protection_and_the_log():
    tree = ast.parse((PACKAGE / "metrics/engine.py").read_text(encoding="utf-8"))
    methods = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    returned = [node.value for node in ast.walk(methods["_look_out"]) if isinstance(node, ast.Return)]
    texts = [ast.unparse(value) for value in returned]
    # The first of these has no rows; the second is what the inner fetch gives to work_out.
    assert [text for text in texts if "work_out" in text] == [
        "protect_outlook(work_out(empty, fetch, rows[-1] if rows else {'numerator': 0, 'denominator': 0}))"
    ]
    assert sum("work_out" in ast.unparse(node) for node in methods.values()) == 1
    last = [ast.unparse(node) for node in methods["outlook"].body[-2:]]
    assert last[0].startswith("self.log.add(reader, ")
    assert last[1] == "return outlook"


def test_queues_are_handed_out_only_through_protection_and_the_log():
    tree = ast.parse((PACKAGE / "metrics/engine.py").read_text(encoding="utf-8"))
    methods = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for public, exact, protected in (
        ("study_queues", "_study", "protect_queues(self._study(question, reader))"),
        (
            "ask_what_if",
            "_weeks_of",
            "protect_what_if(self._weeks_of(service, question, reader), change, reader.audience)",
        ),
    ):
        text = ast.unparse(methods[public])
        assert protected in text
        assert text.count(f"self.{exact}(") == 1
        last = [ast.unparse(node) for node in methods[public].body[-2:]]
        assert last[0].startswith("self.log.add(reader, ")
    within = {
        "_study": {"study_queues", "_weeks_of"},
        "_weeks_of": {"ask_what_if"},
        "_fetch_flow": {"_study", "_weeks_of"},
    }
    for exact, callers in within.items():
        found = {name for name, node in methods.items() if f"self.{exact}(" in ast.unparse(node)}
        assert found == callers, exact


def test_the_scope_asks_for_values_and_never_for_facts_about_a_child():
    """What it may list: names of places and codes; the columns it selects are a dimension's own."""
    source = (PACKAGE / "metrics/scope.py").read_text(encoding="utf-8")
    selected = re.findall(r"select (?:distinct )?\{?([\w.]+)", source)
    assert selected
    assert set(selected) <= {"column", "dimension.key", "value", "la_code"}, selected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('warehouse.query("select * from loads")', False),
        ('warehouse.query("select * from main.findings join loads using (file_id)")', False),
        ('warehouse.query("from requests")', True),
        ('warehouse.query("select count(*) from main.roll")', True),
        ('warehouse.query(f"from {table}")', True),
        ("warehouse.query(text)", True),
        ('warehouse.con.cursor().execute("from loads")', True),
        ("ask = warehouse.query", True),
        ('connection.sql("from requests")', True),
        ("metric.sql.strip()", False),
        ("engine.answer(question, reader)", False),
    ],
)
def test_the_guard_itself_can_fail(source, expected):
    assert reaches_rows(source) is expected


@pytest.mark.parametrize(
    ("source", "tables", "is_unreadable"),
    [
        ('warehouse.query("from loads")', {"loads"}, False),
        ('JOINS = {"x": "select count(*) from referrals"}\nwarehouse.query(JOINS["x"])', {"referrals"}, False),
        ('warehouse.query(f"from {table}")', set(), True),
        ('warehouse.query("from " + table)', set(), True),
    ],
)
def test_the_guard_on_the_warehouse_can_fail(source, tables, is_unreadable):
    assert tables_written_of(source) == tables
    assert puts_statements_together(source) is is_unreadable


def test_the_open_tables_hold_no_child():
    for name in OPEN_TABLES & set(TABLES):
        assert "person_id" not in TABLES[name].column_names, name
