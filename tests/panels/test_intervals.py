"""Wilson intervals against the golden numbers."""

import pytest

from sendmetrics.panels.intervals import wilson


@pytest.mark.parametrize(
    ("counted", "base", "low", "high"),
    [
        (7, 20, 0.1812, 0.5671),
        (0, 12, 0.0, 0.2425),
        (12, 12, 0.7575, 1.0),
        (46, 100, 0.3656, 0.5574),
        (39_407, 84_866, 0.4610, 0.4677),
    ],
)
def test_golden_numbers(counted, base, low, high):
    found = wilson(counted, base)
    assert found == pytest.approx((low, high), abs=5e-5)


def test_an_empty_base_has_no_interval():
    with pytest.raises(ValueError, match="base"):
        wilson(0, 0)
