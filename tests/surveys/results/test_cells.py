"""The finishing function: bases, missing answers kept apart, withheld values gone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.results.breakdowns import (
    GROUP_INDEX,
    GROUPS,
    NO_BAND,
    PLACE_MEMBERSHIP,
    place_of,
)
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import Route, Traits
from surveys.results.layout import layout
from surveys.results.places import Placed
from surveys.results.recount import counted
from tests.surveys.results.forms import DK, EXAMPLE, item, option, random_codes, small_form

LAYOUT = layout(EXAMPLE)
LOOSE = Thresholds(min_count=1, min_base=1, alike_base=1)
STRICT = Thresholds()
EVERYONE = GROUP_INDEX["all"]


def finished(form, matrix, strata, thresholds, numbers=None):
    """Rows by themselves; who is asked any item is taken to hang on an answer to another."""
    plan = layout(form)
    if numbers is None:
        numbers = np.full((len(matrix), len(plan.number_items)), np.nan, np.float32)
    placed = Placed(
        {place_of(int(s), NO_BAND): matrix[strata == s].tobytes() for s in np.unique(strata)},
        {place_of(int(s), NO_BAND): numbers[strata == s] for s in np.unique(strata)},
        {},
    )
    routes = tuple(Route(0, at, {}) for at in range(len(form.items)))
    return counted(plan, placed, thresholds, Traits(routes=routes), seconds=True).finished


def by_key(found):
    return {one.key: one for one in found.items()}


def returns(*rows, times=1):
    return np.repeat(np.array(rows, np.uint8), times, axis=0)


def same_stratum(matrix):
    return np.zeros(len(matrix), int)


def test_layout_lists_options_without_dont_know_and_not_applicable():
    assert [(plan.key, plan.options, plan.in_base) for plan in LAYOUT.items] == [
        ("A01", ("yes", "no"), (True, True)),
        ("B01", ("a", "b", "c", "vacant"), (True, True, True, False)),
        ("B02", (), ()),
        ("C01", ("x", "y", "none"), (True, True, True)),
        ("D01.one", ("low", "mid", "high"), (True, True, True)),
        ("E01", (), ()),
    ]
    assert (LAYOUT.columns, LAYOUT.highest, LAYOUT.number_items) == (9, 5, (2,))


def test_layout_refuses_a_tick_all_option_outside_the_base_that_does_not_stand_alone():
    form = small_form(item("Z01", "multi", option("x"), option("other", in_base=False)))
    with pytest.raises(ValueError, match="Z01: an option outside the base must be exclusive"):
        layout(form)


def test_finish_keeps_every_kind_of_missing_answer_apart():
    #                    A01  B01  B02  x  y  none dk  D01  E01
    matrix = returns(
        [1, 1, 1, 2, 1, 1, 1, 1, 1],
        [1, 2, 1, 2, 2, 1, 1, 4, 0],
        [2, 4, 0, 1, 1, 1, 2, 3, 0],
        [2, 5, 250, 1, 1, 2, 1, 250, 250],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
    )
    numbers = np.array([[4.0], [8.0], [np.nan], [np.nan], [np.nan]], np.float32)
    found = by_key(finished(EXAMPLE, matrix, same_stratum(matrix), LOOSE, numbers))
    summary = {
        key: (
            one.counts[EVERYONE],
            one.bases[EVERYONE],
            one.not_answered[EVERYONE],
            one.dont_know[EVERYONE],
            one.not_applicable[EVERYONE],
        )
        for key, one in found.items()
    }
    assert summary == {
        "A01": ((2, 2), 4, 1, 0, 0),
        "B01": ((1, 1, 0, 1), 2, 1, 1, 0),
        "B02": ((), 2, 2, 0, 1),
        "C01": ((2, 1, 1), 3, 1, 1, 0),
        "D01.one": ((1, 0, 1), 2, 1, 0, 2),
        "E01": ((), 1, 3, 0, 1),
    }
    assert found["B02"].mean[EVERYONE] == 6.0
    assert (found["B02"].median[EVERYONE], found["B02"].upper[EVERYONE]) == (6.0, None)
    assert found["A01"].mean == ()


def test_row_gives_per_cents_words_and_symbols():
    form = small_form(item("Q", "choice", *(option(code) for code in "abcd")))
    matrix = np.repeat([[1], [2], [3]], [1500, 1493, 7], axis=0).astype(np.uint8)
    row = by_key(finished(form, matrix, same_stratum(matrix), STRICT))["Q"].row("all", STRICT)
    assert [(c.option, c.count, c.words) for c in row.cells] == [
        ("a", 1500, "50"),
        ("b", 1493, "50"),
        ("c", 7, "*"),
        ("d", 0, "-"),
    ]
    assert row.cell("c").per_cent == pytest.approx(0.2333, abs=1e-4)
    assert (row.base, row.asked, row.note) == (3000, True, "")
    with pytest.raises(KeyError):
        row.cell("z")


def test_a_small_count_takes_the_next_smallest_with_it():
    form = small_form(item("Q", "choice", option("a"), option("b"), option("c"), DK))
    matrix = np.repeat([[1], [2], [3]], [20, 3, 9], axis=0).astype(np.uint8)
    row = by_key(finished(form, matrix, same_stratum(matrix), STRICT))["Q"].row("all", STRICT)
    assert [(c.count, c.per_cent, c.words) for c in row.cells] == [
        (20, 62.5, "63"),
        (None, None, ".."),
        (None, None, ".."),
    ]
    assert (row.base, row.dont_know, row.note) == (32, 0, "small")


def test_a_small_dont_know_hides_what_would_give_it_away():
    form = small_form(item("Q", "choice", option("a"), option("b"), DK))
    matrix = np.repeat([[1], [2], [3], [0], [250]], [20, 10, 2, 6, 30], axis=0).astype(np.uint8)
    one = by_key(finished(form, matrix, same_stratum(matrix), STRICT))["Q"]
    assert one.counts[EVERYONE] == (20, 10)
    assert (one.dont_know[EVERYONE], one.not_answered[EVERYONE]) == (None, None)
    assert one.not_applicable[EVERYONE] == 30


def test_a_question_without_dont_know_hides_nothing_behind_it():
    form = small_form(item("Q", "choice", option("a"), option("b")))
    matrix = np.repeat([[1], [2], [0], [250]], [20, 10, 1, 3], axis=0).astype(np.uint8)
    one = by_key(finished(form, matrix, same_stratum(matrix), STRICT))["Q"]
    beside = (one.dont_know[EVERYONE], one.not_answered[EVERYONE], one.not_applicable[EVERYONE])
    assert beside == (0, None, None)


def test_one_who_did_not_answer_is_not_told_from_one_who_was_not_asked():
    form = small_form(item("Q", "choice", option("a"), option("b")))
    matrix = np.repeat([[1], [2], [0]], [20, 10, 1], axis=0).astype(np.uint8)
    one = by_key(finished(form, matrix, same_stratum(matrix), STRICT))["Q"]
    beside = (one.dont_know[EVERYONE], one.not_answered[EVERYONE], one.not_applicable[EVERYONE])
    assert beside == (0, None, None)


def test_a_few_who_did_not_answer_are_shown():
    form = small_form(item("Q", "choice", option("a"), option("b")))
    matrix = np.repeat([[1], [2], [0]], [20, 10, 2], axis=0).astype(np.uint8)
    one = by_key(finished(form, matrix, same_stratum(matrix), STRICT))["Q"]
    assert (one.counts[EVERYONE], one.not_answered[EVERYONE]) == ((20, 10), 2)


def test_a_small_base_withholds_everything_but_the_base():
    matrix = returns([1, 1, 1, 2, 1, 1, 1, 1, 1], times=9)
    numbers = np.full((9, 1), 5, np.float32)
    for one in finished(EXAMPLE, matrix, same_stratum(matrix), STRICT, numbers).items():
        row = one.row("all", STRICT)
        assert (row.base, row.note) == (9, "suppressed")
        assert {cell.words for cell in row.cells} <= {".."}
        beside = {row.not_answered, row.not_applicable}
        assert beside == {None}
        assert row.dont_know == (None if one.key in {"B01", "C01"} else 0)
        assert set(one.mean + one.median + one.lower) <= {None}


def test_quartiles_need_more_returns_than_the_mean():
    matrix = returns([1, 1, 1, 2, 1, 1, 1, 1, 1], times=19)
    numbers = np.arange(19, dtype=np.float32)[:, None]
    one = by_key(finished(EXAMPLE, matrix, same_stratum(matrix), STRICT, numbers))["B02"]
    assert (one.mean[0], one.median[0], one.lower[0], one.upper[0]) == (9.0, 9.0, None, None)


def test_a_question_not_asked_of_a_group_says_so():
    matrix = returns([1, 250, 250, 250, 250, 250, 250, 250, 250], times=12)
    found = by_key(finished(EXAMPLE, matrix, same_stratum(matrix), STRICT))
    row = found["B01"].row("all", STRICT)
    assert [cell.words for cell in row.cells] == ["N/A"] * 4
    assert (row.asked, row.base, row.not_applicable, row.note) == (False, 0, 12, "")
    assert found["B01"].row("nrf", STRICT).asked is False


def test_a_small_group_that_routed_itself_out_is_withheld():
    matrix = returns([1, 250, 250, 250, 250, 250, 250, 250, 250], times=7)
    row = by_key(finished(EXAMPLE, matrix, same_stratum(matrix), STRICT))["B01"].row("all", STRICT)
    assert [cell.words for cell in row.cells] == [".."] * 4


def test_all_alike_in_a_small_group_is_withheld_even_when_small_bases_are_shown():
    form = small_form(item("Q", "choice", option("a"), option("b")))
    matrix = np.ones((8, 1), np.uint8)
    row = by_key(finished(form, matrix, same_stratum(matrix), Thresholds(min_base=5)))["Q"]
    assert row.counts[EVERYONE] == (None, None)
    many = np.ones((29, 1), np.uint8)
    alike = by_key(finished(form, many, same_stratum(many), STRICT))["Q"]
    assert alike.counts[EVERYONE] == (None, None)
    thirty = np.ones((30, 1), np.uint8)
    shown = by_key(finished(form, thirty, same_stratum(thirty), STRICT))["Q"]
    assert shown.counts[EVERYONE] == (30, 0)


def test_withheld_counts_are_tallied_by_rule_for_the_whole_edition():
    form = small_form(item("Q", "choice", option("a"), option("b"), option("c")))
    matrix = np.repeat([[1], [2], [3]], [20, 3, 9], axis=0).astype(np.uint8)
    found = finished(form, matrix, same_stratum(matrix), STRICT)
    groups = int(PLACE_MEMBERSHIP[:, 0].sum())
    assert found.withheld == {
        "small_count": groups,
        "small_base": 0,
        "all_alike": 0,
        "second_in_row": groups,
        "across_groups": 0,
        "routed": 0,
        "dominated": 0,
    }


def by_hand(matrix, strata, group):
    """Bases and counts of the example form for one group, in plain Python."""
    found, column = {}, 0
    rows = [
        row
        for row, s in zip(matrix.tolist(), strata, strict=True)
        if PLACE_MEMBERSHIP[group, place_of(int(s), NO_BAND)]
    ]
    for one in EXAMPLE.items:
        width = len(one.options) if one.kind == "multi" else 1
        answers = [row[column : column + width] for row in rows]
        column += width
        picked = [_picked(one, answer) for answer in answers]
        aside = {"dk", "na", "missing", "routed"}
        outside = aside | {o.code for o in one.options if not o.in_base}
        found[one.key] = {
            "base": sum(not (p & outside) for p in picked),
            "dk": sum("dk" in p for p in picked),
            "na": sum(bool(p & {"na", "routed"}) for p in picked),
            "missing": sum("missing" in p for p in picked),
            "counts": [
                sum(o.code in p for p in picked) for o in one.options if o.code not in aside
            ],
        }
    return found


def _picked(one, answer):
    if answer[0] in (0, 250):
        return {"missing" if answer[0] == 0 else "routed"}
    if one.kind == "choice":
        return {one.options[answer[0] - 1].code}
    return {o.code for o, value in zip(one.options, answer, strict=False) if value == 2}


@settings(max_examples=20, deadline=None)
@given(size=st.integers(1, 150), seed=st.integers(0, 10_000))
def test_finish_equals_counting_by_hand_wherever_it_shows_anything(size, seed):
    matrix = random_codes(EXAMPLE, size, seed)
    strata = np.random.default_rng(seed + 1).choice([0, 11, 49, 88], size)
    open_cells = by_key(finished(EXAMPLE, matrix, strata, LOOSE))
    shut = by_key(finished(EXAMPLE, matrix, strata, STRICT))
    for group in range(len(GROUPS)):
        for key, hand in by_hand(matrix, strata, group).items():
            one, safe = open_cells[key], shut[key]
            assert one.bases[group] == safe.bases[group] == hand["base"]
            assert (one.dont_know[group] or 0) in (hand["dk"], 0)
            for name, field in (
                ("dk", "dont_know"),
                ("na", "not_applicable"),
                ("missing", "not_answered"),
            ):
                assert getattr(safe, field)[group] in (hand[name], None)
            if hand["base"]:
                assert list(one.counts[group])[: len(hand["counts"])] == hand["counts"]
            for value, true in zip(safe.counts[group], hand["counts"], strict=True):
                assert value in (true, None)
            _assert_safe(safe, group, hand)


def _assert_safe(safe, group, hand):
    kind = safe.kind
    inside = [
        (value, true)
        for value, true, counted in zip(
            safe.counts[group], hand["counts"], safe.in_base, strict=True
        )
        if counted
    ]
    hidden = [true for value, true in inside if value is None]
    shown = [value for value, _ in inside if value is not None]
    assert not any(0 < value < 5 for value in shown)
    if kind == "multi":
        assert not any(0 < hand["base"] - value < 5 for value in shown)
    if kind == "choice" and hidden:
        assert len(hidden) >= 2
        assert sum(hidden) != len(hidden) or 0 in hidden or len(shown) == 0
    if 0 < hand["base"] < 10:
        assert not shown
