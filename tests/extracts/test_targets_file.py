"""targets.toml: understood as written, or refused in words that say which entry is wrong and what was meant."""

import datetime
import re
import textwrap
from pathlib import Path

import pytest
from made_files import write_file

import sendmetrics.extracts.targets as targets_module
from sendmetrics.contracts.reference import PROJECT
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.plain_words import why_not_shown
from sendmetrics.extracts.targets import KEYS, LONGEST_TEXT, Targets, read_targets_file

METRIC = 'metric = "plans_issued_within_20_weeks"'
TARGET = f"[[targets]]\n{METRIC}\n"
WAY = f"[[trajectories]]\n{METRIC}\n"
EVENT = "[[annotations]]\ndate = 2025-03-01\n"
SUMMER = '[[holidays]]\nname = "Summer"\n'


def refusal(folder: Path, content: str | bytes) -> str:
    write_file(folder, "targets.toml", content)
    with pytest.raises(SendMetricsError) as error:
        read_targets_file(folder)
    return str(error.value)


def test_no_file_and_an_empty_one_say_nothing(folder: Path):
    assert read_targets_file(folder) == Targets()
    write_file(folder, "targets.toml", "")
    read = read_targets_file(folder)
    assert (read.entries, len(read.sha256)) == (0, 64)


def test_everything_is_read_as_written(folder: Path):
    write_file(
        folder,
        "targets.toml",
        f"""\ufeff{TARGET}value = 60
        from = 2025-04-01
        {WAY}points = {{ 2025-04-01 = 40, 2026-03-31 = 60.5 }}
        authority = "383"
        {EVENT}text = " Two caseworkers left "
        {SUMMER}from = 2026-07-22
        to = 2026-09-01
        """,
    )
    read = read_targets_file(folder)
    april, march = datetime.date(2025, 4, 1), datetime.date(2026, 3, 31)
    name = "plans_issued_within_20_weeks"
    assert read.targets == ({"la_code": None, "metric": name, "from_date": april, "to_date": None, "value": 60.0},)
    assert read.trajectories == (
        {"la_code": "383", "metric": name, "point_date": april, "value": 40.0},
        {"la_code": "383", "metric": name, "point_date": march, "value": 60.5},
    )
    assert read.annotations == (
        {"la_code": None, "metric": None, "event_date": datetime.date(2025, 3, 1), "note": "Two caseworkers left"},
    )
    assert [row["holiday_name"] for row in read.holidays] == ["Summer"]
    assert read.entries == 5


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[[targets", "targets.toml is not valid TOML (at end of document). Correct that line"),
        ("a = 'é'".encode("cp1252"), "targets.toml is in another encoding: save it as UTF-8"),
        ("[[target]]\na = 1", "targets.toml has an unknown key. Known are: annotations, holidays, targets, trajectories. Is targets meant?"),
        ("[targets]\na = 1", "targets.toml, targets: write each one below a line [[targets]]."),
        ("holidays = [3]", "targets.toml, holidays: write each one below a line [[holidays]]."),
        ("[[targets]]\nvalue = 60", "targets.toml, [[targets]] number 1 lacks metric."),
        (TARGET, "[[targets]] number 1 lacks value."),
        (f"{TARGET}value = 60\n[[targets]]\nvalue = 1", "targets.toml, [[targets]] number 2 lacks metric."),
        (f"{TARGET}value = 60\nform = 2025-01-01", "[[targets]] number 1 has an unknown key. Known are: authority, from, metric, to, value. Is from meant?"),
        ('[[targets]]\nmetric = "plans_isued_within_20_weeks"\nvalue = 6', "metric is none of our measures. Is plans_issued_within_20_weeks meant?"),
        ('[[targets]]\nmetric = "qqq"\nvalue = 6', "metric is none of our measures. python -m sendmetrics metrics lists them."),
        ("[[targets]]\nmetric = 3\nvalue = 6", "metric is none of our measures."),
        (f"{TARGET}value = 101", "[[targets]] number 1: value must be a number from 0 to 100, a percentage."),
        (f"{TARGET}value = -1", "value must be a number from 0 to 100"),
        (f"{TARGET}value = true", "value must be a number from 0 to 100"),
        (f"{TARGET}value = nan", "value must be a number from 0 to 100"),
        (f"{TARGET}value = '60'", "value must be a number from 0 to 100"),
        ('[[targets]]\nmetric = "requests_received"\nvalue = inf', "value must be a number from 0 up."),
        (f"{TARGET}value = 60\nfrom = '2025-01-01'", "[[targets]] number 1: from must be a day from 2000 to 2099 such as 2026-03-31, without quotes."),
        (f"{TARGET}value = 60\nto = 0026-01-01", "to must be a day from 2000 to 2099"),
        (f"{TARGET}value = 60\nto = 2026-01-01T00:00:00", "to must be a day from 2000 to 2099"),
        (f"{TARGET}value = 60\nfrom = 2026-01-01\nto = 2025-01-01", "[[targets]] number 1: to is before from. Exchange the two days."),
        (f"{TARGET}value = 60\nauthority = 383", '[[targets]] number 1: authority must be three digits in quotes, such as "383".'),
        (f"{TARGET}value = 60\n{TARGET}value = 70", "two targets for plans_issued_within_20_weeks hold on the same days."),
        (f"{TARGET}value = 60\nto = 2025-01-01\n{TARGET}value = 70\nfrom = 2025-01-01\nauthority = '383'", "hold on the same days."),
        (f"{WAY}points = 3", "points must be two or more days with their values"),
        (f"{WAY}points = {{ 2025-04-01 = 40 }}", "points must be two or more days with their values"),
        (f"{WAY}points = {{ 2025-04-01 = 40, 20260331 = 60 }}", "[[trajectories]] number 1: the day of point 2 must be a day"),
        (f"{WAY}points = {{ 2025-04-01 = 40, soon = 60 }}", "the day of point 2 must be a day"),
        (f"{WAY}points = {{ 2025-04-01 = 40, 2026-04-01 = 600 }}", "the value of point 2 must be a number from 0 to 100"),
        (f"{WAY}points = {{ 2025-04-01 = 4, 2026-04-01 = 6 }}\n{WAY}points = {{ 2025-04-01 = 4, 2026-04-01 = 6 }}", "plans_issued_within_20_weeks has two. Put all points into one"),
        (f"{EVENT}text = 5", "[[annotations]] number 1: text must be a few words in quotes, at most 60 letters."),
        (f"{EVENT}text = ' '", "text must be a few words in quotes"),
        (f"{EVENT}text = '{'long ' * 13}'", "text must be a few words in quotes, at most 60 letters."),
        (f"{EVENT}text = 'Left: A123456789012'", "text holds a long number: it may be a pupil's. Every reader sees these words: take it out."),
        (f"{EVENT}text = 'ok'\nmetric = 'nothing'", "[[annotations]] number 1: metric is none of our measures."),
        ("[[annotations]]\ntext = 'ok'\ndate = 'soon'", "[[annotations]] number 1: date must be a day from 2000 to 2099"),
        (f"{SUMMER}from = 2026-07-22", "[[holidays]] number 1 lacks to."),
        (f"{SUMMER}from = 2026-07-22\nto = 2027-09-01", "[[holidays]] number 1 lasts longer than 70 days."),
        (f"{SUMMER}from = 2026-07-22\nto = 2026-07-21", "[[holidays]] number 1: to is before from."),
        (SUMMER.replace("Summer", "Born 23/11/2013") + "from = 2026-07-22\nto = 2026-07-23", "[[holidays]] number 1: name holds a day"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(content: str | bytes, words: str, folder: Path):
    assert words in refusal(folder, content)


def test_a_holiday_of_the_longest_length_is_one_and_a_day_more_is_not(folder: Path):
    write_file(folder, "targets.toml", f"{SUMMER}from = 2026-01-01\nto = 2026-03-11")
    assert read_targets_file(folder).entries == 1
    assert "lasts longer" in refusal(folder, f"{SUMMER}from = 2026-01-01\nto = 2026-03-12")


def test_targets_one_after_the_other_and_of_two_authorities_are_two(folder: Path):
    content = f"{TARGET}value = 60\nto = 2025-03-31\n{TARGET}value = 70\nfrom = 2025-04-01"
    content += "\n" + content.replace("value", "authority = '384'\nvalue")
    write_file(folder, "targets.toml", content.replace(f"{TARGET}value", f"{TARGET}authority = '383'\nvalue"))
    assert read_targets_file(folder).entries == 4


def test_all_that_is_wrong_is_said_at_once_one_line_each(folder: Path):
    content = f"""
    targts = 1
    {TARGET}value = 400
    {EVENT}text = ""
    {SUMMER}from = 1
    to = 2
    """
    lines = refusal(folder, content).splitlines()
    assert len(lines) == 5
    assert all(line.startswith("targets.toml") for line in lines)


def test_a_fault_never_repeats_what_was_written(folder: Path):
    """It may be a name, or a child's number."""
    name = "Zebedianne"
    said = refusal(
        folder,
        f"""
        [[targets]]
        metric = "{name}"
        value = "{name}"
        from = "{name}"
        authority = "{name}"
        {EVENT}text = "{name} 801200001001"
        {WAY}points = {{ {name} = "{name}", b = 2 }}
        """,
    )
    assert name not in said
    assert "8012" not in said


HUGE = "1" + "0" * 400


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"[[targets]]\nmetric = 'requests_received'\nvalue = {HUGE}", "value must be a number from 0 up"),
        (f"[[targets]]\nmetric = 'requests_received'\nvalue = {'9' * 5_000}", "targets.toml is not valid TOML."),
        ("[[targets]]\nmetric = 'requests_received'\nvalue = 1e13", "value must be a number from 0 up"),
        (f"[[targets]]\nmetric = 'requests_received'\nvalue = -{HUGE}", "value must be a number from 0 up"),
        (f"a = {'[' * 20_000}", "targets.toml is not valid TOML"),
        ("#" * 200_001, "targets.toml is larger than 200 kB"),
    ],
    ids=["400 noughts", "5,000 digits", "beyond any count", "far below nought", "brackets", "too large"],
)
def test_what_would_overwhelm_a_reader_is_a_fault_like_others(content, words, folder: Path):
    said = refusal(folder, content)
    assert words in said
    assert len(said) < 200


def test_a_file_of_the_largest_size_is_read(folder: Path):
    write_file(folder, "targets.toml", "#" * 200_000)
    assert read_targets_file(folder).entries == 0


def test_many_targets_of_one_measure_are_one_fault(folder: Path):
    assert len(refusal(folder, f"{TARGET}value = 60\n" * 1_000).splitlines()) == 1
    points = "points = { 2025-04-01 = 4, 2026-04-01 = 6 }\n"
    assert len(refusal(folder, f"{WAY}{points}" * 100).splitlines()) == 1


def test_a_folder_of_that_name_is_a_fault(folder: Path):
    (folder / "targets.toml").mkdir()
    with pytest.raises(SendMetricsError, match="cannot be read"):
        read_targets_file(folder)


@pytest.mark.parametrize(
    "content",
    [
        "A801200001001 = 1",
        '"\\u001b[31mred" = 1',
        "A801200001001 = 1\nA801200001002 = 2",
        "A801200001001 = 1\nA801200001001 = 1",
    ],
)
def test_an_unknown_key_is_never_repeated(content, folder: Path):
    for head in ("", f"{TARGET}value = 60\n"):
        said = refusal(folder, head + content)
        assert "8012" not in said
        assert "\x1b" not in said


@pytest.mark.parametrize(
    "text",
    [
        "Two caseworkers left", "20-week rate below 50%", "New panel from Q1 2025", "2024/25 budget agreed", "2024-25 budget", "2024\u201325 budget",
        "1,200 requests in 2025", "Covid-19: schools closed", "3 posts frozen (2025)", "SEN2 2025 signed off", "Team A & B merged",
        "Year 6 to 7 moves", "Policy may change", "In 2023 and 2024, 20 more posts",
    ],
)  # fmt: skip
def test_plain_words_are_fit_to_be_shown(text: str):
    assert why_not_shown(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A123456789012", "12345", "943 476 5919", "943-476-5919", "born 23/11/2013", "born 23.11.13", "born 2013-11-23",
        "born 23 November 2013", "born 3rd of Nov", "born November 23, 2013", "QX77 7XQ", "qx777xq", "a@b.org", "see https://x",
        "www.x.org", "a <b>c</b>", "two\nlines", "two\u2028lines", "bell\x07", "12 345 678", "case 20251", "943 2013 591", "2013 2014",
        "943.476.5919", "943_476_5919", "943\u2013476\u20145919", "943/476/5919", "Qx77 7xQ", "QX77-7XQ", "5-Feb-2015", "5Feb", "5th, February", "Feb-5",
        "3 pupils moved", "1 Child", "12 girls left", "１２３４５", "94\u200b3476", "a\u202eb", "a\ue000b", "soft\u00adhyphen",
    ],
)  # fmt: skip
def test_what_could_single_out_a_child_or_mislead_a_browser_is_not(text: str):
    assert why_not_shown(text)


def examples() -> dict[str, str]:
    """As it is written down at the head of the module, and in the README."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    written = [block for block in re.findall(r"(?:^(?: {4}.*)?\n)+", readme, re.MULTILINE) if "[[targets]]" in block]
    return {
        "module": targets_module.__doc__.split("\n\n", 1)[1].rsplit("\n\n", 1)[0],
        "README": textwrap.dedent("".join(written)),
    }


@pytest.mark.parametrize("example", examples().values(), ids=examples())
def test_every_example_can_be_read(example: str, folder: Path):
    assert set(re.findall(r"\[\[(\w+)\]\]", example)) == set(KEYS)
    write_file(folder, "targets.toml", example)
    read = read_targets_file(folder)
    assert read.entries == 5
    assert all(len(row["note"]) <= LONGEST_TEXT for row in read.annotations)
