"""Describing numbers: mean, quartiles, trimmed mean and total of every numeric item and group."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import GROUPS, PLACE_MEMBERSHIP

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.uint8]

CUT = 10
"""The trimmed mean leaves out one value in so many at each end, rounded down."""


@dataclass(frozen=True)
class Statistics:
    """Descriptions of the numeric items, each array [groups, number items].

    Quartiles and the median are interpolated linearly between order statistics. `trimmed` is the
    mean without the lowest and the highest tenth of the values. NaN where the group holds no
    number, for `trimmed` where it holds fewer than CUT, for `total` where the item is no money.
    """

    n: Counts
    mean: Floats
    lower: Floats
    median: Floats
    upper: Floats
    trimmed: Floats
    total: Floats


def trimmed_base(min_count: int) -> int:
    """The smallest base on which a trimmed mean may be shown.

    Beside the mean it tells the sum of all values it leaves out, so there must be `min_count` of
    them at each end.
    """
    return CUT * min_count


def describe(
    numbers: Mapping[int, npt.NDArray[np.floating]], *, items: int, money: Collection[int] = ()
) -> Statistics:
    """Describe every numeric item for the published groups.

    `numbers` holds for each place one row a return and one column a numeric item, NaN where there
    is no number; `money` names the columns whose total means something. Values are sorted before
    they are added, so the order in which returns are read never changes a digit.
    """
    places = [place for place in sorted(numbers) if len(numbers[place])]
    values = np.concatenate([numbers[p] for p in places]) if places else np.empty((0, items))
    owners = np.repeat(np.array(places, np.intp), [len(numbers[p]) for p in places])
    result = Statistics(
        np.zeros((len(GROUPS), items), np.int64),
        *(np.full((len(GROUPS), items), np.nan) for _ in range(6)),
    )
    if items and len(values):
        order = np.argsort(values.T, axis=1)  # NaN last
        ordered = np.take_along_axis(values.T, order, axis=1).astype(np.float64)
        for first, size, labels in _DIMENSIONS:
            _describe_dimension(ordered, labels[owners][order], first, size, result)
    no_money = [item for item in range(items) if item not in money]
    result.total[:, no_money] = np.nan
    return result


def _describe_dimension(
    ordered: Floats, labels: Labels, first: int, size: int, into: Statistics
) -> None:
    """Cut the ordered values [items, returns] into runs, one for each item and group.

    `labels` says which of the dimension's `size` groups each value belongs to. Missing values and
    those of no group make up one run more, which is not looked at.
    """
    items = len(ordered)
    labels = np.where(np.isnan(ordered), size, labels).astype(np.uint8)
    runs = np.take_along_axis(ordered, np.argsort(labels, axis=1, kind="stable"), axis=1).ravel()
    cells = labels + np.arange(items)[:, None] * (size + 1)
    sizes = np.bincount(cells.ravel(), minlength=items * (size + 1))
    starts = np.cumsum(sizes) - sizes
    known = np.flatnonzero((sizes > 0) & (np.arange(len(sizes)) % (size + 1) < size))
    held, begin = sizes[known], starts[known]
    item, group = np.divmod(known, size + 1)
    at = (first + group, item)
    sums = _sums(runs, begin, held)
    into.n[at], into.mean[at], into.total[at] = held, sums / held, sums
    for share, target in ((0.25, into.lower), (0.5, into.median), (0.75, into.upper)):
        target[at] = _quantiles(runs, begin, held, share)
    cut = held // CUT
    inner = _sums(runs, begin + cut, held - 2 * cut) / (held - 2 * cut)
    into.trimmed[at] = np.where(cut > 0, inner, np.nan)


def _sums(runs: Floats, starts: Counts, held: Counts) -> Floats:
    """The sum of each run of so many values from its start; none is empty."""
    if not len(starts):
        return np.empty(0)
    ends = np.stack([starts, starts + held], axis=1).ravel()
    # reduceat wants every position inside the array, and gives the gaps between runs as well.
    return np.add.reduceat(np.append(runs, 0.0), ends)[::2]


def _quantiles(runs: Floats, starts: Counts, held: Counts, share: float) -> Floats:
    places = (held - 1) * share
    below = places.astype(np.intp)
    above = np.minimum(below + 1, held - 1)
    low, high = runs[starts + below], runs[starts + above]
    return low + (high - low) * (places - below)


def _dimensions() -> tuple[tuple[int, int, Labels], ...]:
    """For each dimension its first group, its number of groups and, by place, which applies.

    Where none does, as for a return of unknown maturity, the label is the number of groups.
    """
    found = []
    for dimension in dict.fromkeys(group.dimension for group in GROUPS):
        rows = [i for i, group in enumerate(GROUPS) if group.dimension == dimension]
        members = PLACE_MEMBERSHIP[rows]
        labels = np.where(members.any(axis=0), members.argmax(axis=0), len(rows))
        found.append((rows[0], len(rows), labels.astype(np.uint8)))
    return tuple(found)


_DIMENSIONS = _dimensions()
