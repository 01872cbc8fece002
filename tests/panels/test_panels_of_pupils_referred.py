"""Pupils referred of every 1,000: what the panels say and tabulate, on rows written by hand."""

from harness import CASEWORK, LEADERS

from sendmetrics.metrics.question import Question, Result
from sendmetrics.panels.panel import Answer
from sendmetrics.panels.pupils_referred import METRIC, most_referred, say_several, tabulate_of_1000


def answer_of(*rows: tuple[str, int | None, int | None], where: tuple = ()) -> Answer:
    made = tuple(
        {
            "period": None,
            "breakdown": code,
            "label": code.upper(),
            "value": None if None in (number, base) else 100 * number / base,
            "numerator": number,
            "denominator": base,
            "symbol": "c" if None in (number, base) else "",
        }
        for code, number, base in rows
    )
    question = Question(METRIC, by="service", where=where)
    audience = LEADERS.audience if any(number is None for _, number, _ in rows) else CASEWORK.audience
    return Answer((Result(METRIC, question, None, audience, "made", made),))


def test_the_service_most_are_referred_to_is_named_of_every_1000():
    assert most_referred(answer_of(("ot", 41, 1000), ("ep", 5, 1000))) == "OT highest: 41.0 of 1,000 pupils referred"
    assert most_referred(answer_of(("ot", 41, 1000))) == "OT: 41.0 of 1,000 pupils referred"
    both = answer_of(("ot", 5, 1000), ("ep", 5, 1000))
    assert most_referred(both) == "5.0 of 1,000 pupils referred, to more than one service"


def test_none_is_called_highest_while_a_hidden_one_may_be():
    fewer_of_as_many = answer_of(("ot", 5, 1000), ("ep", None, 1000))
    assert most_referred(fewer_of_as_many) == "OT highest: 5.0 of 1,000 pupils referred"
    fewer_of_fewer = answer_of(("ot", 5, 1000), ("ep", None, 100))
    assert most_referred(fewer_of_fewer) == "OT: 5.0 of 1,000 pupils referred"
    assert most_referred(answer_of(("ot", 5, 1000), ("ep", None, None))) == "OT: 5.0 of 1,000 pupils referred"
    assert most_referred(answer_of(("ep", None, 1000))) == "Too few cases to say"


def test_the_table_gives_what_the_chart_draws_and_hides_what_it_hides():
    """7 of 20 with its 99.8% interval, worked by hand: (2 x 7 + z² -/+ z root(z² + 4 x 7 x 0.65)) / (2 (20 + z²))."""
    table = tabulate_of_1000(answer_of(("ot", 7, 20), ("ep", None, 1000)))
    assert table.headings[1:3] == ("Of 1,000 pupils", "99.8% interval")
    assert table.rows == (
        ("OT", "350.0", "123.0 to 673.9", "7", "20"),
        ("EP", "fewer than 5 of 1,000", "", "fewer than 5", "1,000"),
    )


def test_several_services_are_said_to_be_added_up():
    assert say_several(answer_of(("ot", 7, 20))).startswith("The services in view are added up")
    assert say_several(answer_of(("ot", 7, 20), where=(("service", ("ot",)),))) == ""
