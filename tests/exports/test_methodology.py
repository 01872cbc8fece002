"""The methodology: everything in use is in it, in words, and nothing that is not confirmed."""

import re

import pytest

from sendmetrics.contracts.reference import read_reference
from sendmetrics.contracts.tables import TABLES
from sendmetrics.exports.methodology import CONFIRMED, GLOSSARY, KIND_WORDS, POLARITY_WORDS, render_methodology
from sendmetrics.metrics import disclosure
from sendmetrics.metrics.definition import KINDS, POLARITIES, read_metrics
from sendmetrics.metrics.queue_meanings import MEANINGS, TITLES
from sendmetrics.metrics.shared_tables import read_shared_tables
from sendmetrics.words import say_date


@pytest.fixture(scope="module")
def text() -> str:
    return render_methodology()


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of its rank or above."""
    rank = heading.partition(" ")[0]
    (found,) = re.findall(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(rank)}}} |\Z)", text, re.MULTILINE | re.DOTALL)
    return found


def table_rows(text: str) -> list[list[str]]:
    """Cells of the Markdown table in a section, without its heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


@pytest.mark.parametrize("name", sorted(read_metrics()))
def test_it_says_everything_a_measure_says_of_itself(name, text):
    metric = read_metrics()[name]
    said = section(text, f"#### {metric.title}")
    for part in (
        f"- Name: `{name}`",
        metric.definition,
        metric.numerator,
        metric.denominator,
        metric.statutory_basis,
        KIND_WORDS[metric.kind],
        POLARITY_WORDS[metric.polarity],
        f"Reviewed {say_date(metric.reviewed)} by the {metric.owner}",
        *(f"\n- {caveat}\n" for caveat in metric.caveats),
        *(f"`{source}`" for source in metric.sources),
    ):
        assert part in said, f"{name} lacks {part}"


def test_each_measure_stands_once_under_its_theme(text):
    measures = section(text, "## Measures")
    for metric in read_metrics().values():
        assert measures.count(f"- Name: `{metric.name}`\n") == 1
        assert f"#### {metric.title}\n" in section(text, f"### {metric.theme}")


def test_every_kind_and_polarity_has_words():
    assert set(KIND_WORDS) == set(KINDS)
    assert set(POLARITY_WORDS) == set(POLARITIES)


def test_a_ratio_says_what_it_is_multiplied_by(text):
    said = section(text, f"#### {read_metrics()['senco_hours_per_10_pupils_with_sen'].title}")
    assert ", times 10\n" in said


def test_only_clocks_that_are_law_and_confirmed_are_shown(text):
    clocks = read_reference("clocks")
    law = [clock for clock in clocks if clock["certainty"] in CONFIRMED and clock["basis"] != "None in law"]
    shown = table_rows(section(text, "## Statutory clocks"))
    assert 0 < len(law) < len(clocks)
    assert len(shown) == len(law)
    for (start, end, limit, basis), clock in zip(shown, law, strict=True):
        assert (start, end) == (clock["from_event"].replace("_", " "), clock["to_event"].replace("_", " "))
        assert basis.startswith(clock["basis"])
        assert (clock["certainty"] == "C2") == basis.endswith("(from a secondary source)")
        for part in (clock["limit_days"], clock["limit_months"], clock["date_rule"]):
            assert part in limit, f"{clock['clock_id']} is shown without its {part}"


def test_20_weeks_and_6_weeks_are_among_the_clocks(text):
    limits = {(start, end): limit for start, end, limit, _ in table_rows(section(text, "## Statutory clocks"))}
    assert "140 days" in limits.values()
    assert "42 days" in limits.values()


def test_every_service_has_its_standard_and_where_that_comes_from(text):
    shown = table_rows(section(text, "## Services and their standards"))
    assert shown == [
        [
            row["label"],
            f"{row['standard_days']} days",
            f"{row['share_wanted']}%",
            row["standard"]
            + (" (from a secondary source)" if row["certainty"] == "C2" else "")
            + (f". {row['share_standard']}" if row["share_standard"] else ""),
        ]
        for row in read_reference("services")
    ]


def test_the_thresholds_in_force_and_the_tables_to_share_are_given(text):
    said = section(text, "## How small numbers are treated")
    assert f"a count under {disclosure.LEADERS_SMALLEST_COUNT} is not shown" in said
    assert f"need a base of {disclosure.LEADERS_SMALLEST_BASE}," in said
    assert f"one of {disclosure.LEADERS_SMALLEST_BASE_P92};" in said
    assert f"counts of 1 to {disclosure.SHARED_LARGEST_HIDDEN} hidden" in said
    assert f"to the nearest {disclosure.SHARED_ROUNDING_BASE}" in said
    assert "not against subtraction, so nothing of it may leave the building" in said
    listed = [line for line in said.splitlines() if line.startswith("| `")]
    assert listed == [
        f"| `{table.metric}` | {table.by or ''} | {table.every} | {table.view or ''} |"
        for table in read_shared_tables()
    ]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_and_column_is_in_the_dictionary(name, text):
    table = TABLES[name]
    said = section(text, f"### `{name}`")
    assert table.meaning in said
    assert table_rows(said) == [[f"`{column.name}`", column.kind, column.meaning] for column in table.columns]


def test_terms_and_symbols_are_explained(text):
    said = section(text, "## Glossary")
    assert re.findall(r"^\*\*(.+)\.\*\* \S", said, re.MULTILINE) == sorted(GLOSSARY)
    assert "Symbols: `c` too few to show; `x` not available." in said


def test_every_line_of_a_table_has_as_many_cells_as_its_heading(text):
    """A bar in a caveat or a meaning would break the table in two."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        cells = {len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(cells) == 1, block


def test_nothing_of_the_machine_shows(text):
    # "None: local measure" is how a measure says that no law asks for it.
    assert not re.search(r"\bNone(?!: local measure)\b|\b(nan|True|False)\b|[{}]|<\w+ object", text)
    assert render_methodology() == text


def test_every_fact_about_a_queue_is_told_with_its_source(text):
    told = section(text, "## Queues of services")
    assert "doi 10.1101/2022.08.23.22279117" in told
    for name, meaning in MEANINGS.items():
        assert f"**{TITLES[name]}** ({meaning.unit}). {meaning.meaning}" in told
