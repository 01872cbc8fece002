"""Rows by their names: two codes of one name stay two."""

from sendmetrics.metrics.filling import tell_apart


def test_a_name_that_two_codes_share_gets_the_code():
    assert tell_apart({"900001": "St Mary", "900002": "Coast", "900003": "St Mary"}) == {
        "900001": "St Mary (900001)",
        "900002": "Coast",
        "900003": "St Mary (900003)",
    }
