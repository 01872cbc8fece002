"""Who is turned away more often and who waits longer: said where the interval says so, and of one standard only."""

import pytest
from harness import CASEWORK, LEADERS, make_engine

from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels.answering import answer_panel
from sendmetrics.panels.intervals import Z_998, wilson
from sendmetrics.panels.palette import ACCENT, CONTRAST
from sendmetrics.panels.panel import Answer, Filters
from sendmetrics.panels.referral_equity import REJECTED_BY_GROUP, WAITS_BY_GROUP
from sendmetrics.panels.tables import tables_of

REJECTED = {panel.asks[0].by: panel for panel in REJECTED_BY_GROUP}
WAITS = {panel.asks[0].by: panel for panel in WAITS_BY_GROUP}


def rejected(by: str, *groups: tuple[str, int, int]) -> Answer:
    """Groups, each with how many were rejected of how many; the second result is of all of them."""

    def row(breakdown: str, numerator: int, denominator: int) -> dict:
        value = 100 * numerator / denominator
        return {"period": None, "breakdown": breakdown, "label": breakdown, "value": value, "symbol": "",
                "numerator": numerator, "denominator": denominator}  # fmt: skip

    def result(by: str | None, *rows: dict) -> Result:
        return Result("referrals_rejected", Question("referrals_rejected", by=by), None, "casework", "made", rows)

    whole = row("", sum(group[1] for group in groups), sum(group[2] for group in groups))
    return Answer((result(by, *(row(*group) for group in groups)), result(None, whole)))


@pytest.mark.parametrize(
    ("by", "groups", "said"),
    [
        # 30 of 100 beside 60 of 400: 15 points, 6.2 to 25.0 by Newcombe's method.
        ("fsm", (("true", 30, 100), ("false", 60, 400)), "Children on free meals: 15.0 points more rejected"),
        ("fsm", (("true", 15, 100), ("false", 60, 400)), "No clear gap by free school meals"),
        (
            "language",
            (("English", 60, 400), ("Other than English", 30, 100)),
            "First language not English: 15.0 points more rejected",
        ),
        ("looked_after", (("true", 3, 20), ("false", 60, 400)), "No clear gap between children looked after and others"),
        ("locality", (("Coast", 200, 400), ("Vale", 90, 400), ("Hill", 90, 400)), "1 of 3 higher, 2 lower; Coast highest, 50.0%"),
        ("locality", (("Coast", 90, 400), ("Vale", 5, 100)), "Vale lower: 5.0% rejected"),
        ("locality", (("Coast", 90, 400), ("Vale", 22, 100)), "No clear gap by local area"),
        ("need", (("unknown", 90, 100), ("ASD", 3, 10), ("SLCN", 4, 10)), "Type of need not known for eight in ten"),
        ("deprivation", (("unknown", 90, 100),), "Deprivation not known for all"),
    ],
)  # fmt: skip
def test_what_is_said_of_referrals_rejected(by, groups, said):
    assert REJECTED[by].find(rejected(by, *groups)) == said
    assert len(said.split()) <= 10


def test_groups_rejected_more_come_first_with_wilsons_interval_and_a_sign_of_their_own():
    answer = rejected("locality", ("Vale", 90, 400), ("Coast", 200, 400), ("Hill", 128, 400))
    chart = REJECTED["locality"].draw(answer)
    spans, dots = chart.figure["data"]
    assert dots["y"] == ["Coast", "Hill", "Vale"]
    assert spans["x"][:2] == pytest.approx([100 * end for end in wilson(200, 400)])
    assert dots["marker"]["symbol"] == ["diamond", "circle", "triangle-up"]
    assert dots["marker"]["color"] == [CONTRAST, ACCENT, ACCENT]
    assert chart.alt.startswith("Coast: 50.0% (200 of 400), interval 45.1 to 54.9 (higher)")
    # By the wider interval of many groups: 418 of 1,200 are 34.8%.
    assert 100 * wilson(200, 400, Z_998)[0] > 34.8 > 100 * wilson(90, 400, Z_998)[1]


# Two services: one is held to 13 weeks, the other to 18. The child of the Coast was referred to one of them alone.
PEOPLE = "person_id | sex\n" + "\n".join(f"{number} | {'MF'[number % 2]}" for number in range(1, 41))
SERVICES = "service | service_name | standard_days\nsalt | Speech | 126\ncamhs | CAMHS | 91"


def referred(number: int, service: str, area: str) -> str:
    # Odd numbers, girls, are seen within 10 weeks, the others after 20.
    seen = "2024-03-11" if number % 2 else "2024-05-20"
    return f"{service}{number} | {number} | {service} | 2024-01-01 | {seen} | {area}"


REFERRALS = "referral_id | person_id | service | received_date | first_contact_date | locality_code\n" + "\n".join(
    [referred(number, "salt", "VAL") for number in range(1, 21)]
    + [referred(number, "camhs", "COA") for number in range(21, 41)]
)


@pytest.fixture
def engine(tmp_path):
    return make_engine(tmp_path, "2025-01-15", people=PEOPLE, services=SERVICES, referrals=REFERRALS)


def test_of_several_standards_no_share_is_given_although_one_area_has_only_one_of_them(engine):
    panel = WAITS["locality"]
    answer = answer_panel(engine, CASEWORK, panel, Filters())
    assert [row["value"] for row in answer.results[0].rows] == [50.0, 50.0], "each area is of one service"
    assert answer.results[1].rows[0]["value"] is None
    assert panel.find(answer) == "Choose a service"
    chart = panel.draw(answer)
    assert "%" not in chart.alt
    assert list(chart.figure["data"][0]["x"]) == [20, 20]
    (table,) = tables_of(panel, answer)
    assert table.headings == ("Local area", "Waits")
    assert {row[1] for row in table.rows} == {"20"}


def test_of_one_service_the_gap_is_named(engine):
    answer = answer_panel(engine, CASEWORK, WAITS["sex"], Filters(where=(("service", ("salt",)),)))
    assert WAITS["sex"].find(answer) == "Male: 100.0 points fewer in time"
    assert [row["value"] for row in answer.results[0].rows] == [0.0, 100.0], "male, female"


def test_services_of_one_standard_are_compared_together(tmp_path):
    alike = make_engine(
        tmp_path, "2025-01-15", people=PEOPLE, services=SERVICES.replace("91", "126"), referrals=REFERRALS
    )
    answer = answer_panel(alike, CASEWORK, WAITS["sex"], Filters())
    assert WAITS["sex"].find(answer) == "Male: 100.0 points fewer in time"


def test_leaders_see_no_group_of_few(tmp_path):
    few = "\n".join([*REFERRALS.splitlines()[:21], referred(39, "salt", "COA"), referred(40, "salt", "COA")])
    engine = make_engine(tmp_path, "2025-01-15", people=PEOPLE, services=SERVICES, referrals=few)
    answer = answer_panel(engine, LEADERS, WAITS["locality"], Filters(where=(("service", ("salt",)),)))
    assert {row["breakdown"]: row["count"] for row in answer.results[0].rows} == {"COA": None, "VAL": 20}
    assert WAITS["locality"].find(answer) == "Too few to tell by local area"


def test_both_kinds_are_told_by_the_same_groups():
    assert list(REJECTED) == list(WAITS)
    assert {"fsm", "ethnicity_group", "sex", "language", "deprivation"} <= set(WAITS)
