"""Whole per cents, halves up."""

import pytest

from portal.web.percent import whole_per_cent


@pytest.mark.parametrize(
    ("count", "base", "shown"),
    [(0, 5, 0), (1, 8, 13), (3, 8, 38), (5, 8, 63), (1, 200, 1), (1, 201, 0), (7, 7, 100)],
)
def test_halves_go_up(count: int, base: int, shown: int) -> None:
    assert whole_per_cent(count, base) == shown


def test_an_empty_base_has_no_per_cent() -> None:
    with pytest.raises(ZeroDivisionError):
        whole_per_cent(0, 0)
