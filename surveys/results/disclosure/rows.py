"""The cells of a row laid side by side: listed options, what stands outside the base, the base."""

from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.results.layout import Layout
from surveys.results.tables import ASIDE

Cell = tuple[int, int, int]
"""Positions of group, item and cell of the row."""


def width_of(layout: Layout) -> int:
    """How many cells a row has at most."""
    return options_of(layout) + len(ASIDE) + 1


def options_of(layout: Layout) -> int:
    """How many listed options an item has at most: the position of what stands outside."""
    return int(layout.answers.shape[1])


def joined(
    answers: npt.NDArray[Any], aside: npt.NDArray[Any], bases: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """[groups, items, cells of a row] of the three arrays of a table, or of its rules."""
    return np.concatenate([answers, aside, bases[..., None]], axis=-1)


def present(layout: Layout) -> npt.NDArray[np.bool_]:
    """[items, cells of a row]: which cells an item has."""
    found = np.ones((len(layout.items), width_of(layout)), bool)
    options = options_of(layout)
    found[:, :options] = layout.answers != layout.nowhere
    found[:, options] = layout.dont_know != layout.nowhere
    return found


def name_of(layout: Layout, item: int, column: int) -> str:
    """An option code, or the name of what stands beside the options."""
    first = options_of(layout)
    if column < first:
        return layout.items[item].options[column]
    return (*ASIDE, "base")[column - first]
