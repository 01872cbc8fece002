"""Settings: every key from the file and from the environment, every fault in words, and never a wider view than was set."""

import getpass
from pathlib import Path

import pytest

from sendmetrics.contracts.dimensions import EXTENT_KEYS
from sendmetrics.contracts.reference import PROJECT
from sendmetrics.errors import RefusedError, SendMetricsError
from sendmetrics.metrics.question import AUDIENCES
from sendmetrics.settings import KNOWN, Settings, read_settings

WHOLE = """
audience = "casework"
name = "SEND data team"
extracts = "/somewhere/extracts"
warehouse = "/somewhere/warehouse"
key_file = "/somewhere/person.key"
demo = "/somewhere/demo"

[extent]
authorities = ["383"]
schools = ["100001", "100002"]
services = ["salt"]
"""
ENVIRONMENT = {
    "SENDMETRICS_AUDIENCE": "shared",
    "SENDMETRICS_NAME": "Another team",
    "SENDMETRICS_EXTRACTS": "/elsewhere/extracts",
    "SENDMETRICS_WAREHOUSE": "/elsewhere/warehouse",
    "SENDMETRICS_KEY_FILE": "/elsewhere/person.key",
    "SENDMETRICS_DEMO": "/elsewhere/demo",
    "SENDMETRICS_AUTHORITIES": "384",
    "SENDMETRICS_SCHOOLS": "100003, 100004,",
    "SENDMETRICS_SERVICES": "camhs",
}


def read(folder: Path, content: str | bytes = "", **environment: str) -> Settings:
    """The settings of a file with that content, under that environment."""
    path = folder / "settings.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_settings({"SENDMETRICS_SETTINGS": str(path)} | environment)


def refuse(folder: Path, content: str | bytes = "", **environment: str) -> str:
    """What is said of settings that cannot be used."""
    with pytest.raises(SendMetricsError) as caught:
        read(folder, content, **environment)
    said = str(caught.value)
    assert said.endswith("."), said
    return said.replace(str(folder / "settings.toml"), "FILE")


def test_every_key_of_the_file_is_read(tmp_path):
    assert read(tmp_path, WHOLE) == Settings(
        "casework",
        "SEND data team",
        Path("/somewhere/extracts"),
        Path("/somewhere/warehouse"),
        Path("/somewhere/person.key"),
        Path("/somewhere/demo"),
        (("authorities", ("383",)), ("schools", ("100001", "100002")), ("services", ("salt",))),
    )


def test_the_environment_overrides_every_key(tmp_path):
    expected = Settings(
        "shared",
        "Another team",
        Path("/elsewhere/extracts"),
        Path("/elsewhere/warehouse"),
        Path("/elsewhere/person.key"),
        Path("/elsewhere/demo"),
        (("authorities", ("384",)), ("schools", ("100003", "100004")), ("services", ("camhs",))),
    )
    assert read(tmp_path, WHOLE, **ENVIRONMENT) == expected
    assert read(tmp_path, "", **ENVIRONMENT) == expected


def test_the_tests_above_name_every_setting_there_is():
    assert KNOWN - {"extent"} | set(EXTENT_KEYS) == {
        name.removeprefix("SENDMETRICS_").casefold() for name in ENVIRONMENT
    }, "a new setting needs a line in WHOLE and in ENVIRONMENT"


@pytest.mark.parametrize("name", sorted(ENVIRONMENT))
def test_one_variable_changes_one_setting_and_no_other(name, tmp_path):
    from_file, overridden = read(tmp_path, WHOLE), read(tmp_path, WHOLE, **{name: ENVIRONMENT[name]})
    differing = [field for field in vars(from_file) if getattr(from_file, field) != getattr(overridden, field)]
    assert len(differing) == 1
    if differing == ["extent"]:
        before, after = dict(from_file.extent), dict(overridden.extent)
        assert [kind for kind in before if before[kind] != after[kind]] == [
            name.removeprefix("SENDMETRICS_").casefold()
        ]


def test_without_settings_everything_is_below_the_project_and_nothing_limits_its_owner(tmp_path):
    settings = read(tmp_path)
    assert settings == Settings(
        None,
        getpass.getuser(),
        PROJECT / "data/extracts",
        PROJECT / "data/warehouse",
        PROJECT / "data/person.key",
        PROJECT / "data/demo",
        (),
    )
    assert settings.reader().audience == "leaders"
    assert [settings.reader(audience).audience for audience in AUDIENCES] == list(AUDIENCES)


def test_paths_may_be_relative_to_the_project_or_to_a_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = read(tmp_path, 'extracts = "our/files"\nwarehouse = "~/warehouse"')
    assert (settings.extracts, settings.warehouse) == (PROJECT / "our/files", tmp_path / "warehouse")


def test_codes_written_as_numbers_are_codes(tmp_path):
    assert read(tmp_path, "[extent]\nschools = [100001]").extent == (("schools", ("100001",)),)


def test_a_name_or_folder_left_empty_is_as_if_not_given(tmp_path):
    settings = read(tmp_path, 'name = ""\nwarehouse = ""', SENDMETRICS_EXTRACTS="")
    assert settings.name == getpass.getuser()
    assert (settings.extracts, settings.warehouse) == (PROJECT / "data/extracts", PROJECT / "data/warehouse")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("audience = leaders", "FILE is not valid TOML"),
        (b'name = "M\xe9lanie"', "FILE is not valid TOML"),
        ('audiance = "leaders"', "FILE: unknown settings audiance."),
        ('colour = 1\n[extent]\nphase = ["Primary"]', "FILE: unknown settings colour, phase."),
        ('extent = ["383"]', '[extent] takes lists of codes, such as schools = ["100001"].'),
        ('[extent]\nschools = "100001"', '[extent] takes lists of codes, such as schools = ["100001"].'),
        ("[extent]\nschools = []", "FILE: [extent] lists no codes for schools. Remove what is not limited."),
        ('[extent]\nservices = ["Salt"]', "The extent names services that are in no list: Salt. There are: "),
        ('audience = "everyone"', "The audience must be one of casework, leaders, shared, not everyone."),
        ('audience = ""', "The audience must be one of casework, leaders, shared, not ."),
        ('warehouse = "~nobody-of-that-name/warehouse"', "The settings name the folder ~nobody-of-that-name/warehouse"),
    ],
)
def test_a_fault_of_the_file_is_said_in_words(content, said, tmp_path):
    assert said in refuse(tmp_path, content)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AUDIENCE", "Casework", "The audience must be one of casework, leaders, shared, not Casework."),
        ("AUDIENCE", "", "The audience must be one of casework, leaders, shared, not ."),
        ("SCHOOLS", "", "SENDMETRICS_SCHOOLS lists no codes. Remove it if schools are not limited."),
        ("SERVICES", " , ", "SENDMETRICS_SERVICES lists no codes. Remove it if services are not limited."),
        ("AUTHORITIES", ",", "SENDMETRICS_AUTHORITIES lists no codes. Remove it if authorities are not limited."),
    ],
)
def test_a_fault_of_the_environment_is_said_in_words(name, value, said, tmp_path):
    assert refuse(tmp_path, WHOLE, **{f"SENDMETRICS_{name}": value}) == said


def test_a_settings_file_that_is_named_must_be_there(tmp_path):
    path = tmp_path / "nowhere.toml"
    with pytest.raises(SendMetricsError, match=r"SENDMETRICS_SETTINGS names .*nowhere\.toml, which is not there"):
        read_settings({"SENDMETRICS_SETTINGS": str(path)})


def test_a_settings_file_that_is_a_folder_is_said_in_words(tmp_path):
    with pytest.raises(SendMetricsError, match=r"The settings .* cannot be read: .*\."):
        read_settings({"SENDMETRICS_SETTINGS": str(tmp_path)})


@pytest.mark.parametrize("configured", AUDIENCES)
@pytest.mark.parametrize("asked", AUDIENCES)
def test_an_audience_is_never_wider_than_the_one_configured(configured, asked, tmp_path):
    settings = read(tmp_path, f'audience = "{configured}"\n[extent]\nschools = ["900001"]')
    # From widest to narrowest: casework, leaders, shared.
    if AUDIENCES.index(asked) < AUDIENCES.index(configured):
        with pytest.raises(RefusedError, match=f"set to the audience {configured}; {asked} would show more"):
            settings.reader(asked)
    else:
        assert settings.reader(asked).audience == asked
    assert settings.reader().audience == configured


def test_whatever_is_asked_the_reader_has_the_extent_and_the_name_of_the_settings(tmp_path):
    settings = read(tmp_path, 'name = "Head of Larchbourne"\n[extent]\nschools = ["900001"]')
    for asked in (None, *AUDIENCES):
        reader = settings.reader(asked)
        assert (reader.name, reader.extent) == ("Head of Larchbourne", (("schools", ("900001",)),))
