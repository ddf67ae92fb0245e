"""Matched tables: what they count, and that nobody can subtract what they withhold."""

from dataclasses import replace

import numpy as np
import pytest

from surveys.results.breakdowns import GROUPS as PUBLISHED
from surveys.results.breakdowns import PLACE_MEMBERSHIP, PLACES, place_of
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import traits
from surveys.results.layout import layout
from surveys.results.matched_rules import AT, GROUPS
from surveys.results.matching import SameItem, Side, counted_as_is, match, same_items
from surveys.results.places import Placed
from surveys.results.recount import counted
from tests.surveys.results.forms import random_codes
from tests.surveys.results.matched_reader import Attacker, frame_of
from tests.surveys.results.two_waves import NOW, THEN

USUAL = Thresholds(public=("A01",))
OPEN = Thresholds(min_count=1, min_base=1, alike_base=1, public=("A01",))
BANDS = 4


def wave(form, partnerships, places, seed, settings=USUAL):
    """One wave of random answers of these partnerships, by place; each row ruled on by itself."""
    matrix = random_codes(form, len(partnerships), seed)
    return side(form, partnerships, places, matrix, settings)


def side(form, partnerships, places, matrix, settings=USUAL):
    partnerships, places = np.asarray(partnerships), np.asarray(places)
    numbers = len(layout(form).number_items)
    standing = Placed(
        codes={int(p): matrix[places == p].tobytes() for p in np.unique(places)},
        numbers={
            int(p): np.full((int((places == p).sum()), numbers), np.nan) for p in np.unique(places)
        },
        partnerships={int(p): partnerships[places == p].tolist() for p in np.unique(places)},
    )
    facts = traits(form, settings.public)
    found = counted(layout(form), standing, settings, facts, seconds=True).finished
    return Side(form, standing, {item.key: item for item in found.items()}, settings)


def two_waves(seed, *, size=300, both=0.75, movers=0, settings=USUAL):
    """Random partnerships, most of them in both waves, some of which have moved since."""
    rng = np.random.default_rng(seed)
    kinds = rng.choice(10, size, p=rng.dirichlet(np.full(10, 2.0)))
    then = (kinds * 9 + rng.integers(0, 3, size)) * BANDS + rng.integers(0, 2, size)
    now = then.copy()
    moved = rng.permutation(size)[:movers]
    now[moved] = rng.integers(0, PLACES, movers)
    state = rng.choice(3, size, p=[both, (1 - both) * 0.7, (1 - both) * 0.3])
    present = np.flatnonzero(state != 2), np.flatnonzero(state != 1)
    return (
        wave(NOW, present[0], now[present[0]], seed + 1, settings),
        wave(THEN, present[1], then[present[1]], seed + 2, settings),
    )


def test_only_the_same_questions_are_matched():
    scale, ticks = ("low", "mid", "high"), ("x", "y", "z", "none")
    assert same_items(NOW, THEN) == [
        SameItem("A01", "A01", ("in_place", "forming")),
        SameItem("A03", "A03", ("council", "other")),
        SameItem("A04", "A04", ticks),
        SameItem("B01.all", "B01.all", scale),
        SameItem("B01.nrf", "B01.nrf", scale),
        SameItem("B05", "B05", scale),
    ]


def test_nothing_is_matched_with_a_version_that_the_mapping_does_not_speak_of():
    assert same_items(NOW, NOW) == same_items(THEN, NOW) == []


def test_both_waves_are_counted_where_partnerships_stand_now():
    now, then = two_waves(3, movers=12, settings=OPEN)
    places = {one: p for p, ids in now.placed.partnerships.items() for one in ids}
    earlier = {one: p for p, ids in then.placed.partnerships.items() for one in ids}
    both = places.keys() & earlier.keys()
    found = match(now, then)
    assert [item.key for item in found.items] == ["A01", "A03", "A04", "B01.all", "B01.nrf", "B05"]
    compared = 0
    for side_, name in ((now, "now"), (then, "then")):
        frame = frame_of(side_, places, both)
        part = frame[frame["matched"]]
        council = part[2] == 1  # A03 is the third column, council its first answer
        item = found.items[1]
        for at, group in enumerate(AT):
            inside = part["later"].map(lambda p, g=group: bool(PLACE_MEMBERSHIP[g, int(p)]))
            shown = getattr(item, f"counts_{name}")[at][0]
            if shown is not None:
                compared += 1
                assert shown == int((council & inside).sum())
                assert getattr(item, f"bases_{name}")[at] == int(
                    (part[2].isin([1, 2]) & inside).sum()
                )
    assert compared >= 4
    moved = [one for one in both if places[one] != earlier[one]]
    kind = lambda place: place // 36 % 5  # noqa: E731
    assert found.summary["only_now"] == len(places) - len(both)
    assert found.summary["only_then"] == len(earlier) - len(both)
    assert found.summary["moved"]["type"] == sum(
        kind(places[one]) != kind(earlier[one]) for one in moved
    )
    assert found.summary["partnerships"]["all"] == len(both)


def test_nobody_in_both_waves_is_no_table():
    now = wave(NOW, range(20), [0] * 20, 1)
    then = wave(THEN, range(20, 60), [0] * 40, 2)
    found = match(now, then)
    assert (found.items, found.summary["partnerships"]["all"]) == ([], 0)
    assert (found.summary["only_now"], found.summary["only_then"]) == (20, 40)


def test_everybody_in_both_waves_shows_what_the_whole_table_shows():
    places = np.random.default_rng(5).integers(0, 40, 260)
    now, then = wave(NOW, range(260), places, 1), wave(THEN, range(260), places, 2)
    item = {each.key: each for each in match(now, then).items}["A03"]
    whole = now.items["A03"]
    for at, group in enumerate(AT):
        if whole.bases[group] is not None and None not in whole.counts[group]:
            assert item.bases_now[at] == whole.bases[group]
            assert item.counts_now[at] == whole.counts[group][:2]
        else:
            assert set(item.counts_now[at]) == {None}


def test_a_few_unmatched_partnerships_withhold_the_row():
    """210 answered now, 205 of them before: the five others would be the difference."""
    matrix = np.tile(random_codes(NOW, 1, 3), (210, 1))
    matrix[:, 2] = np.repeat([1, 2], 105)
    place = place_of(0, 1)
    now = side(NOW, range(210), [place] * 210, matrix)
    then = side(THEN, range(205), [place] * 205, matrix[:205])
    item = {each.key: each for each in match(now, then).items}["A03"]
    assert now.items["A03"].counts[0][:2] == (105, 105)
    assert (item.counts_now[0], item.bases_now[0]) == ((None, None), None)
    assert item.counts_then[0] == (105, 100)  # nobody answered then alone


def test_a_small_difference_of_one_answer_is_withheld_with_another():
    """Of 30 unmatched, 2 said council: both answers of the matched row could be subtracted."""
    matrix = np.tile(random_codes(NOW, 1, 3), (230, 1))
    matrix[:, 2] = [1] * 100 + [2] * 100 + [1] * 2 + [2] * 28
    place = place_of(0, 1)
    now = side(NOW, range(230), [place] * 230, matrix)
    then = side(THEN, range(200), [place] * 200, matrix[:200])
    item = {each.key: each for each in match(now, then).items}["A03"]
    assert now.items["A03"].counts[0][:2] == (102, 128)
    assert item.counts_now[0] == (None, None)
    assert item.bases_now[0] == 200
    assert item.counts_then[0] == (100, 100)


def test_a_few_answers_of_the_unmatched_withhold_the_row():
    """Of 30 unmatched, 3 answered the question."""
    matrix = np.tile(random_codes(NOW, 1, 3), (230, 1))
    matrix[:, 2] = [1] * 100 + [2] * 103 + [0] * 27
    place = place_of(0, 1)
    now = side(NOW, range(230), [place] * 230, matrix)
    then = side(THEN, range(200), [place] * 200, matrix[:200])
    item = {each.key: each for each in match(now, then).items}["A03"]
    assert now.items["A03"].counts[0][:2] == (100, 103)
    assert (item.counts_now[0], item.bases_now[0]) == ((None, None), None)


def attack(now, then, item, name):
    """(withheld matched figures found, of how many; shown) in one wave of one item."""
    places = {one: p for p, ids in now.placed.partnerships.items() for one in ids}
    earlier = {one for ids in then.placed.partnerships.values() for one in ids}
    side_, key = (now, item.key) if name == "now" else (then, item.earlier_key)
    whole, counts, bases = (
        side_.items[key],
        getattr(item, f"counts_{name}"),
        getattr(item, f"bases_{name}"),
    )
    columns = [whole.options.index(code) for code in item.options]
    reader = Attacker(side_, places, places.keys() & earlier, columns, whole.kind == "multi")
    last = len(columns)
    for group in range(len(PUBLISHED)):
        row = [*(whole.counts[group][column] for column in columns), whole.bases[group]]
        for column, value in enumerate(row):
            if value is not None:
                reader.told(group, column, value, matched=False)
    reader.solve()
    alone = {
        (at, column)
        for at, group in enumerate(AT)
        for column in range(last + 1)
        if reader.finds(reader.figure(group, column, matched=True))
    }
    hidden = []
    for at, group in enumerate(AT):
        for column, value in enumerate([*counts[at], bases[at]]):
            if value is None:
                hidden.append((at, column))
            else:
                reader.told(group, column, value, matched=True)
    reader.solve()
    found = [
        (GROUPS[at], column)
        for at, column in hidden
        if (at, column) not in alone and reader.finds(reader.figure(AT[at], column, matched=True))
    ]
    return found, len(hidden), len(GROUPS) * (last + 1) - len(hidden)


@pytest.mark.parametrize("seed", [0, 1, 2, 4])
def test_no_sum_of_published_figures_gives_a_withheld_one(seed):
    now, then = two_waves(10 * seed, size=330, both=0.7, movers=(0, 4, 30)[seed % 3])
    shown = 0
    for item in match(now, then).items:
        for name in ("now", "then"):
            found, _, open_cells = attack(now, then, item, name)
            assert found == [], (item.key, name)
            shown += open_cells
    assert shown > 20


def test_the_attacker_would_find_a_row_that_stands_alone():
    """Where only one row of the types were withheld, the others and all would give it."""
    now, then = two_waves(20, size=330, both=0.7, settings=OPEN)
    everything = match(now, then).items[1]
    assert None not in everything.bases_now
    at = GROUPS.index("unitary")
    rows = list(everything.counts_now)
    rows[at] = (None, None)
    found, hidden, _ = attack(now, then, replace(everything, counts_now=tuple(rows)), "now")
    assert (found, hidden) == ([("unitary", 0), ("unitary", 1)], 2)


def test_whole_groups_as_they_are_now_are_counted_for_evaluators():
    now, then = two_waves(4, movers=20, settings=OPEN)
    earlier = {one: p for p, ids in then.placed.partnerships.items() for one in ids}
    later = {one: p for p, ids in now.placed.partnerships.items() for one in ids}
    strata = {one: later.get(one, place) // BANDS for one, place in earlier.items()}
    found = counted_as_is(now, then, strata)["A03"]
    frame = frame_of(then, strata, set())
    nrf = frame["later"] >= 45
    assert found["options"] == ["council", "other"]
    assert found["counts"][GROUPS.index("nrf")][0] == int(((frame[2] == 1) & nrf).sum())
    assert found["bases"][GROUPS.index("nrf")] == int((frame[2].isin([1, 2]) & nrf).sum())
    unmoved = {one: place // BANDS for one, place in earlier.items()}
    assert counted_as_is(now, then, unmoved) == {}
