"""The rules of the house, read from the program text: rooms, SQL, words, pins, and what nothing here may do."""

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sendmetrics.__main__ import _parser
from sendmetrics.contracts.reference import PROJECT, QUERIES
from sendmetrics.metrics.definition import read_metrics

PACKAGE = PROJECT / "sendmetrics"
README = PROJECT / "README.md"
MODULES = sorted([*PACKAGE.rglob("*.py"), PROJECT / "dashboard.py"])
# A room imports only from rooms before it.
ORDER = ("errors", "words", "contracts", "extracts", "checks", "warehouse", "metrics", "panels", "exports")
# Beside the order: what each may know.
MAY_KNOW = {
    "synthetic": {"errors", "words", "contracts"},
    "settings": {"errors", "words", "contracts", "metrics"},
}
MAY_KNOW_ALL = {"pages", "__main__", "dashboard"}
# Chances followed day by day, and queues week by week, from counts that DuckDB has summed.
MAY_CALCULATE = {"chances.py", "forecast.py", "parting.py", "queue_ages.py", "service_pattern.py", "what_if.py"}
LONGEST_WITHOUT_DOCSTRING = 12
# Still to be mended; what has been must go from here.

every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROJECT).as_posix())


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py") if path.is_relative_to(PACKAGE) else path.stem


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of the modules a tree imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "sendmetrics")


# Rooms.


def rooms_known(tree: ast.AST) -> set[str]:
    return {name.split(".")[1] for name in imported(tree) if name.startswith("sendmetrics.")}


def may_know(room: str) -> set[str]:
    if room in MAY_KNOW:
        return MAY_KNOW[room]
    return set(ORDER[: ORDER.index(room)])


@every_module
def test_a_room_imports_only_from_rooms_before_it(path):
    room = room_of(path)
    if room in MAY_KNOW_ALL or path.name == "__init__.py":
        return
    wrong = rooms_known(parse(path)) - {room} - may_know(room)
    assert not wrong, f"{room} may know {sorted(may_know(room))} and not {sorted(wrong)}: the way data flows"


def test_every_room_has_its_place_in_the_order_and_in_the_readme():
    rooms = {room_of(path) for path in MODULES} - {"__init__", "dashboard"}
    assert rooms == {*ORDER, *MAY_KNOW, *MAY_KNOW_ALL} - {"dashboard"}
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    named = [name.rstrip("/").removesuffix(".py") for cell in table for name in re.findall(r"`([^`]+)`", cell)]
    assert [name for name in named if name in ORDER] == list(ORDER)
    assert set(named) == rooms


@every_module
def test_only_pages_and_the_dashboard_know_streamlit(path):
    if room_of(path) not in ("pages", "dashboard"):
        assert not [name for name in imported(parse(path)) if name.split(".")[0] == "streamlit"]


@every_module
def test_measures_know_no_charts_and_panels_hand_out_data(path):
    """Tables go to pages as plain rows and charts as plain figures; DuckDB summarises, pandas carries nothing."""
    if room_of(path) != "pages":
        known = {name.split(".")[0] for name in imported(parse(path))}
        assert not known & {"plotly", "pandas", "altair", "matplotlib"}
        # What is made up is drawn by the thousand; what is measured is summed by DuckDB, but for what is yet to come.
        assert "numpy" not in known or room_of(path) == "synthetic" or path.name in MAY_CALCULATE


@every_module
def test_nothing_goes_out_to_a_network(path):
    """The whole runs on one computer."""
    known = {name.split(".")[0] for name in imported(parse(path))}
    assert not known & {"socket", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "webbrowser"}


# Clock and dice.


def clocks_asked(tree: ast.AST) -> list[str]:
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [ast.unparse(function) for function in called if isinstance(function, ast.Attribute)]
    wall = r"(datetime|date|time|dt)\.(now|utcnow|today|time|time_ns|localtime|gmtime)"
    return [name for name in names if re.search(rf"(^|\.){wall}$", name)]


@every_module
def test_only_the_command_line_asks_what_today_is(path):
    if path != PACKAGE / "__main__.py":
        assert not clocks_asked(parse(path)), "take the time from whoever starts the program"


@pytest.mark.parametrize(
    ("source", "is_clock"),
    [
        ("datetime.datetime.now()", True),
        ("datetime.date.today()", True),
        ("date.today()", True),
        ("time.time()", True),
        ("datetime.date(2026, 1, 15)", False),
        ("time.monotonic()", False),
        ("warehouse.today()", False),
    ],
)
def test_the_search_for_clocks_can_fail(source, is_clock):
    assert bool(clocks_asked(ast.parse(source))) is is_clock


# SQL.

SQL = re.compile(
    r"\s*(select\b.+\bfrom\b|with \w+ as\b|insert into\b|create (or replace )?(temp )?(table|view|macro)\b"
    r"|delete from\b|update \w+ set\b|drop (table|view)\b|alter table\b|attach '|copy \w+ (to|from)\b"
    r"|from \w+ (where|select|order by|join|group by)\b)",
    re.IGNORECASE | re.DOTALL,
)
MAY_SPEAK_SQL = {"extracts", "checks", "warehouse", "metrics"}


def texts(tree: ast.AST) -> Iterator[str]:
    """Every string of a program but its docstrings, f-strings with their gaps as a name."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "gap" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@every_module
def test_sql_is_written_only_where_files_become_tables_and_measures_are_asked(path):
    if room_of(path) not in MAY_SPEAK_SQL:
        found = [text for text in texts(parse(path)) if SQL.match(text)]
        assert not found, f"put it in queries/, or ask the engine: {found}"


@pytest.mark.parametrize(
    ("text", "is_sql"),
    [
        ("select count(*) from requests", True),
        ("with few as (select 1) select * from few", True),
        ("from loads order by file_id", True),
        ("create or replace temp table kept as select 1", True),
        ("Select a school from the list", True),
        ("Choose a school.", False),
        ("from 1 January to 31 December", False),
        ("with caveats", False),
    ],
)
def test_the_search_for_sql_can_fail(text, is_sql):
    assert bool(SQL.match(text)) is is_sql


@pytest.mark.parametrize("path", sorted(QUERIES.rglob("*.sql")), ids=lambda path: path.relative_to(QUERIES).as_posix())
def test_every_sql_file_begins_with_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    comment = re.match(r"/\*\s*(.*?)\*/|--\s*([^\n]+)", text, re.DOTALL)
    assert comment, f"{path.name}: begin with a comment that says what it is for"
    assert len((comment[1] or comment[2]).split()) >= 3, f"{path.name}: say it in a sentence"
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert "\t" not in text and not re.search(r" +$", text, re.MULTILINE)
    statement = re.sub(r"/\*.*?\*/|--[^\n]*|'[^']*'", "", text, flags=re.DOTALL)
    is_one_select = path.parent.name in ("metrics", "summaries", "checks")
    assert ";" not in statement or not is_one_select, "one select, without a semicolon"


def test_sql_is_in_folders_that_the_product_reads():
    folders = {path.relative_to(QUERIES).as_posix() for path in QUERIES.iterdir()}
    assert folders == {"checks", "metrics", "summaries", "tables", "macros.sql"}
    numbers = [path.name[:2] for path in sorted((QUERIES / "tables").glob("*.sql"))]
    assert numbers == [f"{place:02d}" for place in range(len(numbers))], (
        "tables are built in the order of their numbers"
    )


# The README.


def readme() -> str:
    return README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", read_metrics())
def test_every_measure_is_in_the_readme(name):
    assert re.search(rf"^\| `{name}` \| \S", readme(), re.MULTILINE), f"add {name} to Measures in the README"


def test_the_readme_lists_no_measure_that_is_gone():
    (section,) = re.findall(r"^## Measures\n(.*?)^## ", readme(), re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(read_metrics())


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(action.choices)


def readme_line(command: str) -> str:
    found = re.findall(rf"^\| `{command}( [^`]*)?` \| (.+) \|$", readme().replace(r"\|", "/"), re.MULTILINE)
    assert found, f"add the command {command} to the README"
    return found[0][0]


@pytest.mark.parametrize("command", commands())
def test_every_option_of_the_command_line_is_in_the_readme_and_no_other(command):
    options = {
        option for action in commands()[command]._actions for option in action.option_strings if option.startswith("--")
    } - {"--help"}
    assert set(re.findall(r"--[a-z-]+", readme_line(command))) == options


@pytest.mark.parametrize("command", commands())
def test_every_choice_of_an_option_is_in_the_readme(command):
    for action in commands()[command]._actions:
        if action.choices and action.option_strings and action.dest != "view":
            assert "/".join(action.choices) in readme_line(command), f"say the choices of {action.option_strings[0]}"


def pins(name: str) -> dict[str, str]:
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        if line.strip() and not line.startswith("-r "):
            match = re.fullmatch(r"([a-z0-9-]+)==(\d+(\.\d+)+)", line)
            assert match, f"{name}: pin an exact version, such as duckdb==1.5.5, not {line!r}"
            found[match[1]] = match[2]
    return found


def test_every_dependency_is_pinned_and_has_its_reason_in_the_readme():
    (section,) = re.findall(r"^## What it is built on\n(.*?)(?=^[^|\n])", readme(), re.MULTILINE | re.DOTALL)
    reasons = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE))
    told = {name: reason for names, reason in reasons.items() for name in names.split(", ")}
    wanted = {f"{name} {version}" for name, version in pins("requirements.txt").items()}
    wanted |= set(pins("tests/requirements.txt"))
    missing = {name.split(" ")[0] for name in wanted if not told.get(name, "").strip()}
    assert not missing, "give each, with its version, its line in the README"
    listed = {name.split(" ")[0] for name in told} - {"Package", "---"}
    assert listed == {name.split(" ")[0] for name in wanted}


@every_module
def test_what_is_imported_is_pinned_or_ours(path):
    ours = {"sendmetrics", *sys.stdlib_module_names}
    others = {name.split(".")[0] for name in imported(parse(path))} - ours
    assert others <= set(pins("requirements.txt")), "add it to requirements.txt, with its reason in the README"


# What no module does.


@every_module
def test_no_fault_is_swallowed(path):
    """A bare except, or one of everything, only where it raises again."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            if re.search(r"\b(everything|Exception|BaseException)$", caught):
                last = node.body[-1]
                assert isinstance(last, ast.Raise) and last.exc is None, f"line {node.lineno} catches {caught}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            assert "Exception" not in {ast.unparse(argument) for argument in node.args}, f"line {node.lineno}"


@every_module
def test_only_the_command_line_prints(path):
    calls = [ast.unparse(node.func) for node in ast.walk(parse(path)) if isinstance(node, ast.Call)]
    if path != PACKAGE / "__main__.py":
        assert not {"print", "pprint", "pprint.pprint", "breakpoint"} & set(calls)
        assert not [name for name in imported(parse(path)) if name.split(".")[0] in ("logging", "pdb", "warnings")]
    assert not [name for name in calls if name.split(".")[-1] in ("show", "to_string") and name.startswith("con.")]


@every_module
def test_no_text_that_is_data_is_run(path):
    called = {ast.unparse(node.func) for node in ast.walk(parse(path)) if isinstance(node, ast.Call)}
    assert not called & {"eval", "exec", "compile", "__import__", "os.system", "pickle.load", "pickle.loads"}


PRODUCT = [
    *MODULES,
    *sorted(QUERIES.rglob("*.sql")),
    *sorted((PROJECT / "data" / "reference").iterdir()),
    *(README, PACKAGE / "README.md", PROJECT / "pyproject.toml", PROJECT / "requirements.txt", PROJECT / ".gitignore"),
    *sorted(path for room in (".ci", ".streamlit") for path in (PROJECT / room).iterdir()),
]
# Notes for those who write it, and tools it is written with, mean nothing to those who have only the product.
NOT_OURS = re.compile(
    r"\.\./shared|/work/|\b(DESIGN|STYLE|METHODS|FORMATS|LOOK|ENGINEERING|PEERS)\.md\b"
    r"|\b(claude|anthropic|openai|chatgpt|gpt-?\d|copilot|codex|llm|language model|ai-generated)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_the_product_names_nothing_outside_itself(path):
    found = NOT_OURS.search(path.read_text(encoding="utf-8"))
    assert not found, f"{path.name} speaks of {found and found[0]}"


def test_the_search_for_what_is_not_ours_can_fail():
    for text in ("see METHODS.md section 6", "../shared/real/schools", "written with Copilot"):
        assert NOT_OURS.search(text)
    assert not NOT_OURS.search("shared tables of the methodology")


# Words about code.


@every_module
def test_what_is_public_says_what_it_is(path):
    """Modules and classes always; a function where its name and types may not say it all."""
    tree = parse(path)
    if path.name != "__init__.py":
        assert ast.get_docstring(tree), "begin with a line on what the module is for"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"say what {node.name} is"
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            lines = node.end_lineno - node.lineno + 1
            says = ast.get_docstring(node) or lines <= LONGEST_WITHOUT_DOCSTRING
            assert says, f"say what {node.name} does: it has {lines} lines"


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Functions of a module and methods of its public classes."""
    for node in parse(path).body:
        is_public_class = isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for function in node.body if is_public_class else [node]:
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                yield function


def test_public_signatures_have_types():
    bare = set()
    for path in MODULES:
        for function in public_functions(path):
            listed = [argument for argument in function.args.args if argument.arg not in ("self", "cls")]
            if function.returns is None or not all(part.annotation for part in listed + function.args.kwonlyargs):
                bare.add(function.name)
    assert not bare, "say what each argument is, and what is returned"


@every_module
def test_nothing_is_left_to_do(path):
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text(encoding="utf-8"))


# The repository.


def test_an_authoritys_own_data_is_never_in_the_repository():
    ignored = (PROJECT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"data/extracts/", "data/warehouse/", "data/demo/", "data/person.key", "data/settings.toml"} <= set(ignored)


def test_lint_and_format():
    for command in (["check"], ["format", "--check"]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--quiet", "."], cwd=PROJECT, capture_output=True, text=True
        )
        assert run.returncode == 0, f"ruff {' '.join(command)}: {run.stdout}{run.stderr}"


def test_the_search_through_modules_finds_them():
    names = {path.relative_to(PROJECT).as_posix() for path in MODULES}
    assert {"dashboard.py", "sendmetrics/__main__.py", "sendmetrics/metrics/engine.py"} <= names
    assert len(PRODUCT) > len(MODULES) > 60
