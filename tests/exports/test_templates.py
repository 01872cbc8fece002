"""Our templates: every column of their feed is there, and a filled one is read back without a word."""

import csv
import io

import pytest
from made_files import FILES, UPN, URN, accounts, check, found, write_file, write_files

from sendmetrics.contracts.shapes import normalise_heading
from sendmetrics.exports.templates import render_template, template_feeds, template_name
from sendmetrics.extracts.recognise import recognise_layout

# One row for each template, every column filled, tied to the child and school of made_files.
SAMPLES = {
    "referrals": {
        "snapshot_date": "2026-01-15",
        "source": "trust",
        "referral_id": "R1",
        "person_ref": UPN,
        "provider_code": "ZMH01",
        "service": "salt",
        "team_type_code": "C01",
        "need_code": "SLCN",
        "source_of_referral": "school",
        "received_date": "2025-03-03",
        "triaged_date": "2025-03-10",
        "accepted_date": "2025-03-10",
        "rejected_date": "",
        "rejection_reason": "",
        "redirected_to": "",
        "previous_referral_id": "",
        "prereq_service": "audiology",
        "prereq_end_date": "2025-03-20",
        "first_offer_date": "2025-04-01",
        "first_contact_date": "2025-05-06",
        "attendance_code": "5",
        "missed_count": "1",
        "assessed_date": "2025-06-02",
        "intervention_started_date": "2025-06-16",
        "discharge_date": "2025-12-01",
        "discharge_reason": "complete",
        "support_while_waiting": "1",
        "is_ehcna_advice": "0",
        "advice_requested_date": "2025-04-08",
        "advice_received_date": "2025-05-19",
        "school_urn": URN,
        "local_area_code": "CEN",
        "icb_code": "QZZ",
    },
    "appointments": {
        "referral_id": "R1",
        "offered_date": "2025-04-01",
        "appointment_date": "2025-05-06",
        "kind": "first",
        "attendance": "attended",
        "sequence": "1",
    },
    "advice_requests": {
        "snapshot_date": "2026-01-15",
        "source": "casework",
        "request_id": "r1",
        "person_ref": UPN,
        "adviser_service": "ep",
        "provider_code": "ZLA01",
        "requested_date": "2025-04-08",
        "received_date": "2025-05-19",
        "advice_report_date": "2025-05-16",
        "exception_code": "",
        "exception_from": "",
        "exception_to": "",
        "is_existing_advice": "0",
        "chased_count": "1",
    },
    "ehc_events": {
        "snapshot_date": "2026-01-15",
        "source": "casework",
        "request_id": "r1",
        "person_ref": UPN,
        "event": "note",
        "event_date": "2025-06-10",
        "exception_code": "absent",
        "exception_evidence": "tickets seen",
        "exception_from": "2025-05-20",
        "exception_to": "2025-06-20",
    },
    "looked_after": {
        "snapshot_date": "2026-01-15",
        "source": "social care",
        "person_ref": UPN,
        "looked_after_from": "2025-02-03",
        "looked_after_to": "2025-11-28",
    },
    "commissioned_routes": {
        "snapshot_date": "2025-09-01",
        "source": "authority",
        "need_code": "SLCN",
        "service": "salt",
        "provider_code": "ZMH01",
        "is_commissioned": "1",
        "commissioned_from": "2021-04-01",
        "commissioned_to": "",
    },
    "review_contributions": {
        "snapshot_date": "2026-01-15",
        "source": "casework",
        "person_ref": UPN,
        "review_date": "2025-11-03",
        "service": "salt",
        "was_invited": "1",
        "attended": "0",
        "reported": "1",
    },
    "senco_return": {
        "snapshot_date": "2026-01-15",
        "source": "schools",
        "urn": URN,
        "academic_year": "2025/26",
        "term": "spring",
        "senco_ref": "S1",
        "senco_fte": "1.0",
        "hours_contracted_pw": "32.5",
        "hours_senco_duties_pw": "12",
        "hours_actual_pw": "16",
        "hours_teaching_pw": "10",
        "hours_admin_support_pw": "2",
        "hours_assistant_senco_pw": "0",
        "shared_across_schools": "0",
        "n_schools_shared": "0",
        "on_slt": "1",
        "is_qualified_teacher": "1",
        "is_head": "0",
        "qualification": "NASENCO",
        "date_appointed": "2019-09-01",
        "first_senco_date": "2019-09-01",
        "vacant_from": "",
        "pulled_away_pct": "10",
        "ehc_requests_year": "4",
    },
    "local_areas": {
        "la_code": "999",
        "local_area_code": "CEN",
        "local_area_name": "Central",
        "match_type": "urn",
        "match_value": URN,
        "icb_code": "QZZ",
        "deprivation_quintile": "1",
        "effective_from": "2014-09-01",
        "effective_to": "",
    },
    "person_links": {"person_ref": "MH1", "ref_kind": "local_id", "upn": UPN, "uln": ""},
}
# What a template is tied to: a return and a census of the same child and school.
AROUND = [file for name, file in FILES.items() if name.startswith(("sen2_", "census_", "gias_"))]


def fill(name: str) -> str:
    """A template as rendered, with the sample row below its headings."""
    text = render_template(template_feeds()[name])
    (headings,) = csv.reader(io.StringIO(text))
    assert list(SAMPLES[name]) == headings, f"the sample row of {name} needs exactly the columns of its template"
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(SAMPLES[name].values())
    return text + line.getvalue()


def test_every_template_has_a_sample_row_here():
    assert set(SAMPLES) == set(template_feeds()), "a new template needs a row in SAMPLES"


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_template_has_every_column_of_its_feed_in_order_and_no_other(name):
    feed = template_feeds()[name]
    text = render_template(feed)
    (headings,) = csv.reader(io.StringIO(text))
    assert text.endswith("\n")
    assert len(headings) == len(feed.columns)
    for heading, column in zip(headings, feed.columns, strict=True):
        assert normalise_heading(heading) in column.headings


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_empty_template_is_recognised_under_any_name(name, tmp_path):
    path = write_file(tmp_path, "Book1 (final) v2.csv", render_template(template_feeds()[name]))
    assert recognise_layout(path, {}).feed is template_feeds()[name]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_empty_template_says_only_that_it_is_empty(name, folder):
    write_file(folder, "empty.csv", render_template(template_feeds()[name]))
    report = check(folder)
    assert accounts(report) == {"empty.csv": ("Template", 0, 0, 0, 0)}
    assert not report.rejects


def test_templates_that_are_filled_are_read_without_findings(folder):
    write_files(folder, *AROUND)
    for name in SAMPLES:
        write_file(folder, template_name(template_feeds()[name]), fill(name))
    report = check(folder)
    assert report.findings == []
    for feed in template_feeds().values():
        assert accounts(report)[template_name(feed)] == ("Template", 1, 1, 0, 0)


def test_a_value_that_is_wrong_is_found_in_any_template(folder):
    """So that the silence above means something: the same rows, with one date spoiled."""
    write_files(folder, *AROUND)
    for name in SAMPLES:
        spoiled = fill(name).replace("2014-09-01", "soon").replace("2025-", "soon-").replace("2026-", "soon-")
        write_file(folder, template_name(template_feeds()[name]), spoiled)
    faulty = {finding.file for finding in found(check(folder), "value_not_readable")}
    # Links between identifiers hold no date.
    assert faulty == {template_name(feed) for feed in template_feeds().values()} - {"person_links.csv"}


def test_template_names_are_file_names_and_differ(project):
    names = [template_name(feed) for feed in template_feeds().values()]
    assert len(set(names)) == len(names)
    readme = (project / "README.md").read_text(encoding="utf-8")
    for name in names:
        assert name.endswith(".csv")
        assert f"`{name}`" in readme, f"the README says nothing of the template {name}"
