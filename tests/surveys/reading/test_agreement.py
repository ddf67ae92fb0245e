"""Agreement of two coders against numbers worked out by hand and by pandas."""

from random import Random

import pandas as pd
import pytest

from surveys.reading.agreement import Agreement, agreement


@pytest.mark.parametrize(
    ("found", "per_cent", "kappa", "words"),
    [
        # 45 + 15 of 100 alike; by chance 0.70 × 0.60 + 0.30 × 0.40 = 0.54: 0.06 / 0.46.
        (Agreement(45, 25, 15, 15), 60.0, 0.1304, "slight"),
        (Agreement(20, 5, 10, 15), 70.0, 0.4, "fair"),
        (Agreement(25, 0, 0, 25), 100.0, 1.0, "almost perfect"),
        (Agreement(0, 10, 10, 0), 0.0, -1.0, "less than by chance"),
        (Agreement(25, 25, 25, 25), 50.0, 0.0, "slight"),
    ],
)
def test_by_hand(found: Agreement, per_cent: float, kappa: float, words: str) -> None:
    assert (found.per_cent, found.words) == (per_cent, words)
    assert found.kappa == pytest.approx(kappa, abs=0.0001)


def test_where_chance_explains_all_there_is_no_kappa() -> None:
    for found in (Agreement(0, 0, 0, 9), Agreement(9, 0, 0, 0)):
        assert (found.per_cent, found.kappa) == (100.0, None)
        assert found.words == "cannot be worked out: both coders said the same of every answer"


def test_without_answers() -> None:
    nothing = agreement([], 1)
    assert (nothing.answers, nothing.per_cent, nothing.kappa) == (0, None, None)
    assert nothing.words == "no answer has two coders yet"


def test_the_scale_has_its_bounds_where_the_source_has_them() -> None:
    # 50 answers, one coder ticks half: kappa is 1 less the share that differs, times 2.
    bounds = {20: "slight", 15: "fair", 10: "moderate", 5: "substantial", 4: "almost perfect"}
    for apart, words in bounds.items():
        found = Agreement(25 - apart // 2, apart // 2, apart - apart // 2, 25 - (apart + 1) // 2)
        assert found.words == words, (apart, found.kappa)


def test_as_an_independent_computation_says() -> None:
    rng = Random(2004)
    for _ in range(60):
        rows = [(rng.random() < 0.4, rng.random() < 0.5) for _ in range(rng.randrange(2, 80))]
        pairs = [({7} if one else set(), {7, 8} if other else {8}) for one, other in rows]
        found = agreement(pairs, 7)
        table = pd.DataFrame(rows, columns=["one", "other"])
        same = (table["one"] == table["other"]).mean()
        chance = sum(
            (table["one"] == value).mean() * (table["other"] == value).mean()
            for value in (True, False)
        )
        assert found.per_cent == pytest.approx(100 * same)
        if chance < 1:
            assert found.kappa == pytest.approx((same - chance) / (1 - chance))
        else:
            assert found.kappa is None
