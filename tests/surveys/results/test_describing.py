"""Describing numbers beside an independent computation by pandas."""

import math
from dataclasses import astuple, fields

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.results.breakdowns import GROUP_INDEX, GROUPS, PLACE_MEMBERSHIP, PLACES, place_of
from surveys.results.describing import Statistics, describe, trimmed_base

ALL, LATE = GROUP_INDEX["all"], GROUP_INDEX["maturity:late"]


def of_one_group(values, **how):
    """Describe one column of values that all stand in one place of unknown maturity."""
    found = describe({place_of(7, 0): np.array(values, float)[:, None]}, items=1, **how)
    return {f.name: getattr(found, f.name)[ALL, 0].item() for f in fields(Statistics)}


@settings(max_examples=25, deadline=None)
@given(size=st.integers(1, 90), seed=st.integers(0, 10_000))
def test_describe_equals_pandas(size, seed):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 60, (size, 3)) / 2
    values[rng.random(values.shape) < 0.3] = np.nan
    places = rng.integers(0, PLACES, size)
    numbers = {int(p): values[places == p] for p in np.unique(places)}
    found = describe(numbers, items=3, money={1})
    frame = pd.DataFrame(values)
    for g in range(len(GROUPS)):
        members = frame[pd.Series(places).isin(np.flatnonzero(PLACE_MEMBERSHIP[g]))]
        np.testing.assert_array_equal(found.n[g], members.count())
        np.testing.assert_allclose(found.mean[g], members.mean(), rtol=1e-12)
        np.testing.assert_allclose(found.lower[g], members.quantile(0.25), rtol=1e-12)
        np.testing.assert_allclose(found.median[g], members.median(), rtol=1e-12)
        np.testing.assert_allclose(found.upper[g], members.quantile(0.75), rtol=1e-12)
        np.testing.assert_allclose(found.trimmed[g], members.agg(trimmed), rtol=1e-12)
        total = members[1].sum(min_count=1)
        np.testing.assert_allclose(found.total[g], [math.nan, total, math.nan], rtol=1e-12)


def trimmed(column):
    kept = column.dropna().sort_values()
    out = len(kept) // 10
    return kept.iloc[out : len(kept) - out].mean() if out else math.nan


def test_a_tenth_is_cut_at_each_end():
    assert of_one_group([1000, 2, 3, 4, 5, 6, 7, 8, 9, -500], money={0}) == {
        "n": 10,
        "mean": 54.4,
        "lower": 3.25,
        "median": 5.5,
        "upper": 7.75,
        "trimmed": 5.5,
        "total": 544.0,
    }


def test_fewer_than_ten_values_have_no_trimmed_mean():
    found = of_one_group(range(9))
    assert (found["mean"], math.isnan(found["trimmed"])) == (4.0, True)


def test_only_money_has_a_total():
    assert math.isnan(of_one_group([1, 2])["total"])
    assert of_one_group([1, 2], money={0})["total"] == 3.0


def test_a_trimmed_mean_needs_ten_times_the_smallest_count():
    assert [trimmed_base(least) for least in (3, 5)] == [30, 50]


def test_a_return_of_unknown_maturity_is_in_no_band():
    values = {place_of(7, 0): np.array([[1.0]]), place_of(7, 3): np.array([[5.0]])}
    found = describe(values, items=1)
    assert (found.n[ALL, 0], found.n[LATE, 0], found.mean[LATE, 0]) == (2, 1, 5.0)
    assert found.n[GROUP_INDEX["maturity:early"], 0] == 0


def test_describe_does_not_depend_on_the_order_of_returns():
    rng = np.random.default_rng(3)
    values = rng.normal(size=(200, 2)) * 1e6
    first = describe({30: values[:120], 31: values[120:]}, items=2, money={0, 1})
    for _ in range(5):
        mixed = {30: rng.permutation(values[:120]), 31: rng.permutation(values[120:])}
        second = describe(mixed, items=2, money={0, 1})
        for one, other in zip(astuple(first), astuple(second), strict=True):
            np.testing.assert_array_equal(one, other)


def test_describe_without_numbers_is_nan():
    nothing = describe({}, items=2, money={0})
    assert nothing.n.tolist() == [[0, 0]] * len(GROUPS)
    for name in ("mean", "lower", "median", "upper", "trimmed", "total"):
        assert np.isnan(getattr(nothing, name)).all(), name
    assert describe({3: np.full((4, 2), np.nan)}, items=2).n.sum() == 0
