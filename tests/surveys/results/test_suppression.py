"""Disclosure control: literal cases, and the property that a row gives nothing away."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveys.results.disclosure.suppression import (
    Rows,
    Rule,
    Thresholds,
    all_alike,
    rules_of_rows,
    rules_of_shares,
)
from tests.surveys.results.reader import completions, possible_values, rules_of

SETTINGS = Thresholds()
SHOWN = Rule.SHOWN
S, B, A, T = Rule.SMALL_COUNT, Rule.SMALL_BASE, Rule.ALL_ALIKE, Rule.SECOND_IN_ROW


def rows_of(*rows, present=None, sensitive=None, withheld=None):
    counts = np.array(rows)[None]
    shape = counts.shape[1:]
    return Rows(
        counts,
        np.ones(shape, bool) if present is None else np.array(present),
        np.ones(shape, bool) if sensitive is None else np.array(sensitive),
        np.zeros(counts.shape[:2], np.uint8) if withheld is None else np.array([withheld]),
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([20, 15, 7], [SHOWN, SHOWN, SHOWN]),
        ([20, 15, 0], [SHOWN, SHOWN, SHOWN]),
        ([20, 3, 7], [SHOWN, S, T]),
        ([7, 3, 7], [T, S, T]),
        ([20, 3, 7, 8], [SHOWN, S, T, SHOWN]),
        ([20, 4, 4, 7, 9], [SHOWN, S, S, T, SHOWN]),
        ([5, 4, 4, 4], [T, S, S, S]),
        ([20, 3, 2, 9], [SHOWN, S, S, SHOWN]),
        ([20, 2, 1, 9], [SHOWN, S, S, T]),
        ([20, 1, 1, 1, 9], [SHOWN, S, S, S, T]),
        ([20, 3, 0], [T, S, SHOWN]),
        ([3, 0, 0], [S, T, T]),
        ([1, 1, 1, 1, 1, 0], [S, S, S, S, S, T]),
        ([30, 1, 1, 1, 1, 1], [T, S, S, S, S, S]),
    ],
)
def test_rules_of_rows(row, expected):
    assert rules_of_rows(rows_of(row), SETTINGS)[0, 0].tolist() == expected


def test_rules_of_rows_withheld_whole():
    rules = rules_of_rows(rows_of([3, 2, 0], [30, 3, 8], withheld=[B, A]), SETTINGS)
    assert rules[0].tolist() == [[B, B, B], [A, A, A]]


def test_rules_of_rows_leaves_absent_cells_alone():
    rules = rules_of_rows(rows_of([3, 30, 2], present=[[True, True, False]]), SETTINGS)
    assert rules[0, 0].tolist() == [S, T, SHOWN]


def test_rules_of_rows_uses_insensitive_cells_only_as_cover():
    sensitive = [[True, False, True]]
    assert (
        rules_of_rows(rows_of([9, 2, 8], sensitive=sensitive), SETTINGS)[0, 0].tolist()
        == [SHOWN] * 3
    )
    rules = rules_of_rows(rows_of([3, 2, 8], sensitive=sensitive), SETTINGS)
    assert rules[0, 0].tolist() == [S, T, SHOWN]


def test_thresholds_are_configuration():
    rules = rules_of_rows(rows_of([20, 3, 7]), Thresholds(min_count=3))
    assert rules[0, 0].tolist() == [SHOWN, SHOWN, SHOWN]
    assert Thresholds(**SETTINGS.as_json()) == SETTINGS
    assert SETTINGS.quartile_base == 20
    with pytest.raises(ValueError, match="must be 1 or more"):
        Thresholds(min_base=0)


@pytest.mark.parametrize(
    ("base", "national", "note"),
    [
        (9, False, "suppressed"),
        (10, False, "indicative"),
        (29, True, "indicative"),
        (30, False, ""),
        (30, True, "small"),
        (49, True, "small"),
        (50, True, ""),
    ],
)
def test_note_on_the_base(base, national, note):
    assert SETTINGS.note(base, national=national) == note


def test_rules_of_shares_protects_ticked_and_not_ticked():
    counts = np.array([[[20, 4, 38, 0, 40, 5]]])
    rules = rules_of_shares(
        counts, np.array([[40]]), np.ones((1, 6), bool), np.zeros((1, 1), np.uint8), SETTINGS
    )
    assert rules[0, 0].tolist() == [SHOWN, S, S, SHOWN, SHOWN, SHOWN]


def test_rules_of_shares_of_a_small_base_hide_all_and_show_none():
    loose = Thresholds(min_base=1, min_count=1)
    counts, base = np.array([[[8, 0, 3]]]), np.array([[8]])
    rules = rules_of_shares(counts, base, np.ones((1, 3), bool), np.zeros((1, 1), np.uint8), loose)
    assert rules[0, 0].tolist() == [A, SHOWN, SHOWN]


def test_all_alike_only_in_small_groups():
    counts = np.array([[[8, 0], [30, 0], [7, 1], [0, 0]]])
    assert all_alike(counts, counts.sum(axis=-1), SETTINGS).tolist() == [
        [True, False, False, False]
    ]


@st.composite
def rows_with_cover(draw):
    """A row of counts, which of its cells are sensitive (all, or all but one), and a threshold."""
    row = draw(st.lists(st.integers(0, 4) | st.integers(0, 25), min_size=2, max_size=6))
    sensitive = [True] * len(row)
    if draw(st.booleans()):
        sensitive[draw(st.integers(0, len(row) - 1))] = False
    return row, sensitive, draw(st.integers(3, 8))


@settings(max_examples=400, deadline=None)
@given(drawn=rows_with_cover())
@example(drawn=([5, 4, 4, 4], [True] * 4, 5))
@example(drawn=([7, 7, 4], [True] * 3, 5))
@example(drawn=([4, 4, 4], [True] * 3, 5))
@example(drawn=([1] * 6, [True] * 6, 5))
@example(drawn=([4, 7, 8], [True, False, True], 5))
@example(drawn=([1, 0], [True, False], 5))
def test_nothing_withheld_can_be_found_by_a_reader_who_knows_the_rules(drawn):
    """Of all the rows with this total, these shown cells and this choice of hidden ones, at least
    two differ in every hidden count."""
    row, sensitive, least = drawn
    thresholds = Thresholds(min_count=least)
    shown = rules_of(np.array([row]), sensitive, thresholds)[0] == SHOWN
    found = possible_values(row, sensitive, thresholds)
    assert all(len(values) >= 2 for values in found.values()), found
    assert not any(0 < n < least for n, s, open_ in zip(row, sensitive, shown, strict=True)
                   if s and open_)  # fmt: skip


@pytest.mark.parametrize("least", [3, 5])
@pytest.mark.parametrize("cells", [2, 3, 4, 5])
def test_no_row_of_a_small_group_gives_a_count_away(cells, least):
    """Every row there can be of up to 24 partnerships: whatever looks alike differs when hidden."""
    for total in range(1, 25):
        every = completions(total, cells)
        hidden = rules_of(every, [True] * cells, Thresholds(min_count=least)) > 0
        _, looks = np.unique(np.where(hidden, -1, every), axis=0, return_inverse=True)
        for place in range(cells):
            lowest, highest = np.full(len(every), total), np.zeros(len(every), int)
            np.minimum.at(lowest, looks, every[:, place])
            np.maximum.at(highest, looks, every[:, place])
            known = hidden[:, place] & (lowest == highest)[looks]
            assert not known.any(), every[known][:5]
