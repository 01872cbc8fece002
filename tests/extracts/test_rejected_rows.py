"""Rejected rows come back: written for their owner alone, under the layout's headings, corrected, and loaded."""

import csv
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from made_files import (
    FILES,
    UPN,
    accounts,
    build,
    check,
    found,
    make_person,
    make_xml,
    query,
    rejecting,
    write_file,
    write_files,
)

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.shapes import normalise_heading
from sendmetrics.extracts.sources import REJECTED_FOLDER

# For each feed: a heading, what is wrongly in it, and its own keys in a second, spoilt row.
SPOILT = {
    "sen2_returns": ("lea", "Marlshire", {"sen2tableid": "h2"}),
    "sen2_persons": ("personbirthdate", "31/02/2015", {"persontableid": "p2", "upn": "B123456789013"}),
    "sen2_requests": ("receiveddate", "soon", {"requeststableid": "r2", "persontableid": "p2"}),
    "sen2_assessments": ("week20", "perhaps", {"assessmenttableid": "a2", "requeststableid": "r2"}),
    "sen2_named_plans": ("startdate", "2025-14-07", {"namedplantableid": "n2", "assessmenttableid": "a2"}),
    "sen2_plan_details": ("placementrank", "9", {"plandetailtableid": "d2", "namedplantableid": "n2"}),
    "sen2_active_plans": ("lastreview", "05/25/2025", {"activeplanstableid": "c2", "requeststableid": "r2"}),
    "sen2_placements": ("entrydate", "tomorrow", {"placementdetailtableid": "l2", "activeplanstableid": "c2"}),
    "sen2_needs": ("sentype", "", {"senneedtableid": "s2", "activeplanstableid": "c2"}),
    "census_schools": ("referencedate", "January", {"schoolcensustableid": "sc2"}),
    "census_pupils": ("NativeId", "the school", {"pupilonrolltableid": "pu2", "upn": "B123456789013"}),
    "census_needs": ("sentype", "", {"senneedstableid": "sn2", "pupilonrolltableid": "pu2"}),
    "census_free_meals": ("fsmstartdate", "2021", {"fsmperiodtableid": "f2", "pupilonrolltableid": "pu2"}),
    "gias_schools": ("OpenDate", "1990", {"URN": "900003"}),
    "school_counts": ("NOR", "-4", {"URN": "900004"}),
    "school_names": ("urn", "", {}),
    "authority_names": ("LEA", "Marlshire", {}),
    "referrals": ("received_date", "31/06/2025", {"referral_id": "R2"}),
    "appointments": ("offered_date", "", {"referral_id": "R1", "sequence": "2"}),
    "advice_requests": ("chased_count", "1.5", {"adviser_service": "school"}),
    "ehc_events": ("event_date", "31/06/2025", {"event": "panel"}),
    "looked_after": ("looked_after_to", "now", {"looked_after_from": "2024-01-01"}),
    "commissioned_routes": ("is_commissioned", "perhaps", {"need_code": "HI"}),
    "review_contributions": ("review_date", "in May", {"service": "ot"}),
    "senco_return": ("hours_senco_duties_pw", "75", {"senco_ref": "S2"}),
    "published_lists": ("waiting", "-4", {"org_code": "Y56", "org_name": "London"}),
    "local_areas": ("effective_from", "long ago", {"match_value": "900003"}),
    "person_links": ("ref_kind", "", {"person_ref": "MH2"}),
}


def read_csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames), rows


def write_csv(path: Path, headings: list[str], rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)


def rejected(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in (folder / REJECTED_FOLDER).iterdir()}


def correct(path: Path, target: Path, **values: str) -> None:
    """Fill in cells of every row, by heading without regard to its spelling, and save the file elsewhere."""
    headings, rows = read_csv(path)
    wanted = {normalise_heading(heading): value for heading, value in values.items()}
    corrected = [
        {heading: wanted.get(normalise_heading(heading), value) for heading, value in row.items()} for row in rows
    ]
    write_csv(target, headings, corrected)


def test_there_is_a_spoilt_row_for_every_feed():
    assert set(SPOILT) == set(FEEDS), "add a spoilt row to SPOILT"


def test_every_kind_of_record_is_rejected_corrected_and_loaded(folder: Path, tmp_path: Path):
    for feed, (heading, bad, keys) in SPOILT.items():
        sound = FILES[feed].rows[0]
        write_files(folder, FILES[feed].with_rows(sound, keys | {heading: bad}))
    first = build(folder, tmp_path / "warehouse")
    assert {name: count for name, (_, rows_in, *_, count) in accounts(first).items() if rows_in != 2} == {}
    assert {rejected for _, _, _, _, rejected in accounts(first).values()} == {1}
    files = rejected(folder)
    assert len(files) == len(SPOILT)
    for feed, (heading, _, _) in SPOILT.items():
        path = files[f"{FILES[feed].name.removesuffix('.csv')}.{feed}.csv"]
        value = FILES[feed].rows[0][heading] if FILES[feed].rows[0].get(heading) else ""
        correct(path, folder / "corrected" / f"{feed}.csv", **{heading: value})
    second = build(folder, tmp_path / "warehouse")
    came_back = {name: account for name, account in accounts(second).items() if name.startswith("corrected/")}
    assert len(came_back) == len(SPOILT)
    assert {(account[1], account[4]) for account in came_back.values()} == {(1, 0)}, rejecting(second)
    assert not [finding for finding in rejecting(second) if finding.file.startswith("corrected/")]
    assert query(tmp_path / "warehouse", "select count(*) from requests")[0][0] == 2
    assert query(tmp_path / "warehouse", "select count(*) from placements")[0][0] == 4
    assert query(tmp_path / "warehouse", "select count(*), count(distinct census_date) from roll")[0] == (2, 1)


def test_the_headings_are_the_layouts_own_with_row_and_reason_before_them(folder: Path, tmp_path: Path):
    write_files(
        folder, FILES["referrals"].with_rows({}, {"referral_id": "R2", "received_date": "", "missed_count": "x1"})
    )
    build(folder, tmp_path / "warehouse")
    headings, (row,) = read_csv(rejected(folder)["referrals.referrals.csv"])
    assert headings == ["rejected_row", "rejected_because", *FILES["referrals"].headings]
    assert (row["rejected_row"], row["rejected_because"]) == ("3", "value_missing, value_not_readable")
    assert (row["referral_id"], row["person_ref"], row["missed_count"]) == ("R2", UPN, "x1")


def test_only_the_owner_may_look(folder: Path, tmp_path: Path):
    write_files(folder, FILES["referrals"].with_rows({}, {"referral_id": "", "person_ref": "x"}))
    before = os.umask(0)
    try:
        report = build(folder, tmp_path / "warehouse")
    finally:
        os.umask(before)
    (path,) = report.rejected_files
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_folder_holds_the_last_builds_rejects_only(folder: Path, tmp_path: Path):
    bad = FILES["referrals"].with_rows({}, {"referral_id": ""})
    write_files(folder, bad)
    build(folder, tmp_path / "warehouse")
    assert rejected(folder)
    write_files(folder, replace(bad, rows=bad.rows[:1]))
    report = build(folder, tmp_path / "warehouse")
    assert report.rejected_files == []
    assert not (folder / REJECTED_FOLDER).exists()


def test_a_check_writes_nothing(folder: Path):
    write_files(folder, FILES["referrals"].with_rows({}, {"referral_id": ""}))
    check(folder)
    assert [path.name for path in folder.iterdir()] == ["referrals.csv"]


def test_files_of_like_names_keep_their_rejects_apart(folder: Path, tmp_path: Path):
    names = ("salt.csv", "salt.txt", "a/b.csv", "a_b.csv", "A_B.csv", "x" * 240 + ".csv", "x" * 241 + ".csv")
    for number, name in enumerate(names):
        made = FILES["referrals"].with_rows(
            {"referral_id": f"good{number}"}, {"referral_id": f"bad{number}", "service": "", "received_date": ""}
        )
        write_file(folder, name, made.text())
    build(folder, tmp_path / "warehouse")
    rows = [row["referral_id"] for path in rejected(folder).values() for row in read_csv(path)[1]]
    assert sorted(rows) == [f"bad{number}" for number in range(len(names))]


def test_local_headings_and_fixed_values_come_back_as_ours(folder: Path, tmp_path: Path):
    write_file(
        folder,
        "mapping.toml",
        '[files."salt.csv"]\ncolumns = { referral_id = "Ref no", person_ref = "Child" }\n'
        'values = { service = "salt", snapshot_date = "2026-01-15" }\n',
    )
    write_file(folder, "salt.csv", "Child,Ref no,received_date,Notes\nP1,R1,2025-03-03,\nP2,R2,3rd March,a note\n")
    build(folder, tmp_path / "warehouse")
    correct(rejected(folder)["salt.referrals.csv"], folder / "salt corrected.csv", received_date="2025-03-03")
    report = build(folder, tmp_path / "warehouse")
    assert accounts(report)["salt corrected.csv"] == ("Template", 1, 1, 0, 0)
    assert query(tmp_path / "warehouse", "select service, count(*) from referrals group by all") == [("salt", 2)]


def test_broken_rows_stand_under_their_own_headings(folder: Path, tmp_path: Path):
    text = FILES["appointments"].text() + "R1,2025-06-01,2025-06-20,re,view,attended,3\nR1,2025-07-01\n"
    write_files(folder, FILES["referrals"], appointments__csv=text)
    build(folder, tmp_path / "warehouse")
    path = rejected(folder)["appointments.appointments.csv"]
    assert path.read_text(encoding="utf-8").splitlines() == [
        "rejected_row,rejected_because,referral_id,offered_date,appointment_date,kind,attendance,sequence",
        "3,row_broken,R1,2025-06-01,2025-06-20,re,view,attended,3",
        "4,row_broken,R1,2025-07-01",
    ]
    corrected = (
        path.read_text(encoding="utf-8").replace("re,view", "review").replace("2025-07-01", "2025-07-01,,,booked,4")
    )
    write_file(folder, "corrected.csv", corrected)
    report = build(folder, tmp_path / "warehouse")
    assert accounts(report)["corrected.csv"] == ("Template", 2, 2, 0, 0)


def test_broken_rows_of_another_column_order_are_not_shifted(folder: Path, tmp_path: Path):
    made = FILES["sen2_requests"]
    broken = made.text().splitlines()[1].replace("r1", "r2") + ",one too many"
    files = [made for feed, made in FILES.items() if feed.startswith("sen2") and feed != "sen2_requests"]
    write_files(folder, *files, requests__csv=made.text() + broken + "\n")
    build(folder, tmp_path / "warehouse")
    path = rejected(folder)["requests.sen2_requests.csv"]
    (row,) = read_csv(path)[1]
    assert {row["requeststableid"], row["persontableid"], row["receiveddate"]} == {"r2", "p1", "2025-Mar-03 00:00:00"}
    write_file(folder, "corrected.csv", path.read_text(encoding="utf-8").replace(",one too many", ""))
    report = build(folder, tmp_path / "warehouse")
    assert accounts(report)["corrected.csv"][1] == 1
    assert accounts(report)["corrected.csv"][4] == 0


def test_a_persons_records_come_back_to_their_own_return(folder: Path, tmp_path: Path):
    """Two returns in XML with the same child rejected in each: what hangs below comes back with it, each to its own."""
    for year in (2025, 2026):
        bad = make_person("Quillfeather", birth="06-02", upn="B123456789013", received=f"{year - 1}-05-05")
        own_fault = make_person("Yardley", upn="C123456789014").replace("<SENtype>ASD</SENtype>", "<SENtype></SENtype>")
        write_file(folder, f"{year}.xml", make_xml(make_person(), bad, own_fault, year=year))
    first = build(folder, tmp_path / "warehouse")
    assert {(rows_in, count) for _, rows_in, _, _, count in accounts(first).values()} == {(25, 9)}
    for name, path in rejected(folder).items():
        values = (
            {"personbirthdate": "2015-02-06"} if "persons" in name else {"sentype": "ASD"} if "needs" in name else {}
        )
        # Another name on purpose: people rename what they save.
        correct(path, folder / "again" / f"{name[::-1]}.csv", **values)
    second = build(folder, tmp_path / "warehouse")
    came_back = {name: account for name, account in accounts(second).items() if name.startswith("again/")}
    assert len(came_back) == 16
    assert not any(account[4] for account in came_back.values()), rejecting(second)
    received = query(
        tmp_path / "warehouse", "select received_date::varchar, count(*) from requests group by 1 order by 1"
    )
    assert received == [("2024-05-05", 1), ("2025-03-03", 2), ("2025-05-05", 1)]
    assert query(tmp_path / "warehouse", "select count(distinct request_id) from needs") == [(4,)]


@pytest.mark.parametrize(
    ("mapping", "name"),
    [('[files."pupils.csv"]\ncensus_date = 2022-01-20\n', "pupils.csv"), ("", "2022 spring.csv"), ("", "pupils.csv")],
)
def test_corrected_pupils_return_to_the_census_they_were_rejected_from(
    mapping: str, name: str, folder: Path, tmp_path: Path
):
    rows = [
        {"upn": f"A1234567890{n}", "pupilonrolltableid": f"pu{n}", "entrydate": day, "senprovision": sen}
        for n, day, sen in ((10, "2021-11-02", "K"), (11, "2021-09-02", "N"), (12, "2018-09-02", ""))
    ]
    write_files(folder, FILES["gias_schools"])
    write_file(folder, name, FILES["census_pupils"].with_rows(*rows).text())
    write_file(folder, "mapping.toml", mapping)
    build(folder, tmp_path / "warehouse")
    (path,) = rejected(folder).values()
    correct(path, folder / "zz corrected.csv", senprovision="E")
    report = build(folder, tmp_path / "warehouse")
    assert accounts(report)["zz corrected.csv"] == ("School census", 1, 1, 0, 0)
    assert query(tmp_path / "warehouse", "select census_date::varchar, count(*) from roll group by 1") == [
        ("2022-01-20", 3)
    ]


def test_every_row_is_accounted_for(folder: Path, tmp_path: Path):
    """Counted in the files and in the warehouse, not from the account itself."""
    texts = {
        "a.csv": FILES["referrals"].with_rows(*[{"referral_id": f"R{n}"} for n in range(20)]).text() + "broken\n\n,,\n",
        "b.csv": FILES["referrals"]
        .with_rows(
            *[{"referral_id": f"R{n}", "received_date": "" if n % 4 == 0 else "2025-03-03"} for n in range(10, 30)]
        )
        .text(),
    }
    for name, text in texts.items():
        write_file(folder, name, text)
    report = build(folder, tmp_path / "warehouse")
    for load in report.loads:
        rows = [row for row in csv.reader(texts[load.file].splitlines()) if any(row)]
        assert load.rows_in == len(rows) - 1
        loaded = query(tmp_path / "warehouse", f"select count(*) from referrals where file_id = {load.file_id}")[0][0]
        assert load.rows_loaded == loaded
        assert load.rows_in == load.rows_loaded + load.rows_set_aside + load.rows_rejected
        gone = sum(departure.rows for departure in report.departures if departure.file_id == load.file_id)
        assert gone == load.rows_set_aside + load.rows_rejected
    assert accounts(report) == {"a.csv": ("Template", 21, 12, 8, 1), "b.csv": ("Template", 20, 15, 0, 5)}
    listed = [row for path in rejected(folder).values() for row in read_csv(path)[1]]
    assert len(listed) == sum(load.rows_rejected for load in report.loads)


def test_a_row_with_several_faults_is_gone_once_and_told_of_each(folder: Path, tmp_path: Path):
    spoilt = {"referral_id": "", "received_date": "31/02/2025", "missed_count": "-1"}
    report = build(write_files(folder, FILES["referrals"].with_rows({}, spoilt)), tmp_path / "warehouse")
    assert accounts(report)["referrals.csv"] == ("Template", 2, 1, 0, 1)
    assert {finding.rule for finding in rejecting(report)} == {"value_missing", "value_not_readable", "value_too_low"}
    assert len(found(report, "value_missing")) == 1
