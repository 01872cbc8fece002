"""services.toml on its way from the file to figures and labels: whose standard a child is held to is theirs to set."""

import pytest
from harness import CASEWORK, LEADERS, ask
from made_files import check, write_file
from small_files import Built, build, write_census, write_csv

from sendmetrics.contracts.dimensions import DIMENSIONS
from sendmetrics.contracts.reference import code_labels
from sendmetrics.errors import SendMetricsError
from sendmetrics.exports.methodology import render_methodology
from sendmetrics.metrics.question import Question, Reader
from sendmetrics.metrics.scope import read_values
from sendmetrics.metrics.standards import Service, list_our_services, read_services, refuse_unknown_services
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.captions import caption
from sendmetrics.panels.panel import Filters, Panel
from sendmetrics.panels.referrals import OPEN, RECEIVED
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.publish import current_file
from sendmetrics.warehouse.quality import read_departures, read_loads

WAIT = "referral_to_first_contact_wait"
CHILDREN = [f"A9992001180{number:02}" for number in range(1, 7)]
# Seen after 100 days: within 18 weeks and not within 12.
REFERRALS = f"""
snapshot_date | source | referral_id | person_ref    | service | team_type_code | received_date | first_contact_date | redirected_to
2026-01-15    | trust  | R1          | {CHILDREN[0]} | salt    |                | 2025-03-03    | 2025-06-11         |
2026-01-15    | trust  | R2          | {CHILDREN[1]} | salt    |                | 2025-09-01    |                    |
2026-01-15    | trust  | R3          | {CHILDREN[2]} | camhs   |                | 2025-03-03    | 2025-06-11         | portage
2026-01-15    | trust  | R4          | {CHILDREN[3]} | Portage Home Visits |                | 2025-12-01    |                    |
2026-01-15    | trust  | R5          | {CHILDREN[4]} |         | J1             | 2025-11-03    |                    |
2026-01-15    | trust  | R6          | {CHILDREN[5]} | PTG     |                | 2025-03-03    | 2025-06-11         |
"""
SALT = '[salt]\nstandard_days = 84\nstandard = "Our contract for therapies: seen within 12 weeks"\nshare_wanted = 90\n'
PORTAGE = """
[portage]
label = "Portage home visits"
sector = "education"
standard_days = 42
standard = "Early years strategy: first visit within 6 weeks"
team_types = ["J1"]
"""
MAPPING = '[codes.service]\nPTG = "portage"\n'


def make(folder, said: str | None = None, mapping: str | None = None) -> Built:
    rows = "school | upn\n" + "\n".join(f"9992001 | {upn}" for upn in CHILDREN)
    write_census(folder / "in", "2025-01-16", rows)
    write_csv(folder / "in" / "referrals.csv", REFERRALS)
    for name, content in (("services.toml", said), ("mapping.toml", mapping)):
        if content is not None:
            write_file(folder / "in", name, content)
    return build(folder / "in")


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Built:
    """The files without a word on services."""
    return make(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Built:
    """The same files of an authority with a standard and a service of its own."""
    return make(tmp_path_factory.mktemp("own"), SALT + PORTAGE, MAPPING)


def limits(built: Built) -> dict[str, int]:
    return {row["service"]: row["standard_days"] for row in built.rows("select service, standard_days from services")}


def by_service(built: Built, view: str, **question: object) -> dict[str, tuple]:
    rows = ask(built.engine, WAIT, by="service", view=view, **question)
    return {row["label"]: (row["count"], row["within_limit"], row["over_limit"]) for row in rows}


def test_without_the_file_services_are_ours_and_theirs_is_not_in_the_list(plain):
    warehouse = plain.engine.warehouse
    assert read_services(warehouse) == list_our_services()
    assert list(read_services(warehouse)) == list(code_labels("service"))
    assert read_values(warehouse, DIMENSIONS["service"], LEADERS) == code_labels("service")
    assert plain.findings("code_unknown") == 3, "two referrals of theirs, and one redirected to it"
    assert plain.findings("referral_service_unknown") == 1
    assert render_methodology(read_services(warehouse)) == render_methodology()
    assert not [load for load in read_loads(warehouse) if load.file == "services.toml"]


def test_an_added_service_is_known_and_has_its_label_wherever_it_is_shown(own):
    warehouse = own.engine.warehouse
    assert (own.findings("code_unknown"), own.findings("referral_service_unknown")) == (0, 0)
    assert by_service(own, "open") == {
        "Speech and language therapy": (1, 0, 1),
        "Portage home visits": (2, 0, 2),
    }
    values = read_values(warehouse, DIMENSIONS["service"], LEADERS)
    assert list(values)[-2:] == ["portage", "other"]
    assert values["portage"] == "Portage home visits"
    for wanted in ("portage", "Portage home visits"):
        (row,) = ask(own.engine, WAIT, view="completed", where={"service": wanted})
        assert (row["count"], row["within_limit"]) == (1, 0)
    assert own.value("select redirected_to from referrals where service = 'camhs'") == "portage"
    question = Question("referrals_received", where=(("service", ("portage",)),))
    listed, *_ = own.engine.list_cases(question, CASEWORK).rows
    assert listed["service"] == "Portage home visits"
    text = render_methodology(read_services(warehouse))
    assert (
        "| Portage home visits | 42 days | 92% | Early years strategy: first visit within 6 weeks (set by the authority). "
        "Local assumption: 92%, the share set for consultant-led waits |"
    ) in text


def test_a_changed_standard_is_what_children_are_held_to_and_is_said_to_be_theirs(own, plain):
    assert {code: days for code, days in limits(own).items() if limits(plain).get(code) != days} == {
        "salt": 84,
        "portage": 42,
    }
    assert by_service(plain, "completed")["Speech and language therapy"] == (1, 1, 0)
    assert by_service(own, "completed")["Speech and language therapy"] == (1, 0, 1)
    assert by_service(own, "completed")["Child and adolescent mental health (CAMHS)"] == (1, 1, 0)
    salt = read_services(own.engine.warehouse)["salt"]
    standard = "Our contract for therapies: seen within 12 weeks"
    assert salt == Service("salt", "Speech and language therapy", "health", 84, standard, "own", 90)
    assert salt.source == f"{standard} (set by the authority)"


def test_services_of_different_standards_have_no_share_within_one(own, plain):
    where = {"service": ("salt", "camhs")}
    one, several = (ask(built.engine, WAIT, view="cohort", where=where)[0] for built in (plain, own))
    assert (one["within_limit"], several["within_limit"]) == (2, 1)
    assert several["value"] is None


def test_a_service_in_error_is_told_left_out_and_counted_and_the_rest_is_used(tmp_path):
    built = make(tmp_path, SALT + PORTAGE.replace('sector = "education"', ""), MAPPING)
    (finding,) = (each for each in built.report.findings if each.file == "services.toml")
    assert (finding.sheet, finding.column) == ("[portage]", "sector")
    assert built.report.rejects
    load = next(load for load in read_loads(built.engine.warehouse) if load.file == "services.toml")
    assert (load.layout, load.rows_in, load.rows_loaded, load.rows_rejected) == ("Services", 2, 1, 1)
    (departure,) = (each for each in read_departures(built.engine.warehouse) if each.file_id == load.file_id)
    assert (departure.kind, departure.rows) == ("rejected", 1)
    assert limits(built)["salt"] == 84
    assert "portage" not in limits(built)
    assert built.findings("code_unknown") == 3
    assert built.count("referrals_received") == 6


def test_a_changed_file_is_noticed_and_one_alone_builds_nothing(tmp_path):
    assert limits(make(tmp_path, SALT))["salt"] == 84
    assert limits(make(tmp_path, SALT.replace("84", "70")))["salt"] == 70
    assert not make(tmp_path, SALT.replace("84", "70")).report.is_new
    write_file(tmp_path / "alone", "services.toml", SALT)
    with pytest.raises(SendMetricsError, match=r"Nothing in .* could be loaded"):
        build(tmp_path / "alone")


def test_a_file_that_cannot_be_read_stops_check_and_build_and_the_warehouse_before_stands(tmp_path):
    assert limits(make(tmp_path, SALT))["salt"] == 84
    folder, warehouse = tmp_path / "in", tmp_path / "in-warehouse"
    before = current_file(warehouse)
    for content, words in (
        (
            "[salt]\nstandard_days = weeks",
            r"services\.toml is not valid TOML \(at line 2, column 17\)\. Correct that line and run again\.",
        ),
        ("[salt]\nstandard = 'Wörter'".encode("cp1252"), r"services\.toml is in another encoding: save it as UTF-8"),
    ):
        write_file(folder, "services.toml", content)
        for read in (build, check):
            with pytest.raises(SendMetricsError, match=words):
                read(folder)
        assert current_file(warehouse) == before
    assert read_services(open_warehouse(warehouse))["salt"].standard_days == 84


def test_a_reader_may_be_limited_to_an_added_service_and_to_no_unknown_one(own, plain):
    reader = Reader("icb", "leaders", (("services", ("portage",)),))
    refuse_unknown_services(own.engine.warehouse, reader)
    assert {row["label"] for row in ask(own.engine, WAIT, reader, by="service", view="open")} == {"Portage home visits"}
    with pytest.raises(SendMetricsError, match="services that are in no list: portage"):
        refuse_unknown_services(plain.engine.warehouse, reader)


def test_a_caption_says_whose_standard_children_are_held_to(own, plain):
    def says(built: Built, panel: Panel = OPEN, reader: Reader = CASEWORK, **filters) -> str:
        return caption(panel, answer_panel(built.engine, reader, panel, Filters(**filters)), "")

    salt = "Speech and language therapy 84 days (Our contract for therapies: seen within 12 weeks)"
    portage = "Portage home visits 42 days (Early years strategy: first visit within 6 weeks)"
    assert f"Standards set by the authority: {salt}; {portage}." in says(own)
    assert f"Standard set by the authority: {portage}." in says(own, where=(("service", ("portage",)),))
    assert f"Standard set by the authority: {salt}." in says(
        own, reader=Reader("icb", "leaders", (("services", ("salt",)),))
    )
    assert "set by the authority" not in says(own, where=(("service", ("camhs",)),))
    assert "set by the authority" not in says(own, RECEIVED), "no standard, nobody's"
    assert "set by the authority" not in says(plain)
