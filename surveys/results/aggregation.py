"""Counting coded returns by stratum and summing the strata to the published groups."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import GROUPS, MEMBERSHIP

NOT_ANSWERED = 0
ROUTED_OUT = 250
CANNOT = 251  # reported as not answerable: counted with those not answered
BLOCK = 1 << 19
"""Answers counted at a time: keeps the working memory at a few megabytes at any size."""

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class DamagedCodesError(ValueError):
    """Stored codes that do not fit the questionnaire's layout; `manage.py rebuild_returns` mends them."""


@dataclass(frozen=True)
class Statistics:
    """Descriptions of the numeric items, each array [27 groups, number items].

    Quartiles and the median are interpolated linearly between order statistics; NaN where the
    group holds no number.
    """

    n: Counts
    mean: Floats
    lower: Floats
    median: Floats
    upper: Floats


def count(codes: Mapping[int, bytes], *, columns: int, highest: int) -> Counts:
    """Count every byte value of every column for the 27 groups.

    `codes` holds for each stratum the coded returns joined end to end, one byte a column;
    `highest` is the largest option code in use. The result is [27, columns, highest + 2]: first
    not answered or not answerable, then options 1 to `highest`, last routed out. Raises DamagedCodesError when bytes are
    missing or hold a value that no option has.
    """
    width = highest + 2
    table = _slots(highest)
    strata = sorted(codes)
    tallies = np.zeros((len(strata), columns * (width + 1)))
    offsets = np.arange(columns, dtype=np.intp) * (width + 1)
    for position, stratum in enumerate(strata):
        _tally(codes[stratum].translate(table), offsets, tallies[position], stratum)
    summed = (MEMBERSHIP[:, strata].astype(float) @ tallies).astype(np.int64)
    shaped = summed.reshape(len(GROUPS), columns, width + 1)
    if shaped[0, :, width].any():
        column = int(np.flatnonzero(shaped[0, :, width])[0])
        raise DamagedCodesError(f"Column {column} holds a code that no option of its item has.")
    return shaped[:, :, :width]


def _slots(highest: int) -> bytes:
    """A translation of byte values to count slots; the slot after the last marks a fault."""
    table = bytearray([highest + 2] * 256)
    table[: highest + 1] = range(highest + 1)
    table[ROUTED_OUT] = highest + 1
    table[CANNOT] = NOT_ANSWERED
    return bytes(table)


def _tally(slots: bytes, offsets: npt.NDArray[np.intp], into: Floats, stratum: int) -> None:
    columns = len(offsets)
    if len(slots) % columns:
        raise DamagedCodesError(f"The codes of stratum {stratum} are not whole returns.")
    matrix = np.frombuffer(slots, np.uint8).reshape(-1, columns)
    rows = max(1, BLOCK // columns)
    for start in range(0, len(matrix), rows):
        block = np.add(matrix[start : start + rows], offsets, dtype=np.intp)
        into += np.bincount(block.ravel(), minlength=len(into))


def describe(numbers: Mapping[int, npt.NDArray[np.floating]], *, items: int) -> Statistics:
    """Number of values, mean and quartiles of every numeric item for the 27 groups.

    `numbers` holds for each stratum one row a return and one column a numeric item, NaN where
    there is no number. Values are sorted before they are added, so the order in which returns are
    read never changes a digit.
    """
    strata = [stratum for stratum in sorted(numbers) if len(numbers[stratum])]
    values = np.concatenate([numbers[s] for s in strata]) if strata else np.empty((0, items))
    owners = np.repeat(np.array(strata, np.intp), [len(numbers[s]) for s in strata])
    result = Statistics(
        np.zeros((len(GROUPS), items), np.int64),
        *(np.full((len(GROUPS), items), np.nan) for _ in range(4)),
    )
    if items and len(values):
        order = np.argsort(values.T, axis=1)  # NaN last
        ordered = np.take_along_axis(values.T, order, axis=1).astype(np.float64)
        for first, labels in _DIMENSIONS:
            _describe_dimension(ordered, labels[owners][order], first, labels, result)
    return result


def _describe_dimension(
    ordered: Floats,
    labels: npt.NDArray[np.uint8],
    first: int,
    of_stratum: npt.NDArray[np.uint8],
    into: Statistics,
) -> None:
    """Cut the ordered values [items, returns] into runs, one for each item and group.

    `labels` says which group of the dimension each value belongs to; missing values make up one
    run more, which is not looked at.
    """
    items, missing = len(ordered), int(of_stratum.max()) + 1
    labels = np.where(np.isnan(ordered), missing, labels).astype(np.uint8)
    runs = np.take_along_axis(ordered, np.argsort(labels, axis=1, kind="stable"), axis=1).ravel()
    cells = labels + np.arange(items)[:, None] * (missing + 1)
    sizes = np.bincount(cells.ravel(), minlength=items * (missing + 1))
    starts = np.cumsum(sizes) - sizes
    filled = np.flatnonzero(sizes)
    sums = np.add.reduceat(runs, starts[filled])
    known = filled % (missing + 1) < missing
    held, begin = sizes[filled][known], starts[filled][known]
    item, group = np.divmod(filled[known], missing + 1)
    into.n[first + group, item] = held
    into.mean[first + group, item] = sums[known] / held
    for share, target in ((0.25, into.lower), (0.5, into.median), (0.75, into.upper)):
        target[first + group, item] = _quantiles(runs, begin, held, share)


def _quantiles(runs: Floats, starts: Counts, held: Counts, share: float) -> Floats:
    places = (held - 1) * share
    below = places.astype(np.intp)
    above = np.minimum(below + 1, held - 1)
    low, high = runs[starts + below], runs[starts + above]
    return low + (high - low) * (places - below)


def _dimensions() -> tuple[tuple[int, npt.NDArray[np.uint8]], ...]:
    """For each dimension its first group and, by stratum, which of its groups applies."""
    found = []
    for dimension in dict.fromkeys(group.dimension for group in GROUPS):
        rows = [i for i, group in enumerate(GROUPS) if group.dimension == dimension]
        found.append((rows[0], MEMBERSHIP[rows].argmax(axis=0).astype(np.uint8)))
    return tuple(found)


_DIMENSIONS = _dimensions()


def returns_by_stratum(codes: Mapping[int, bytes], *, columns: int) -> dict[int, int]:
    """How many returns each stratum holds."""
    return {stratum: len(joined) // columns for stratum, joined in codes.items()}
