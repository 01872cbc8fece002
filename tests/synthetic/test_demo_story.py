"""The story of the made-up authority: a careful reader finds it in the figures, and truth.json names what was planted.

The figures are the product's own, as casework sees them; where they are too few
at 4,000 pupils to tell a story from chance, the plain authority is set beside.
"""

import statistics
from pathlib import Path

import pytest
from harness import Authority, ask, build_demo

YEARS = ("2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01")


def by_breakdown(authority: Authority, metric: str, column: str, **asked: object) -> dict[str, float]:
    """The figure of each place, service or school that has one."""
    rows = ask(authority.engine, metric, **asked)
    return {row["breakdown"]: row[column] for row in rows if row[column] is not None}


def highest(figures: dict[str, float]) -> str:
    return max(figures, key=figures.get)


def late_at_year_ends(authority: Authority) -> list[int]:
    """Children waiting longer than 20 weeks for a plan at the end of each year, and on the newest day."""
    return [row["over_limit"] for row in ask(authority.engine, "request_to_plan_wait", view="open", every="year")]


def test_the_truth_names_what_was_planted(authority):
    planted = authority.truth["planted"]
    assert set(planted) == {
        "bottleneck_service",
        "rejecting_service",
        "slow_locality",
        "slow_adviser",
        "schools_without_senco_time",
        "school_with_high_sen_support",
        "school_with_low_sen_support",
    }
    assert len(planted["schools_without_senco_time"]) == 3
    assert planted["school_with_high_sen_support"] != planted["school_with_low_sen_support"]


def test_a_backlog_grows_behind_a_rate_that_stays_high(authority, plain):
    *earlier, fallen, year_on, newest = late_at_year_ends(authority)
    assert max(earlier) < 5 < fallen < year_on <= newest
    assert newest == authority.truth["metrics"]["request_to_plan_wait"]["open"]["over_limit"]
    published = {
        str(row["period"]): row["value"] for row in ask(authority.engine, "plans_issued_within_20_weeks", every="year")
    }
    assert all(published[year] > 80 for year in YEARS)
    assert max(late_at_year_ends(plain)) < newest / 3


def test_one_service_is_the_bottleneck(authority, plain):
    late = by_breakdown(authority, "referral_to_first_contact_wait", "over_limit", by="service", view="open")
    assert highest(late) == authority.truth["planted"]["bottleneck_service"] == "salt"
    assert late["salt"] > 0.5 * sum(late.values())
    in_plain = by_breakdown(plain, "referral_to_first_contact_wait", "over_limit", by="service", view="open")
    assert in_plain.get("salt", 0) < late["salt"] / 3


def test_one_service_turns_away_more_than_any_other_and_sees_the_same_children_again(authority, plain):
    rejected = by_breakdown(authority, "referrals_rejected", "value", by="service")
    worst = authority.truth["planted"]["rejecting_service"]
    assert highest(rejected) == worst == "camhs"
    assert rejected[worst] > 2 * max(share for service, share in rejected.items() if service != worst)
    assert by_breakdown(plain, "referrals_rejected", "value", by="service")[worst] < 15
    again = referred_again(authority)
    assert highest(again) == worst
    assert again[worst] > 20
    assert referred_again(plain).get(worst, 0) < again[worst] / 2


def referred_again(authority: Authority) -> dict[str, int]:
    """Referrals to each service that continue an earlier one's wait."""
    rows = authority.engine.warehouse.query(
        "select service, count(*) from referrals where chain_id <> referral_id group by 1"
    )
    return dict(rows.fetchall())


def test_one_local_area_waits_longer(authority, plain):
    in_time = by_breakdown(authority, "request_to_plan_wait", "value", by="locality", view="cohort")
    slow = authority.truth["planted"]["slow_locality"]
    assert min(in_time, key=in_time.get) == slow == "COA"
    others = [share for place, share in in_time.items() if place != slow]
    assert in_time[slow] < min(others) - 10
    median = by_breakdown(authority, "request_to_plan_wait", "median_days", by="locality", view="cohort")
    assert highest(median) == slow
    assert median[slow] >= 7 + max(days for place, days in median.items() if place != slow)
    in_plain = by_breakdown(plain, "request_to_plan_wait", "value", by="locality", view="cohort")
    assert in_plain[slow] > in_time[slow] + 15


def test_one_adviser_is_the_slowest_since_the_fall(authority, plain):
    asked = {"by": "adviser", "view": "completed", "start": "2025-01-01"}
    days = by_breakdown(authority, "advice_wait", "median_days", **asked)
    assert highest(days) == authority.truth["planted"]["slow_adviser"] == "health_salt"
    assert days["health_salt"] > 42 >= max(value for adviser, value in days.items() if adviser != "health_salt")
    assert by_breakdown(plain, "advice_wait", "median_days", **asked)["health_salt"] <= 42


def test_some_schools_have_a_senco_without_time(authority, plain):
    hours = by_breakdown(authority, "senco_hours_per_10_pupils_with_sen", "value", by="school")
    without = {urn for urn, value in hours.items() if value == 0}
    planted = set(authority.truth["planted"]["schools_without_senco_time"])
    # A tenth of schools return nothing; one of the planted may be among them.
    assert without == planted & set(hours)
    assert len(without) >= 2
    assert min(by_breakdown(plain, "senco_hours_per_10_pupils_with_sen", "value", by="school").values()) > 0
    (row,) = ask(authority.engine, "sencos_teaching_full_time")
    (of_plain,) = ask(plain.engine, "sencos_teaching_full_time")
    assert row["numerator"] == len(without)
    assert of_plain["numerator"] == 0


def test_two_schools_have_an_unusual_share_on_sen_support(authority, plain):
    shares = by_breakdown(authority, "sen_support_share", "value", by="school", where={"phase": "Primary"})
    planted = authority.truth["planted"]
    high, low = planted["school_with_high_sen_support"], planted["school_with_low_sen_support"]
    assert highest(shares) == high
    assert min(shares, key=shares.get) == low
    others = [share for urn, share in shares.items() if urn not in (high, low)]
    assert shares[high] > statistics.mean(others) + 3 * statistics.stdev(others)
    in_plain = by_breakdown(plain, "sen_support_share", "value", by="school", where={"phase": "Primary"})
    assert in_plain[high] < shares[high] / 1.5
    assert in_plain[low] > shares[low]


def test_plain_plants_nothing(plain):
    assert plain.truth["planted"] == {}
    (published,) = ask(plain.engine, "plans_issued_within_20_weeks")
    assert published["value"] > 80


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_story_is_found_at_the_usual_size_whatever_the_seed(seed: int, tmp_path: Path):
    authority = build_demo(tmp_path, pupils=20_000, seed=seed)
    planted = authority.truth["planted"]
    late = late_at_year_ends(authority)
    assert late[-1] > late[-2] > 3 * max(late[:-2])
    waiting = by_breakdown(authority, "referral_to_first_contact_wait", "over_limit", by="service", view="open")
    assert highest(waiting) == planted["bottleneck_service"]
    assert highest(by_breakdown(authority, "referrals_rejected", "value", by="service")) == planted["rejecting_service"]
    in_time = by_breakdown(authority, "request_to_plan_wait", "value", by="locality", view="cohort")
    assert min(in_time, key=in_time.get) == planted["slow_locality"]
    shares = by_breakdown(authority, "sen_support_share", "value", by="school", where={"phase": "Primary"})
    assert highest(shares) == planted["school_with_high_sen_support"]
    assert planted["school_with_low_sen_support"] in sorted(shares, key=shares.get)[:5]
