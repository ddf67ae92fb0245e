"""Counting beside an independent computation by pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.results.aggregation import (
    DamagedCodesError,
    count,
)
from surveys.results.breakdowns import GROUPS, PLACE_MEMBERSHIP, PLACES
from tests.surveys.results.forms import EXAMPLE, random_codes

COLUMNS = len(EXAMPLE.columns)
HIGHEST = 5


def joined(matrix, places):
    return {int(s): matrix[places == s].tobytes() for s in np.unique(places)}


def by_pandas(matrix, places):
    """The same counts by melting and grouping, one group of partnerships at a time."""
    expected = np.zeros((len(GROUPS), matrix.shape[1], HIGHEST + 2), int)
    frame = pd.DataFrame(matrix)
    for g in range(len(GROUPS)):
        members = frame[pd.Series(places).isin(np.flatnonzero(PLACE_MEMBERSHIP[g]))]
        long = members.melt(var_name="column", value_name="code")
        for (column, code), number in long.groupby(["column", "code"]).size().items():
            expected[g, column, HIGHEST + 1 if code == 250 else code] = number
    return expected


@settings(max_examples=25, deadline=None)
@given(size=st.integers(1, 120), seed=st.integers(0, 10_000))
def test_count_equals_pandas(size, seed):
    matrix = random_codes(EXAMPLE, size, seed)
    places = np.random.default_rng(seed + 1).integers(0, PLACES, size)
    counts = count(joined(matrix, places), columns=COLUMNS, highest=HIGHEST).by_group()
    assert counts.dtype == np.int64
    np.testing.assert_array_equal(counts, by_pandas(matrix, places))


def test_count_in_blocks_equals_count_at_once(monkeypatch):
    matrix = random_codes(EXAMPLE, 300, 4)
    places = np.random.default_rng(5).integers(0, 3, 300)
    whole = count(joined(matrix, places), columns=COLUMNS, highest=HIGHEST).counts
    monkeypatch.setattr("surveys.results.aggregation.BLOCK", 7 * COLUMNS)
    np.testing.assert_array_equal(
        count(joined(matrix, places), columns=COLUMNS, highest=HIGHEST).counts, whole
    )


def test_count_of_no_returns_is_all_zero():
    nothing = count({}, columns=3, highest=2).by_group()
    assert nothing.shape == (len(GROUPS), 3, 4)
    assert not nothing.any()


def test_count_refuses_a_code_without_an_option():
    with pytest.raises(DamagedCodesError, match="Column 1 holds a code that no option"):
        count({4: bytes([1, 3, 1])}, columns=3, highest=2)


def test_count_takes_what_cannot_be_answered_as_not_answered():
    counted = count({4: bytes([251, 0, 1, 251, 250, 2])}, columns=3, highest=2).by_group()
    assert counted[0].tolist() == [[2, 0, 0, 0], [1, 0, 0, 1], [0, 1, 1, 0]]


def test_count_refuses_part_of_a_return():
    with pytest.raises(DamagedCodesError, match="place 4 are not whole returns"):
        count({4: bytes([1, 2])}, columns=3, highest=2)
