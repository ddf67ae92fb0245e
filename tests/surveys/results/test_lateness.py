"""Late beside early returns."""

import math

import numpy as np

from surveys.results.lateness import late_beside_early
from surveys.results.layout import layout
from tests.surveys.results.forms import DK, EXAMPLE, item, option, random_codes, small_form

FORM = small_form(
    item("A01", "choice", option("yes"), option("no"), DK),
    item("B01", "multi", option("x"), option("y"), option("none", exclusive=True)),
    item("C01", "number"),
)


def compared(form, matrix, order=None, places=None):
    """The returns of partnerships 0, 1, 2 … in these places, signed off in this order."""
    matrix = np.asarray(matrix, np.uint8)
    places = np.asarray(places if places is not None else [7] * len(matrix))
    codes = {int(p): matrix[places == p].tobytes() for p in np.unique(places)}
    ids = {int(p): np.flatnonzero(places == p).tolist() for p in np.unique(places)}
    return late_beside_early(
        layout(form), codes, ids, range(len(matrix)) if order is None else order
    )


def test_the_last_third_is_set_beside_the_first():
    early = [[1, 2, 1, 1, 1]] * 8 + [[2, 1, 2, 1, 1]] * 2
    middle = [[2, 1, 1, 2, 1]] * 10
    late = [[1, 1, 2, 1, 0]] * 4 + [[2, 1, 1, 2, 250]] * 6
    found = compared(FORM, early + middle + late)
    chance = [
        100 * math.sqrt(share * (1 - share) * (1 / 10 + 1 / 10) * 2 / math.pi)
        for share in (12 / 30, 18 / 30, 8 / 30, 6 / 30, 16 / 30)
    ]
    assert found == {
        "early": 10,
        "late": 10,
        "mean_difference": 48.0,
        "by_chance": round(sum(chance) / 5, 2),
        "questions": [
            {
                "item": "A01",
                "early_base": 10,
                "late_base": 10,
                "mean_difference": 40.0,
                "differences": {"yes": -40.0, "no": 40.0},
            },
            {
                "item": "B01",
                "early_base": 10,
                "late_base": 10,
                "mean_difference": 53.33,
                "differences": {"x": -80.0, "y": 20.0, "none": 60.0},
            },
        ],
    }


def test_it_follows_the_time_of_sign_off_and_not_the_place():
    matrix = random_codes(EXAMPLE, 90, 3)
    rng = np.random.default_rng(4)
    mixed = rng.permutation(90)
    found = compared(EXAMPLE, matrix)
    other = compared(
        EXAMPLE, matrix[mixed], order=np.argsort(mixed).tolist(), places=rng.integers(0, 9, 90)
    )
    assert found == other
    assert [one["item"] for one in found["questions"]] == ["A01", "B01", "C01", "D01.one"]


def test_a_question_that_few_answered_is_left_out():
    early, late = [[1, 0, 0, 0, 0]] * 10, [[1, 250, 250, 250, 0]] * 9 + [[3, 250, 250, 250, 0]]
    found = compared(FORM, early + early + late)
    assert (found["questions"], found["mean_difference"], found["by_chance"]) == ([], None, None)


def test_no_returns_and_too_few_for_thirds():
    nothing = {
        "early": 0, "late": 0, "mean_difference": None, "by_chance": None, "questions": [],
    }  # fmt: skip
    assert late_beside_early(layout(FORM), {}, {}, []) == nothing
    assert compared(FORM, [[1, 1, 1, 1, 1]] * 2) == nothing


def test_alike_thirds_differ_by_chance_alone():
    matrix = random_codes(EXAMPLE, 3000, 8)
    found = compared(EXAMPLE, matrix)
    assert 0.3 < found["mean_difference"] / found["by_chance"] < 2
