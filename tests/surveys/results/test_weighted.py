"""Which weighted figures are shown: only those that tell nothing new."""

from dataclasses import replace

import numpy as np
import pytest

from partnerships.register.stratum import stratum_of
from surveys.results.aggregation import Tallies
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, PLACE_MEMBERSHIP, place_of
from surveys.results.disclosure.proofs import Witness
from surveys.results.disclosure.protection import protect
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import Route, traits
from surveys.results.layout import layout
from surveys.results.places import Placed
from surveys.results.published import ItemCells
from surveys.results.recount import counted
from surveys.results.tables import table
from surveys.results.weighted import weighted
from surveys.results.weighting import weigh
from tests.surveys.results.forms import item, option, random_codes, small_form
from tests.surveys.results.two_waves import NOW

ALL, NRF, LONDON = (GROUP_INDEX[key] for key in ("all", "nrf", "london"))
FORM = small_form(item("A01", "choice", option("yes"), option("no")))
COUNTY = place_of(stratum_of(False, "county", "london"), 1)
UNITARY = place_of(stratum_of(True, "unitary", "london"), 1)
# Of 100 counties 20 answered, of 40 unitary authorities 20: the former weigh 1.4286, the latter 0.5714.
WEIGHTS = weigh({COUNTY // 4: 100, UNITARY // 4: 40}, {COUNTY: 20, UNITARY: 20})


def tallied(county, unitary):
    """Counts of yes and no in the two places."""
    counts = np.zeros((2, 1, 4))
    counts[0, 0, 1:3], counts[1, 0, 1:3] = county, unitary
    return Tallies(np.array([COUNTY, UNITARY]), counts)


def published(tallies, *withheld):
    counts = [list(row[0, 1:3].astype(int)) for row in tallies.by_group()]
    bases = tuple(int(sum(row)) for row in counts)
    for key in withheld:
        counts[GROUP_INDEX[key]] = [None, None]
    nothing = (0,) * len(GROUPS)
    return ItemCells(
        "A01", "choice", ("yes", "no"), (True, True), tuple(tuple(row) for row in counts), bases,
        nothing, nothing, nothing,
    )  # fmt: skip


def figures(tallies, *withheld, witnesses=(), routes=(), weights=WEIGHTS):
    cells = published(tallies, *withheld)
    (found,) = weighted(
        tallies, layout=layout(FORM), weights=weights, items=[cells],
        witnesses=witnesses, routes=routes,
    )  # fmt: skip
    return found.weighted


TALLIES = tallied((15, 5), (4, 16))
# One county would have said no, and one unitary authority yes.
EXCHANGE = Witness(
    0, ((COUNTY, 0, -1), (COUNTY, 1, 1), (UNITARY, 1, -1), (UNITARY, 0, 1)), routed=False
)
# All groups that are one of the two places: with any of them shown, anybody could weight it.
HALVES = ("non_nrf", "county", "non_nrf:county", "nrf", "unitary", "nrf:unitary")


def test_a_weighted_figure_is_of_weighted_returns():
    assert [each.weight for each in WEIGHTS.classes] == [14286, 5714]
    found = figures(TALLIES)
    # 15 × 1.4286 + 4 × 0.5714 = 23.7146 of 40.
    assert found[ALL] == (59, 41)
    assert found[NRF] == (20, 80)
    assert found[GROUP_INDEX["county"]] == (75, 25)
    assert found[GROUP_INDEX["south_east"]] == (None, None)


def test_without_need_nothing_is_weighted():
    even = weigh({COUNTY // 4: 21, UNITARY // 4: 21}, {COUNTY: 20, UNITARY: 20})
    assert figures(TALLIES, weights=even) == ()


def test_beside_a_withheld_figure_there_is_no_weighted_one():
    assert figures(TALLIES, "all")[ALL] == (None, None)


def test_a_class_that_is_withheld_withholds_what_is_made_of_it():
    found = figures(TALLIES, *HALVES, witnesses=[EXCHANGE])
    # The exchange would make it 22.8574 of 40: 57.
    assert found[ALL] == (None, None)
    assert found[LONDON] == (None, None)


def test_a_figure_that_no_other_state_changes_is_shown():
    back = Witness(0, ((COUNTY, 0, -1), (COUNTY, 0, 1)), routed=False)
    assert figures(TALLIES, *HALVES, witnesses=[back])[ALL] == (59, 41)
    many = tallied((1500, 500), (400, 1600))
    assert figures(many, *HALVES, witnesses=[EXCHANGE])[ALL] == (59, 41)
    assert figures(many, *HALVES, witnesses=[EXCHANGE])[LONDON] == (59, 41)


def test_a_state_of_another_nation_says_nothing_of_groups_across_classes():
    """Nobody in the unitary place said yes, so the state is one of returns that stand elsewhere."""
    many = tallied((1500, 500), (0, 2000))
    taking = Witness(0, ((UNITARY, 0, -1), (UNITARY, 1, 1)), routed=False)
    found = figures(many, *HALVES, witnesses=[taking])
    assert found[LONDON] == (None, None)
    assert found[ALL] == (54, 46)


def test_an_item_whose_filter_has_other_states_needs_its_classes_shown():
    many = tallied((1500, 500), (400, 1600))
    filters = Witness(7, ((COUNTY, 0, -1), (COUNTY, 1, 1)), routed=True)
    chain = [Route(7, 3, {}), Route(3, 0, {})]
    assert figures(many, *HALVES, witnesses=[filters], routes=chain)[ALL] == (None, None)
    assert figures(many, *HALVES, witnesses=[filters])[ALL] == (59, 41)
    assert figures(many, witnesses=[filters], routes=chain)[ALL] == (59, 41)


def test_merged_classes_need_their_joint_group_or_all_its_parts():
    other = place_of(stratum_of(True, "county", "london"), 1)
    weights = weigh(
        {COUNTY // 4: 30, other // 4: 30, UNITARY // 4: 60},
        {COUNTY: 20, other: 5, UNITARY: 20},
    )
    assert [each.cells for each in weights.classes] == [(0, 5), (7,)]
    counts = np.zeros((3, 1, 4))
    counts[:, 0, 1:3] = [(15, 5), (4, 16), (2, 3)]
    order = np.argsort([COUNTY, UNITARY, other])
    three = Tallies(np.array([COUNTY, UNITARY, other])[order], counts[order])
    parts = ("non_nrf:county", "nrf:county")
    exchange = [EXCHANGE]
    assert None not in figures(three, *parts, witnesses=exchange, weights=weights)[ALL]
    # 44.0 per cent yes would be 44.5, so 45; 56.0 per cent no would be 55.5, still 56.
    hidden = figures(three, *parts, "county", witnesses=exchange, weights=weights)
    assert hidden[ALL] == (None, 56)


def raw(tallies, layout_, weights):
    """Weighted per cents of everything, counted another way."""
    weight = weights.by_place()
    of_places = table(layout_, tallies.counts)
    answers, bases = (
        sum(
            np.multiply.outer(PLACE_MEMBERSHIP[:, place], part[at]) * int(weight[place])
            for at, place in enumerate(tallies.places.tolist())
        )
        for part in (of_places.answers, of_places.bases)
    )
    return answers, bases


def random_edition(seed):
    """A random wave, protected and weighted: (tallies, weights, witnesses, items)."""
    rng = np.random.default_rng(seed)
    matrix = random_codes(NOW, 320, seed)
    kinds = rng.choice(10, 320, p=rng.dirichlet(np.full(10, 3.0)))
    places = (kinds * 9 + rng.integers(0, 3, 320)) * 4 + rng.integers(0, 2, 320)
    form, settings = layout(NOW), Thresholds(public=("A01",))
    facts = replace(traits(NOW, settings.public), routes=())
    held = {int(place): places == place for place in np.unique(places)}
    standing = Placed(
        {place: matrix[inside].tobytes() for place, inside in held.items()},
        {place: np.full((int(inside.sum()), 3), np.nan) for place, inside in held.items()},
        {place: np.flatnonzero(inside).tolist() for place, inside in held.items()},
    )
    rows = counted(form, standing, settings, facts)
    found = protect(rows.finished, rows.tallies, standing.numbers, facts)
    eligible = {}
    for place in places.tolist():
        eligible[place // 4] = eligible.get(place // 4, 0) + int(rng.integers(1, 4))
    weights = weigh(eligible, {p: len(ids) for p, ids in standing.partnerships.items()})
    items = weighted(
        rows.tallies, layout=form, weights=weights, items=list(found.finished.items()),
        witnesses=found.witnesses, routes=(),
    )  # fmt: skip
    return rows.tallies, weights, found.witnesses, items


def in_other_state(answers, bases, witness, cells, weight):
    answers, bases = answers[:, witness.item].copy(), bases[:, witness.item].copy()
    for place, position, change in witness.moves:
        if 0 <= position < len(cells.options) and cells.in_base[position]:
            moved = PLACE_MEMBERSHIP[:, place] * int(weight[place]) * change
            answers[:, position] += moved
            bases += moved
    return answers, bases


@pytest.mark.parametrize("seed", range(3))
def test_every_state_that_protects_an_item_leaves_its_weighted_figures(seed):
    tallies, weights, witnesses, items = random_edition(seed)
    answers, bases = raw(tallies, layout(NOW), weights)
    shown = 0
    for witness in witnesses:
        cells = items[witness.item]
        if cells.kind != "choice":
            continue
        other, base = in_other_state(answers, bases, witness, cells, weights.by_place())
        for group, position in np.argwhere(np.array(cells.weighted, float) >= 0).tolist():
            shown += 1
            expected = int(100 * other[group, position] / base[group] + 0.5)
            assert cells.weighted[group][position] == expected
    assert weights.needed
    assert shown > 100
