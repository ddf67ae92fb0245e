"""Disclosure control: literal cases, and the property that a row gives nothing away."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.results.suppression import (
    Rows,
    Rule,
    Thresholds,
    all_alike,
    rules_of_rows,
    rules_of_shares,
)

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
        ([7, 3, 7], [T, S, SHOWN]),
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


def test_rules_of_shares_of_a_small_base_hide_all_and_none():
    loose = Thresholds(min_base=1, min_count=1)
    counts, base = np.array([[[8, 0, 3]]]), np.array([[8]])
    rules = rules_of_shares(counts, base, np.ones((1, 3), bool), np.zeros((1, 1), np.uint8), loose)
    assert rules[0, 0].tolist() == [A, A, SHOWN]


def test_all_alike_only_in_small_groups():
    counts = np.array([[[8, 0], [12, 0], [7, 1], [0, 0]]])
    assert all_alike(counts, counts.sum(axis=-1), SETTINGS).tolist() == [
        [True, False, False, False]
    ]


@settings(max_examples=300, deadline=None)
@given(
    row=st.lists(st.integers(0, 4) | st.integers(0, 40), min_size=2, max_size=7),
    least=st.integers(2, 8),
)
def test_nothing_withheld_can_be_found_from_its_own_row(row, least):
    """With the total and the shown cells known, every withheld cell keeps two values or more.

    The reader is assumed to know that zeros are shown unless the whole row had to go.
    """
    rules = rules_of_rows(rows_of(row), Thresholds(min_count=least))[0, 0]
    counts = np.array(row)
    hidden = rules != SHOWN
    assert not ((counts > 0) & (counts < least) & ~hidden).any()
    if not hidden.any():
        return
    total = counts[hidden].sum()
    assert hidden.sum() >= 2
    assert total > 0
    if not hidden.all():
        assert total >= least
        assert total > hidden.sum()
        assert (counts[hidden] > 0).all() or not (counts[~hidden] > 0).any()
