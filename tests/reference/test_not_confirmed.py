"""What METHODS.md section 13 lists as not confirmed is printed nowhere: lists, queries, README, methodology."""

import re
from pathlib import Path

import pytest

from sendmetrics.contracts.reference import PROJECT, REFERENCE, read_reference
from sendmetrics.exports.methodology import render_methodology
from sendmetrics.metrics.definition import read_metrics

# What may not stand there, why, and words in which it would.
FORBIDDEN = {
    r"\breg(s|\.|ulations?)? ?(36|44)\b": ("lines from memory", "SEND Regulations 2014, reg. 36"),
    r"\b(6\.65|6\.87|6\.92|9\.83|9\.178)\b": ("paragraphs of the Code from memory", "SEND Code of Practice, 9.83"),
    r"\b78 ?(%|per cent)": ("a target from memory", "78% within 18 weeks"),
    r"\b(nullif(y|ies)|active monitoring)\b": ("how RTT clocks stop, from memory", "a first miss nullifies the clock"),
    r"\b1\.5 days\b|\b2( to |-|–)3 days\b": ("the table of 2018 on SENCo time", "1.5 days in a primary school"),
    r"\b1,?265\b|\b32\.4 hours\b|\b6\.5 (h|hours) a day\b": ("hours of a year from memory", "1,265 hours a year"),
    r"\bAnnex A\b": ("lists after June 2025 are not read", "the Annex A lists"),
    r"\bEducation for All Bill\b|\bWhite Paper\b": ("law to come", "the Education for All Bill"),
    r"\bunconfirmed\b": ("our own mark", "exceptions unconfirmed"),
    r"\bCCG\b": ("replaced in July 2022, said in the glossary in full", "the CCG"),
    r"\b(one of )?(four|five) exceptions\b": ("exceptions to the 6 weeks", "one of four exceptions"),
    r"\b(appeal|mediation)\w* within \d+": ("days of mediation and appeals from memory", "appeals within 2 months"),
    r"\b26,?977\b|\b718,?838\b|\b1\.32m\b|\b538,?547\b": ("values of 2025 and 2026 beyond section 2", "718,838 plans"),
}  # fmt: skip


def printed() -> dict[str, str]:
    """Every text a reader meets, lists without the rows that are marked as from memory."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "README.md", REFERENCE / "README.md")}
    texts |= {
        path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((PROJECT / "queries").rglob("*.sql"))
    }
    for path in sorted(REFERENCE.glob("*.csv")):
        # Figures are compared number by number elsewhere; a count of requests is no forbidden word.
        if path.stem != "published_figures":
            rows = [row for row in read_reference(path.stem) if row.get("certainty") != "M"]
            shown = [{name: value for name, value in row.items() if name != "exception_list"} for row in rows]
            texts[path.name] = "\n".join(" ".join(row.values()) for row in shown)
    return texts | {"methodology": render_methodology()}


def forbidden_in(text: str) -> list[str]:
    return [reason for pattern, (reason, _) in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("name", printed())
def test_nothing_unconfirmed_is_printed(name):
    assert not forbidden_in(printed()[name]), f"{name} prints what section 13 of METHODS.md forbids"


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_the_search_finds_each_of_them(pattern):
    reason, words = FORBIDDEN[pattern]
    assert reason in forbidden_in(f"It is known that {words}.")


def test_clocks_from_memory_and_of_no_law_are_not_among_the_statutory_ones():
    text = render_methodology()
    (section,) = re.findall(r"^## Statutory clocks\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    shown = [line.split(" | ")[:2] for line in section.splitlines() if line.startswith("| ")][1:]
    confirmed = [row for row in read_reference("clocks") if row["certainty"] in ("C", "C2")]
    in_law = [row for row in confirmed if row["basis"] != "None in law"]
    assert shown == [[f"| {row['from_event']}".replace("_", " "), row["to_event"].replace("_", " ")] for row in in_law]
    assert len(in_law) < len(confirmed) < len(read_reference("clocks"))
    assert "None in law" not in section


def test_a_secondary_source_is_said_to_be_one_and_what_qualifies_a_limit_is_kept():
    text = render_methodology()
    for row in read_reference("clocks"):
        if row["certainty"] == "C2" and row["basis"] != "None in law":
            assert f"{row['basis']} (from a secondary source)" in text
        if row["certainty"] in ("C", "C2") and row["basis"] != "None in law":
            assert row["date_rule"] in text, row


def test_no_measure_rests_on_law_that_is_not_confirmed():
    clocks = [row for row in read_reference("clocks") if row["certainty"] in ("C", "C2")]
    # Where a limit rests on regulations and on a judgment, a measure cites the regulations.
    certain = {basis for row in clocks for basis in (row["basis"], row["basis"].split("; ")[0])}
    # The closed list of four exceptions, METHODS.md section 1.1.
    certain |= {"SEND Regulations 2014, regs 13(2) and 13(3)"}
    # The 12 weeks from the meeting are the 4 to the decision and the 8 from the notice, two clocks that are certain.
    certain |= {"SEND Regulations 2014, regs 20(10), 22(2)(a) and 22(3)"}
    for metric in read_metrics().values():
        assert metric.statutory_basis in certain | {"None: local measure"}, metric.name


def test_no_figure_is_of_a_year_that_was_not_read():
    """Calendar 2025 is a sample of five rows: the release is to be loaded before any of it is printed."""
    newest = {"sen_support_share": 2025, "ehc_plan_share": 2025}
    for row in read_reference("published_figures"):
        assert int(row["year"]) <= newest.get(row["metric"], 2024), row


def test_the_two_methods_of_counting_appeals_are_not_mixed():
    assert not [row for row in read_reference("published_figures") if "appeal" in row["metric"]]


def test_whose_reading_the_six_weeks_are_is_said():
    """Which requests DfE's own denominator holds is not settled, so the measure must not pass for DfE's."""
    metric = read_metrics()["requests_decided_within_6_weeks"]
    assert any("does not say" in caveat for caveat in metric.caveats)
    assert not metric.comparator


def test_the_guard_reads_what_there_is():
    names = set(printed())
    assert {"README.md", "methodology", "clocks.csv", "services.csv", "queries/macros.sql"} <= names
    assert all(Path(PROJECT / name).exists() for name in names if name.startswith("queries/"))
