"""The newest row of a thing is rejected: what an older file says of it counts, and that is said."""

from made_files import FILES, assert_plain, found
from small_files import build, write_csv, write_return

ANN, BEN, CAT = "A999200118001", "B999200118002", "C999200118003"
REFERRALS = "snapshot_date | source | referral_id | person_ref | service | received_date | first_contact_date"


def write_referrals(folder, name: str, *rows: str) -> None:
    write_csv(folder / f"{name} referrals.csv", "\n".join([REFERRALS, *rows]))


def said(built) -> list[tuple[str, int | None, int, str]]:
    findings = found(built.report, "older_row_stands")
    for finding in findings:
        assert_plain(finding)
    return [(finding.file, finding.row, finding.count, finding.message) for finding in findings]


def write_december_and_january(folder, contact: str) -> None:
    """Two extracts; in the newer one Ann's and Ben's rows are spoilt, Ann's twice over, and Cat's is sound."""
    write_referrals(
        folder, "december",
        f"2025-12-15 | trust | R1 | {ANN} | salt | 2025-03-03 |",
        f"2025-12-15 | trust | R2 | {BEN} | salt | 2025-03-03 |",
        f"2025-12-15 | trust | R3 | {CAT} | salt | 2025-03-03 |",
    )  # fmt: skip
    write_referrals(
        folder, "january",
        f"2026-01-15 | trust | R3 | {CAT} | salt | 2025-03-03 |",
        f"2026-01-15 | trust | R1 | {ANN} | salt | 2025-03-03 | {contact}",
        f"2026-01-15 | trust | R2 | {BEN} | salt | soon | 2026-01-07",
        # In no older file, so nothing stands in its place.
        f"2026-01-15 | trust | R9 | {ANN} | ot | soon |",
    )  # fmt: skip


def test_a_rejected_newest_row_of_a_referral_lets_the_older_stand_and_is_told(tmp_path):
    folder = tmp_path / "in"
    write_december_and_january(folder, "31/02/2026")
    built = build(folder)
    assert built.rows("select row, known_to::varchar as known_to from referrals order by all") == [
        {"row": 2, "known_to": "2025-12-15"},
        {"row": 2, "known_to": "2026-01-15"},
        {"row": 3, "known_to": "2025-12-15"},
    ]
    assert said(built) == [
        (
            "january referrals.csv",
            3,
            2,
            "Rejected, though an older extract tells of the same referral (row 3 and 1 more). "
            "The row of december referrals.csv of 15 December 2025 stands instead.",
        )
    ]
    (finding,) = found(built.report, "older_row_stands")
    assert finding.action.endswith("what was open then is left out as gone from the newest extract.")
    assert built.left_out("referral_to_first_contact_wait", view="open") == {
        "Open in an earlier extract, not in the newest": 2
    }


def test_once_corrected_or_told_anew_nothing_is_said(tmp_path):
    folder = tmp_path / "in"
    write_december_and_january(folder, "31/02/2026")
    write_referrals(folder, "january again", f"2026-01-15 | trust | R1 | {ANN} | salt | 2025-03-03 | 2026-01-07")
    write_referrals(folder, "february", f"2026-02-15 | trust | R2 | {BEN} | salt | 2025-03-03 | 2026-01-07")
    # An older row that is rejected takes nobody's place, and another source's number is another referral.
    write_referrals(folder, "november", f"2025-11-15 | trust | R3 | {CAT} | salt | soon |")
    write_referrals(folder, "council", f"2026-02-15 | council | R3 | {CAT} | ep | soon |")
    assert said(build(folder)) == []


def test_a_row_whose_own_day_is_unreadable_is_of_its_file_s_day(tmp_path):
    folder = tmp_path / "in"
    write_referrals(folder, "december", f"2025-12-15 | trust | R1 | {ANN} | salt | 2025-03-03 |")
    write_referrals(
        folder, "january",
        f"2026-01-15 | trust | R2 | {BEN} | salt | 2025-03-03 |",
        f"15th Jan | trust | R1 | {ANN} | salt | 2025-03-03 |",
    )  # fmt: skip
    assert [(file, row) for file, row, _, _ in said(build(folder))] == [("january referrals.csv", 3)]


SPOILT = {
    "advice_requests": ({"received_date": "soon"}, "advice"),
    "ehc_events": ({"exception_from": "soon"}, "kind of event of the case"),
    "review_contributions": ({"attended": "perhaps"}, "service at the review"),
    "senco_return": ({"hours_senco_duties_pw": "75"}, "return of the school for the term"),
    "looked_after": ({"looked_after_from": "soon"}, "source"),
    "commissioned_routes": ({"is_commissioned": "perhaps"}, "register"),
}


def test_it_is_told_of_every_template_that_is_merged(tmp_path):
    folder = tmp_path / "in"
    write_return(folder, "2026-01-15", f"upn | received | decision\n{ANN} | 2025-03-03 | A")
    for feed, (spoilt, _) in SPOILT.items():
        for name, row in (
            ("older", {"snapshot_date": "2025-12-15"}),
            ("newer", {"snapshot_date": "2026-01-15"} | spoilt),
        ):
            (folder / f"{name} {feed}.csv").write_text(FILES[feed].with_rows(row).text(), encoding="utf-8")
    assert said(build(folder)) == [
        (
            f"newer {feed}.csv",
            2,
            1,
            f"Rejected, though an older extract tells of the same {thing} (row 2). "
            f"The row of older {feed}.csv of 15 December 2025 stands instead.",
        )
        for feed, (_, thing) in sorted(SPOILT.items())
    ]


def test_it_is_told_of_requests_and_assessments_of_returns_and_not_of_historical_rows(tmp_path):
    folder = tmp_path / "in"
    heading = "upn | received | decided | decision | outcome | ended"
    then = f"{ANN} | 2024-11-04 | 2024-12-02 | Y | A |\n{BEN} | 2024-11-04 | | A | |\n{CAT} | 2024-11-04 | 2024-12-02 | N | |"
    write_return(folder, "2025-01-16", f"{heading}\n{then}")
    # Days that are none.
    now = f"{ANN} | 2024-11-04 | 2024-12-02 | Y | Y | 31/02/2025\n{BEN} | 2024-11-04 | 31/11/2024 | N | |"
    write_return(folder, "2026-01-15", f"{heading}\n{now}\n{CAT} | 2024-11-04 | 31/11/2024 | H | |")
    told = [(row, message.split("the same ")[1].split(" (")[0]) for _, row, _, message in said(build(folder))]
    assert told == [(1, "assessment"), (2, "request")]
