"""Words of published cells and response rates."""

import numpy as np
import pytest

from surveys.results.published import response_rates, words


@pytest.mark.parametrize(
    ("number", "base", "expected"),
    [(1, 8, "13"), (1, 200, "1"), (1, 201, "*"), (0, 9, "-"), (None, 9, ".."), (5, 5, "100")],
)
def test_words_round_halves_up(number, base, expected):
    assert words(number, base) == expected


def test_response_rates():
    complete, eligible = np.zeros(27, int), np.zeros(27, int)
    complete[0], eligible[0] = 312, 357
    rates = response_rates(complete, eligible)
    assert (rates[0].words, rates[1].words) == ("87.4%", "N/A")
    assert rates[0].per_cent == pytest.approx(87.395, abs=1e-3)
    complete[3] = 1
    with pytest.raises(ValueError, match="county: 1 returns, 0 eligible"):
        response_rates(complete, eligible)
