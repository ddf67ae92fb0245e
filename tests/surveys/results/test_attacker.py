"""Nothing that is withheld can be found from what is published, by any sum or difference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.results.breakdowns import GROUP_INDEX, GROUPS, PLACES
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import Route, Traits
from surveys.results.layout import layout
from surveys.results.places import Placed
from surveys.results.recount import counted, recount
from tests.surveys.results.attacker import Lead, recovered, recovered_sums
from tests.surveys.results.forms import (
    DK,
    EXAMPLE,
    NA,
    VACANT,
    item,
    option,
    random_codes,
    small_form,
)

SETTINGS = Thresholds()
ROUTED = small_form(
    item("A01", "choice", *(option(code) for code in "abcd"), DK),
    item("A02", "choice", option("x"), option("y"), option("z"), NA),
    item("A03", "number"),
)
LEADS = [Lead("A01", key, frozenset("ab")) for key in ("A03",)]
SIDES = {"a": 1, "b": 1, "c": 0, "d": 0, "": 0, "dk": 0}
ROUTES = Traits(routes=(Route(0, 1, SIDES), Route(0, 2, SIDES)))


def placed(matrix, places, numbers):
    return Placed(
        codes={int(p): matrix[places == p].tobytes() for p in np.unique(places)},
        numbers={int(p): numbers[places == p] for p in np.unique(places)},
        partnerships={int(p): np.flatnonzero(places == p).tolist() for p in np.unique(places)},
    )


def wave(form, size, seed, spread):
    """Random returns over at most `spread` places, London boroughs in London alone."""
    rng = np.random.default_rng(seed)
    strata = np.arange(PLACES) // 4
    is_borough, is_london = strata // 9 % 5 == 4, strata % 9 == 6
    possible = np.flatnonzero(is_borough == is_london)
    places = rng.choice(rng.choice(possible, min(spread, len(possible)), replace=False), size)
    numbers = rng.gamma(2, 10, (size, sum(one.kind == "number" for one in form.items))).round()
    return random_codes(form, size, seed), places, numbers


def published(finished):
    return {one.key: one for one in finished.items()}


def implied(items, term):
    """What the nation's own row says of everybody cannot be withheld in a part of it."""
    key, _, cell = term
    one = items[key]
    if cell not in one.options:
        return cell != "base"
    total = one.counts[0][one.options.index(cell)]
    return total == 0 or total == one.bases[0]


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 400), spread=st.integers(2, 120))
def test_no_withheld_count_is_found(seed, size, spread):
    matrix, places, numbers = wave(EXAMPLE, size, seed, spread)
    numbers[matrix[:, 2] != 1] = np.nan
    found = recount(layout(EXAMPLE), placed(matrix, places, numbers), SETTINGS, Traits())
    items = published(found.finished)
    named = {(key, GROUP_INDEX[group], cell) for key, group, cell in found.exposed}
    assert {t for t in recovered(items) if not implied(items, t)} <= named
    assert recovered_sums(items["B02"]) <= lone_numbers(matrix, places, numbers)


def lone_numbers(matrix, places, numbers):
    """Where nobody outside gave another number, none can be exchanged."""
    known = numbers[:, 0][~np.isnan(numbers[:, 0])]
    return (
        set(range(len(GROUPS)))
        if len(np.unique(known)) < 2 or len(np.unique(places)) < 2
        else set()
    )


def test_the_attacker_finds_what_rows_by_themselves_give_away():
    matrix, places, numbers = wave(EXAMPLE, 300, 7, 100)
    rows = counted(layout(EXAMPLE), placed(matrix, places, numbers), SETTINGS, Traits())
    assert len(recovered(published(rows.finished))) > 50


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(40, 400))
def test_no_filter_is_found_by_the_base_of_what_it_leads_to(seed, size):
    matrix, places, numbers = wave(ROUTED, size, seed, 90)
    asked = np.isin(matrix[:, 0], (1, 2))
    for column in (1, 2):
        asked_here = np.where(matrix[:, column] == 250, 0, matrix[:, column])
        matrix[:, column] = np.where(asked, asked_here, 250)
    numbers[matrix[:, 2] != 1] = np.nan
    found = recount(layout(ROUTED), placed(matrix, places, numbers), SETTINGS, ROUTES)
    items = published(found.finished)
    named = {(key, GROUP_INDEX[group], cell) for key, group, cell in found.exposed}
    assert {t for t in recovered(items, LEADS) if not implied(items, t)} <= named


@pytest.mark.parametrize("seed", range(3))
def test_every_withheld_cell_names_the_cells_that_keep_it_safe(seed):
    matrix, places, numbers = wave(EXAMPLE, 350, seed, 110)
    found = recount(layout(EXAMPLE), placed(matrix, places, numbers), SETTINGS, Traits())
    items = published(found.finished)
    for key, cells in found.cells.items():
        for cell in cells:
            for group, option_code in cell["with"]:
                if option_code in items[key].options:
                    at = items[key].options.index(option_code)
                    assert items[key].counts[GROUP_INDEX[group]][at] is None, (key, cell)
    assert sum(map(len, found.cells.values())) > 100


@pytest.mark.parametrize("seed", range(3))
def test_every_witness_fits_all_that_is_published(seed):
    """The counts after a trade are counts, and what is shown is the same."""
    matrix, places, numbers = wave(EXAMPLE, 350, seed, 110)
    rows = placed(matrix, places, numbers)
    truth = counted(
        layout(EXAMPLE), rows, Thresholds(min_count=1, min_base=1, alike_base=1), Traits()
    )
    found = recount(layout(EXAMPLE), rows, SETTINGS, Traits())
    table, rules = truth.finished.table, found.finished.rulings
    assert len(found.witnesses) > 30
    for witness in found.witnesses:
        after = table.answers[:, witness.item].copy()
        for place, column, step in witness.moves:
            if column >= 0:
                after[membership_of(place), column] += step
        changed = after != table.answers[:, witness.item]
        assert (after >= 0).all()
        assert (rules.answers[:, witness.item][changed] > 0).all()


def membership_of(place):
    from surveys.results.breakdowns import PLACE_MEMBERSHIP

    return np.flatnonzero(PLACE_MEMBERSHIP[:, place])


def test_vacant_seats_outside_the_base_are_protected_too():
    form = small_form(item("Q", "choice", option("a"), option("b"), VACANT, DK))
    rng = np.random.default_rng(3)
    matrix = rng.choice([1, 2, 3, 4, 0], (300, 1), p=[0.5, 0.4, 0.03, 0.03, 0.04]).astype(np.uint8)
    _, places, numbers = wave(form, 300, 3, 100)
    found = recount(layout(form), placed(matrix, places, numbers), SETTINGS, Traits())
    assert recovered(published(found.finished)) == set()
