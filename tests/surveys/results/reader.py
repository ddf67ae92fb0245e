"""A reader who knows a row's total, its shown cells and the rules, and tries every completion."""

from collections.abc import Sequence
from math import comb

import numpy as np
import numpy.typing as npt

from surveys.results.disclosure.suppression import Rows, Thresholds, rules_of_rows

Counts = npt.NDArray[np.int64]
MANY = 60_000  # completions tried one by one; beyond, those nearest to the true row


def rules_of(rows: Counts, sensitive: Sequence[bool], thresholds: Thresholds):
    """The rules for rows [rows, cells] of which none is withheld whole."""
    table = Rows(
        rows[None],
        np.ones((1, rows.shape[1]), bool),
        np.array(sensitive, bool),
        np.zeros((1, len(rows)), np.uint8),
    )
    return rules_of_rows(table, thresholds)[0]


def possible_values(
    row: Sequence[int], sensitive: Sequence[bool], thresholds: Thresholds
) -> dict[int, set[int]]:
    """Place of every hidden sensitive cell → the counts it may hold for all the reader knows.

    For rows too large to try everything this is a part of them, never more than there are.
    """
    true = np.array(row)
    hidden = rules_of(true[None], sensitive, thresholds)[0] > 0
    places = np.flatnonzero(hidden)
    if not len(places):
        return {}
    tried = np.repeat(true[None], len(parts := _parts(true[places])), axis=0)
    tried[:, places] = parts
    same = ((rules_of(tried, sensitive, thresholds) > 0) == hidden).all(axis=1)
    return {int(p): set(tried[same, p].tolist()) for p in places if sensitive[p]}


def _parts(held: Counts) -> Counts:
    total, cells = int(held.sum()), len(held)
    if comb(total + cells - 1, cells - 1) > MANY:
        return _near(held)
    return completions(total, cells)


def completions(total: int, cells: int) -> Counts:
    """Every row of that many cells with this total."""
    parts = np.zeros((1, 0), np.int64)
    for _ in range(cells - 1):
        left = total - parts.sum(axis=1)
        repeated = np.repeat(parts, left + 1, axis=0)
        next_cell = np.concatenate([np.arange(most + 1) for most in left])
        parts = np.column_stack([repeated, next_cell])
    return np.column_stack([parts, total - parts.sum(axis=1)])


def _near(held: Counts) -> Counts:
    """The row itself, every swap of two cells, and every move of one to four between two."""
    found = [held]
    for one in range(len(held)):
        for other in range(len(held)):
            swapped = held.copy()
            swapped[[one, other]] = held[[other, one]]
            found.append(swapped)
            for moved in range(1, min(4, int(held[one])) + 1):
                shifted = held.copy()
                shifted[one] -= moved
                shifted[other] += moved
                found.append(shifted)
    return np.array(found)
