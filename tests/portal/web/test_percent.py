"""Whole per cents, halves up; differences, halves away from nought."""

from fractions import Fraction

import pytest

from portal.web.percent import whole_per_cent, whole_points


@pytest.mark.parametrize(
    ("count", "base", "shown"),
    [(0, 5, 0), (1, 8, 13), (3, 8, 38), (5, 8, 63), (1, 200, 1), (1, 201, 0), (7, 7, 100)],
)
def test_halves_go_up(count: int, base: int, shown: int) -> None:
    assert whole_per_cent(count, base) == shown


def test_an_empty_base_has_no_per_cent() -> None:
    with pytest.raises(ZeroDivisionError):
        whole_per_cent(0, 0)


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        (Fraction(-1, 2), -1), (Fraction(1, 2), 1), (-2.5, -3), (0.49, 0), (-0.49, 0), (31.4, 31),
        (100 * 29 / 200 - 100 * 14 / 100, 1), (100 * 14 / 100 - 100 * 29 / 200, -1),
    ],
)  # fmt: skip
def test_a_difference_goes_away_from_nought(points: float | Fraction, shown: int) -> None:
    assert whole_points(points) == shown
