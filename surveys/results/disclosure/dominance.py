"""Sums of money that one partnership dominates must not be published: the p per cent rule."""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import GROUPS, PLACE_MEMBERSHIP

Numbers = Mapping[int, npt.NDArray[np.float64]]


def is_dominated(values: npt.NDArray[np.float64], per_cent: int) -> bool:
    """Whether the second largest contributor could estimate the largest to within p per cent.

    It knows the total and its own value, so what is left beside those two must be at least p per
    cent of the largest (the p per cent rule of statistical disclosure control).
    """
    if len(values) < 2:
        return len(values) == 1
    ordered = np.sort(values)
    rest = ordered[:-2].sum()
    return bool(rest < ordered[-1] * per_cent / 100)


def dominated(
    numbers: Numbers, *, items: int, money: Collection[int], per_cent: int
) -> npt.NDArray[np.bool_]:
    """[groups, number items]: which sums one partnership dominates; `money` names the columns."""
    found = np.zeros((len(GROUPS), items), bool)
    places = [place for place in sorted(numbers) if len(numbers[place])]
    for item in money:
        held = [numbers[place][:, item] for place in places]
        kept = [values[~np.isnan(values)] for values in held]
        for group in range(len(GROUPS)):
            inside = [v for p, v in zip(places, kept, strict=True) if PLACE_MEMBERSHIP[group, p]]
            values = np.concatenate([np.empty(0), *inside])
            found[group, item] = len(values) > 0 and is_dominated(values, per_cent)
    return found
