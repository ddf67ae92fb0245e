"""A whole count of a wave: coded returns in, publishable cells out. Pure."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from surveys.results.aggregation import Statistics, count, describe
from surveys.results.cells import Finished, finish
from surveys.results.layout import Layout
from surveys.results.suppression import Thresholds

METHOD = 2
"""Version of the counting and disclosure rules; raise it when the same returns would give others."""


def recount(
    layout: Layout,
    codes: Mapping[int, bytes],
    numbers: Mapping[int, npt.NDArray[np.float64]],
    thresholds: Thresholds,
) -> Finished:
    """Count, describe and finish the returns of each stratum."""
    counts = count(codes, columns=layout.columns, highest=layout.highest)
    return finish(layout, counts, statistics(layout, numbers), thresholds)


def statistics(layout: Layout, numbers: Mapping[int, npt.NDArray[np.float64]]) -> Statistics:
    """Descriptions of the numeric items; a questionnaire without any has none."""
    items = len(layout.number_items)
    return describe(numbers if items else {}, items=items)
