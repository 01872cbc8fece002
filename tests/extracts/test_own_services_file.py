"""services.toml: each service is used as it is written, or told and left out, and every fault is named at once."""

import re
import textwrap
from pathlib import Path

import pytest
from made_files import write_file

import sendmetrics.extracts.own_services as module
from sendmetrics.contracts.reference import PROJECT, read_reference
from sendmetrics.errors import SendMetricsError
from sendmetrics.exports.templates import render_services_template
from sendmetrics.extracts.mapping import read_mapping
from sendmetrics.extracts.own_services import FILE, OwnServices, read_own_services

STANDARD = 'standard_days = 84\nstandard = "Our contract for therapies"\n'
PORTAGE = '[portage]\nlabel = "Portage"\nsector = "education"\n'
OURS = {row["service"]: row for row in read_reference("services")}


def read(folder: Path, content: str) -> OwnServices:
    write_file(folder, FILE, content)
    return read_own_services(folder)


def faults(folder: Path, content: str) -> list[tuple[str, str, str]]:
    return [(each.sheet, each.column, each.message) for each in read(folder, content).findings]


def test_no_file_and_an_empty_one_say_nothing(folder: Path):
    assert read_own_services(folder) == OwnServices()
    read_empty = read(folder, "")
    assert (read_empty.entries, read_empty.services, len(read_empty.sha256)) == (0, (), 64)


def test_a_standard_of_ours_is_changed_and_nothing_else_of_the_service(folder: Path):
    own = read(folder, f"\ufeff[salt]\n{STANDARD}share_wanted = 90")
    changed = {
        "standard_days": "84",
        "standard": "Our contract for therapies",
        "certainty": "own",
        "share_wanted": "90",
        "share_standard": "",
    }
    assert own.services == (OURS["salt"] | changed,)
    assert (own.labels, own.findings, own.entries) == ({}, (), 1)


def test_the_share_of_another_standard_is_not_taken_for_that_of_this_one(folder: Path):
    (row,) = read(folder, f"[salt]\n{STANDARD}").services
    assert OURS["salt"]["share_wanted"] == "80"
    assert (row["share_wanted"], row["share_standard"]) == ("92", OURS["other"]["share_standard"])


def test_a_service_of_their_own_is_added_with_its_standard_or_that_of_any_other(folder: Path):
    with_one = f'{PORTAGE}team_types = ["J1"]\n{STANDARD}'
    own = read(folder, f'{with_one}[dietetics]\nlabel = "Dietetics"\nsector = "health"')
    assert own.labels == {"portage": "Portage", "dietetics": "Dietetics"}
    assert own.team_types == (("J1", "portage"),)
    portage, dietetics = own.services
    assert (portage["sector"], portage["standard_days"], portage["certainty"]) == ("education", "84", "own")
    assert dietetics == OURS["other"] | {"service": "dietetics", "label": "Dietetics", "sector": "health"}


@pytest.mark.parametrize(
    ("content", "sheet", "column", "words"),
    [
        ("standard_days = 84", "[standard_days]", "", "It stands outside of any service."),
        ("A123456789012 = 1", "service number 1", "", "It stands outside of any service."),
        (f"[Portage]\nlabel = 'Portage'\nsector = 'health'\n{STANDARD}", "service number 1", "", "This cannot be a service's code."),
        ("[unknown]\nlabel = 'Portage'\nsector = 'health'", "[unknown]", "", "This cannot be a service's code."),
        ("[a99920011800]\nlabel = 'Portage'\nsector = 'health'", "service number 1", "", "This cannot be a service's code."),
        (f"[slt]\n{STANDARD}", "[slt]", "", "Files mean salt by this code already."),
        (f"[speech_and_language]\n{STANDARD}", "[speech_and_language]", "", "Files mean salt by this code already."),
        ("[salt]", "[salt]", "", "Nothing is said of it."),
        (f"[salt]\nstandrad = 'x'\n{STANDARD}", "[salt]", "", "An unknown key, standrad, stands in [salt]. Is standard meant?"),
        (f"[salt]\nqqq = 'x'\n{STANDARD}", "[salt]", "", "An unknown key, qqq, stands in [salt]."),
        (f"[salt]\nA123456789012 = 1\n{STANDARD}", "[salt]", "", "An unknown key stands in [salt]."),
        (f"[salt]\na12345678901 = 1\n{STANDARD}", "[salt]", "", "An unknown key stands in [salt]."),
        (f"[Salt_2]\nqqq = 1\n{STANDARD}", "service number 1", "", "An unknown key, qqq, stands in service number 1."),
        (f"[salt]\nlabel = 'Talking'\n{STANDARD}", "[salt]", "label", "salt is one of our services, and what it is called is fixed."),
        ("[salt]\nstandard_days = 0\nstandard = 'Ours'", "[salt]", "standard_days", "The value of standard_days must be a whole number of days from 1 to 999."),
        ("[salt]\nstandard_days = 1000\nstandard = 'Ours'", "[salt]", "standard_days", "The value of standard_days must be a whole number of days from 1 to 999."),
        ("[salt]\nstandard_days = true\nstandard = 'Ours'", "[salt]", "standard_days", "The value of standard_days must be a whole number of days from 1 to 999."),
        ("[salt]\nstandard_days = '84'\nstandard = 'Ours'", "[salt]", "standard_days", "The value of standard_days must be a whole number of days from 1 to 999."),
        (f"[salt]\nshare_wanted = 101\n{STANDARD}", "[salt]", "share_wanted", "The value of share_wanted must be a whole number of per cent from 1 to 100."),
        ("[salt]\nstandard_days = 84", "[salt]", "standard", "It has standard_days and no standard: a standard is its days and the words for where it comes from."),
        ("[salt]\nshare_wanted = 84", "[salt]", "standard_days", "It has share_wanted and no standard_days and standard: a standard is its days and the words for where it comes from."),
        ("[salt]\nstandard_days = 84\nstandard = ' '", "[salt]", "standard", "The text of standard must be a few words in quotes, at most 120 letters."),
        (f"[salt]\nstandard_days = 84\nstandard = '{'w' * 121}'", "[salt]", "standard", "The text of standard must be a few words in quotes, at most 120 letters."),
        ("[salt]\nstandard_days = 84\nstandard = 'Born 23/11/2013'", "[salt]", "standard", "The text of standard holds a day: it may be a birthday; what happened when belongs in date. Every reader sees these words."),
        ("[salt]\nstandard_days = 84\nstandard = '=1+1'", "[salt]", "standard", "The text of standard holds a sign such as | or *, or begins with one: tables and pages read more into it. Every reader sees these words."),
        ("[portage]\nsector = 'health'", "[portage]", "label", "It is none of our services, so it needs a label."),
        (f"[slat]\nsector = 'health'\n{STANDARD}", "[slat]", "label", "It is none of our services, so it needs a label. Is salt meant?"),
        ("[portage]\nlabel = 'Portage'", "[portage]", "sector", "The sector must be one of health, education, care."),
        ("[portage]\nlabel = 'Portage'\nsector = 'housing'", "[portage]", "sector", "The sector must be one of health, education, care."),
        ("[portage]\nlabel = 'Speech & language therapy'\nsector = 'health'\n[talk]\nlabel = 'AUDIOLOGY'\nsector = 'health'", "[talk]", "label", "Files mean audiology by that already."),
        (f"{PORTAGE}[visits]\nlabel = 'portage'\nsector = 'care'", "[visits]", "label", "Files mean portage by that already."),
        ("[portage]\nlabel = 'Not known'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'All services'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'ALL  SERVICES'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'Choose a service'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'Choose…'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'Select an option'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'All'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'Unknown'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'Ａll services'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        ("[portage]\nlabel = 'Services'\nsector = 'health'", "[portage]", "label", "These words mean no service."),
        (f"{PORTAGE}[visits]\nlabel = 'PORTAGE'\nsector = 'care'", "[visits]", "label", "Files mean portage by that already."),
        (f"{PORTAGE}[visits]\nlabel = 'Port age'\nsector = 'care'", "[visits]", "label", "Files mean portage by that already."),
        (f"{PORTAGE}[visits]\nlabel = ' Portage  '\nsector = 'care'", "[visits]", "label", "Files mean portage by that already."),
        (f"{PORTAGE}[visits]\nlabel = 'Portage.'\nsector = 'care'", "[visits]", "label", "Files mean portage by that already."),
        (f"{PORTAGE}[visits]\nlabel = 'portage'\nsector = 'care'", "[visits]", "label", "Files mean portage by that already."),
        ("[portage]\nlabel = 'slt'\nsector = 'care'", "[portage]", "label", "Files mean salt by that already."),
        (f"[portage]\nlabel = '{'Home visits ' * 5}x'\nsector = 'care'", "[portage]", "label", "The text of label must be a few words in quotes, at most 60 letters."),
        (f"[portage]\nlabel = 'Home {'v' * 31}'\nsector = 'care'", "[portage]", "label", "A word of the label has more than 30 letters."),
        (f"{PORTAGE}team_types = '33'", "[portage]", "team_types", "These are no NHS team types."),
        (f"{PORTAGE}team_types = ['33']", "[portage]", "team_types", "Team type 33 means salt already."),
        (f"{PORTAGE}team_types = ['J1']\n[visits]\nlabel = 'Visits'\nsector = 'care'\nteam_types = ['J1']", "[visits]", "team_types", "Team type J1 means portage already."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_by_file_service_and_key(content, sheet, column, words, folder):
    assert (sheet, column, words) in faults(folder, content)


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        ("[camhs]\nstandardd_days = 5", ["standard_days"]),
        ("[camhs]\nstandardd_days = 5\nstandard = 'Ours'", ["standard_days"]),
        ("[camhs]\nstandardd_days = 5\nstandrad = 'Ours'\nshare_wanted = 90", ["standard_days", "standard"]),
        ("[portage]\nlable = 'Portage'\nsector = 'care'", ["label"]),
        ("[portage]\nlabel = 'Portage'\nsectr = 'care'", ["sector"]),
    ],
)
def test_a_misspelt_key_is_told_once_and_not_as_lacking_too(content, meant, folder):
    told = faults(folder, content)
    assert [(column, words.rsplit(". ", 1)[1]) for _, column, words in told] == [
        ("", f"Is {key} meant?") for key in meant
    ]


def test_what_is_lacking_beside_a_misspelt_key_is_still_told(folder):
    told = faults(folder, "[camhs]\nstandardd_days = 5\nshare_wanted = 101")
    assert [column for _, column, _ in told] == ["", "standard", "share_wanted"]


def test_labels_as_long_as_fits_and_those_that_only_begin_alike_are_used(folder):
    labels = {
        "longest": f"{'Home visits ' * 4}{'v' * 12}", "word": f"Home {'v' * 30}", "all_ages": "All ages autism team", "typing": "Typing support",
        "selective": "Selective mutism", "spaced": "  Early  years   advice ",
    }  # fmt: skip
    own = read(folder, "".join(f"[{code}]\nlabel = '{label}'\nsector = 'care'\n" for code, label in labels.items()))
    assert own.findings == ()
    assert len(labels["longest"]) == 60
    assert own.labels == labels | {"spaced": "Early years advice"}


def test_every_fault_is_told_at_once_and_what_is_sound_is_used(folder):
    own = read(
        folder,
        f"""
        [salt]
        {STANDARD}
        [ot]
        standard_days = 0
        share_wanted = 0
        [visits]
        standard_days = 7
        sector = "home"
        {PORTAGE}
        """,
    )
    assert [row["service"] for row in own.services] == ["salt", "portage"]
    assert own.entries == 4
    assert [(each.sheet, each.column) for each in own.findings] == [
        ("[ot]", "standard"), ("[ot]", "standard_days"), ("[ot]", "share_wanted"),
        ("[visits]", "label"), ("[visits]", "sector"), ("[visits]", "standard"),
    ]  # fmt: skip
    assert {each.file for each in own.findings} == {FILE}
    assert all(each.severity == "record rejected" and each.rule == "service_not_used" for each in own.findings)
    ends = {each.sheet: each.action.split(". ", 1)[1] for each in own.findings}
    assert ends["[ot]"] == "Until then our own standard of it holds."
    assert ends["[visits]"].startswith('Until then its referrals count as "Service not in the list"')


def test_nothing_of_what_was_written_wrongly_is_repeated(folder):
    secret = "A123456789012"
    content = f"'{secret}' = 1\n[salt]\n{secret} = 1\nstandard = '{secret}'\nshare_wanted = '{secret}'\n"
    content += f"[portage]\nlabel = '{secret}'\nsector = '{secret}'\nteam_types = ['{secret}']"
    assert all(secret not in str(each.as_dict()) for each in read(folder, content).findings)


@pytest.mark.parametrize("content", ["[salt", "[salt]\n[salt]", "a = " + "[" * 20_000])
def test_what_is_no_toml_is_refused_whole(content, folder):
    write_file(folder, FILE, content)
    with pytest.raises(SendMetricsError, match=r"services\.toml is not valid TOML"):
        read_own_services(folder)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_what_is_in_another_encoding_is_refused_whole(encoding, folder):
    write_file(folder, FILE, "[salt]\nstandard_days = 84\nstandard = 'Seen within 12 weeks – ours'".encode(encoding))
    with pytest.raises(SendMetricsError, match=r"services\.toml is in another encoding: save it as UTF-8"):
        read_own_services(folder)


def test_codes_may_be_mapped_to_a_service_of_theirs_also_while_it_is_in_error(folder):
    write_file(folder, "mapping.toml", '[codes.service]\nPTG = "portage"\n')
    own = read(folder, PORTAGE)
    mapping = read_mapping(folder, own)
    assert mapping.codes["service"] == {"ptg": "portage"}
    assert list(mapping.labels("service"))[-3:] == ["early_help", "portage", "other"]
    faulty = read(folder, PORTAGE.replace("education", "home"))
    assert "portage" not in read_mapping(folder, faulty).labels("service")
    with pytest.raises(SendMetricsError, match='"portage" is not one of our codes'):
        read_mapping(folder)


def examples() -> dict[str, str]:
    """As the module, the README and the template have it, the template with its notes turned to lines."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    written = [block for block in re.findall(r"(?:^(?: {4}.*)?\n)+", readme, re.MULTILINE) if "[portage]" in block]
    return {
        "module": module.__doc__.split("\n\n", 1)[1].rsplit("\n\n", 1)[0],
        "README": textwrap.dedent("".join(written)),
        "template": re.sub(r"^#(?=[^ \n])", "", render_services_template(), flags=re.MULTILINE),
    }


@pytest.mark.parametrize("example", examples().values(), ids=examples())
def test_every_example_can_be_read(example, folder):
    own = read(folder, example)
    assert own.findings == ()
    assert [(row["service"], row["standard_days"], row["share_wanted"]) for row in own.services] == [
        ("salt", "84", "90"), ("portage", "42", "92"),
    ]  # fmt: skip
    assert own.team_types == (("J1", "portage"),)


def test_the_template_as_it_is_says_nothing_and_lists_every_service_of_ours(folder):
    template = render_services_template()
    assert read(folder, template).entries == 0
    for row in OURS.values():
        assert re.search(
            rf"^# {row['service']} +{re.escape(row['label'])}: {row['standard_days']} days\.", template, re.M
        )
