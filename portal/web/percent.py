"""Per cents as the portal prints them: whole numbers, halves up. Pure."""

from fractions import Fraction
from math import floor


def whole_per_cent(count: int, base: int) -> int:
    """`count` out of `base` in per cent, 12.5 as 13; ZeroDivisionError for an empty base."""
    return (200 * count + base) // (2 * base)


def whole_points(points: float | Fraction) -> int:
    """A difference of two per cents in whole points, halves away from zero: −0.5 is −1."""
    exact = round(Fraction(points), 9)  # what a float misses of a half is less than that
    whole = floor(abs(exact) + Fraction(1, 2))
    return -whole if exact < 0 else whole
