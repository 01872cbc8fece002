"""Our own table of published figures: each with its release, each exactly as the publisher has it."""

import csv
import gzip
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from sendmetrics.contracts.reference import REFERENCE, read_reference
from sendmetrics.metrics.comparators import NATIONAL, REGIONAL
from sendmetrics.metrics.definition import read_metrics
from sendmetrics.words import say_number

LOCAL = "Local authority"
# Our measure, and the publisher's name for it.
MEASURES = {
    "sen_support_share": "pc_pupils_sen_support",
    "ehc_plan_share": "pc_pupils_ehc_plan",
    "plans_issued_within_20_weeks": "pc_plans_issued_within_20_weeks",
    "plans_issued_within_20_weeks_excluding_exceptions": "PC_plans_issued_20_weeks_ex",
    "requests_received": "requests_received_in_year",
    "requests_refused": "request_not_assess_pc",
}
# Years of England that no file at hand holds: METHODS.md section 2, from the releases of those years.
ENGLAND_BEFORE_2019 = {
    "requests_received": {2016: "55235", 2017: "64555", 2018: "72423"},
    "requests_refused": {2016: "26.8", 2017: "22.6", 2018: "24.7"},
    "plans_issued_within_20_weeks": {2014: "61.5", 2015: "54.6", 2016: "55.7", 2017: "61.3", 2018: "58.0"},
    "plans_issued_within_20_weeks_excluding_exceptions": {
        2014: "64.3", 2015: "59.2", 2016: "58.6", 2017: "64.9", 2018: "60.1",
    },
}  # fmt: skip
# METHODS.md section 2, England.
ENGLAND = {
    "requests_received": "82329 75951 93302 114482 138242 154489",
    "requests_refused": "22.8 21.6 22.3 22.1 24.0 25.2",
    "plans_issued_within_20_weeks": "58.7 55.6 57.9 47.7 49.1 45.9",
    "plans_issued_within_20_weeks_excluding_exceptions": "60.4 58.0 59.9 49.2 50.3 46.4",
}
ENGLAND_JANUARY = {
    "sen_support_share": "11.6 11.6 11.7 11.9 12.1 12.2 12.6 13.0 13.6 14.2",
    "ehc_plan_share": "2.8 2.8 2.9 3.1 3.3 3.7 4.0 4.3 4.8 5.3",
}
Place = tuple[str, int, str, str]


def place_of(row: dict[str, str]) -> Place:
    return row["metric"], int(row["year"]), row["geographic_level"], row["la_code"] or row["area_name"]


@pytest.fixture(scope="module")
def ours() -> dict[Place, Decimal]:
    return {place_of(row): Decimal(row["value"]) for row in read_reference("published_figures")}


@pytest.fixture(scope="module")
def derived(real) -> dict[Place, Decimal]:
    """By the publisher's name, year, level, and code or name."""
    with gzip.open(real / "derived" / "benchmarks_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {
            (row["measure"], int(row["year"]), row["geo_level"], row["old_la_code"] or row["geo_name"]): Decimal(
                row["value"]
            )
            for row in csv.DictReader(file)
        }


def test_every_figure_names_its_release_and_how_it_came_about():
    releases = {row["release"]: row for row in read_reference("releases")}
    used = set()
    for row in read_reference("published_figures"):
        assert row["release"] in releases, row
        assert row["basis"] in ("published", "computed"), row
        used.add(row["release"])
    assert used == set(releases), "a release that no figure is from"
    for release in releases.values():
        assert release["publisher"] == "Department for Education"
        assert re.search(r"\b20\d\d\b", release["title"]), f"name the year of the release: {release}"
        assert release["licence"] == "Open Government Licence v3.0"


def test_every_figure_is_of_a_measure_and_an_area_we_know():
    metrics = read_metrics()
    authorities = {row["la_code"] for row in read_reference("authorities")}
    regions = {row["region_name"] for row in read_reference("authorities")}
    for row in read_reference("published_figures"):
        assert row["metric"] in metrics, row
        assert row["unit"] == metrics[row["metric"]].unit, row
        if row["geographic_level"] == LOCAL:
            assert row["la_code"] in authorities, row
        else:
            assert not row["la_code"], row
            assert row["area_name"] in (regions if row["geographic_level"] == REGIONAL else {"England"}), row


def test_shares_are_percentages_and_counts_whole():
    for row in read_reference("published_figures"):
        if row["unit"] == "%":
            assert 0 <= float(row["value"]) <= 100, row
            assert re.fullmatch(r"\d+(\.\d)?", row["value"]), row
        else:
            assert row["value"].isdigit(), row


def test_every_year_has_england_and_its_nine_regions_and_153_authorities_in_2024(ours):
    found = Counter((metric, year, level) for metric, year, level, _ in ours)
    for metric in MEASURES:
        for year in range(2019, 2025):
            assert found[metric, year, NATIONAL] == 1
            assert found[metric, year, REGIONAL] == 9
            assert found[metric, year, LOCAL] >= 145
        # Dorset and City of London put every plan of 2024 under exceptions, so there is nothing to divide by.
        missing = 2 if metric.endswith("excluding_exceptions") else 0
        assert found[metric, 2024, LOCAL] == 153 - missing


@pytest.mark.parametrize(
    ("first", "series"), [(2019, ENGLAND), (2016, ENGLAND_JANUARY)], ids=["calendar years", "Januaries"]
)
def test_england_is_the_series_of_the_methods(ours, first, series):
    for metric, values in series.items():
        for year, value in enumerate(values.split(), start=first):
            assert ours[metric, year, NATIONAL, "England"] == Decimal(value), (metric, year)


def test_england_before_2019_is_the_series_of_the_methods(ours):
    for metric, years in ENGLAND_BEFORE_2019.items():
        found = {year: value for (name, year, _, _), value in ours.items() if name == metric and year < 2019}
        assert found == {year: Decimal(value) for year, value in years.items()}


@pytest.mark.parametrize(
    ("metric", "year", "counted", "base"),
    [
        ("plans_issued_within_20_weeks", 2024, 41_448, 90_392),
        ("plans_issued_within_20_weeks_excluding_exceptions", 2024, 39_407, 84_866),
        ("plans_issued_within_20_weeks", 2023, 39_784, 80_945),
        ("plans_issued_within_20_weeks_excluding_exceptions", 2023, 38_471, 76_506),
        ("requests_refused", 2022, 25_255, 114_482),
        ("requests_refused", 2024, 38_889, 154_489),
    ],
)
def test_golden_shares_divide_and_round_to_what_is_published(ours, metric, year, counted, base):
    assert say_number(100 * counted / base, 1) == f"{ours[metric, year, NATIONAL, 'England']:.1f}"


@pytest.mark.parametrize(
    ("la_code", "value"), [("886", "32.3"), ("383", "9.3"), ("878", "3.2"), ("302", "100"), ("209", "94.8")]
)
def test_golden_authorities_within_20_weeks_in_2024(ours, la_code, value):
    """Kent, Leeds, Devon (the lowest), Barnet, Lewisham."""
    assert ours["plans_issued_within_20_weeks", 2024, LOCAL, la_code] == Decimal(value)


def expected_of(metric: str, derived: dict[Place, Decimal]) -> dict[Place, Decimal]:
    """What the derived file holds of a measure; refusals are divided here where no share was published."""
    found = {place[1:]: value for place, value in derived.items() if place[0] == MEASURES[metric]}
    if metric == "requests_refused":
        for (measure, *place), refused in derived.items():
            received = derived.get(("requests_received_in_year", *place))
            if measure == "requests_decided_not_to_assess" and received and tuple(place) not in found:
                found[tuple(place)] = (100 * refused / received).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return {(metric, *place): value for place, value in found.items()}


@pytest.mark.parametrize("metric", MEASURES)
def test_every_value_is_that_of_the_derived_file_both_ways(metric, ours, derived):
    expected = expected_of(metric, derived)
    # What was published of England before the file begins is tested above.
    held = {
        place: value
        for place, value in ours.items()
        if place[0] == metric and place[1] not in ENGLAND_BEFORE_2019.get(metric, {})
    }
    assert len(expected) > 900
    assert {place: value for place, value in held.items() if expected.get(place) != value} == {}
    assert set(expected) - set(held) == set()


def test_figures_we_divided_ourselves_say_so(derived):
    published = {(measure, year, level, area) for measure, year, level, area in derived}
    for row in read_reference("published_figures"):
        metric, year, level, area = place_of(row)
        if row["basis"] == "computed":
            assert metric == "requests_refused"
            assert (MEASURES[metric], year, level, area) not in published, row


def test_the_readme_says_what_computed_means():
    assert "`computed` where we divided published counts" in (REFERENCE / "README.md").read_text(encoding="utf-8")
