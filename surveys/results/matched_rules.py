"""What may be shown of a matched table, which anybody can subtract from the whole one.

A matched table counts the returns of a group from partnerships that answered both waves; the whole
table of the edition counts all returns of the group, so their difference is a table of the others.
Each wave is ruled on by itself, because what a partnership answered in one says nothing certain of
the other. A row is withheld with its base unless the whole row is shown, enough returns are in
either part, and nobody's routing shows in what is left. Cells are withheld where the rules of rows
would withhold them in the matched row or in the difference. Then further cells go until no sum or
difference of shown figures, matched and whole, gives a withheld one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import AUTHORITY_TYPES, GROUP_INDEX
from surveys.results.disclosure.suppression import (
    Rows,
    Rule,
    Thresholds,
    all_alike,
    rules_of_rows,
    rules_of_shares,
)

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

GROUPS = ("all", "nrf", "non_nrf", *AUTHORITY_TYPES)
AT = [GROUP_INDEX[key] for key in GROUPS]
HALVES = tuple(f"{flag}:{key}" for flag in ("non_nrf", "nrf") for key in AUTHORITY_TYPES)
"""NRF by type in the order of the cells that a stratum is numbered by."""
HALVES_AT = [GROUP_INDEX[key] for key in HALVES]
WITHHELD = -1
EXACT = 1e-7


def _members() -> Floats:
    """[groups, cells]: which cells of NRF and type make up each group."""
    nrf, kind = np.divmod(np.arange(len(HALVES)), len(AUTHORITY_TYPES))
    rows = [np.ones(len(HALVES)), nrf == 1, nrf == 0]
    rows += [kind == index for index in range(len(AUTHORITY_TYPES))]
    return np.array(rows, float)


MEMBERS = _members()


@dataclass(frozen=True, eq=False)
class Standing:
    """Who is counted in one wave. All but `present` are numbers of returns by group.

    `matched` in the matched table, `whole` in the whole one; `apart` in one of the two and not the
    other. `present` [cells]: cells of NRF and type that hold matched returns; `joined` [cells]:
    those in which both tables count the same returns.
    """

    matched: Whole
    whole: Whole
    apart: Whole
    present: Mask
    joined: Mask


@dataclass(frozen=True, eq=False)
class Pair:
    """The matched and the whole table of one item in one wave.

    `counts` [groups, options] and `bases` [groups] as they are; `whole` and `whole_bases` as
    published, WITHHELD where they are, `halves` [cells, options + 1] likewise with the base last.
    `routed`: whether the item is asked by an answer that is no public fact.
    """

    counts: Whole
    bases: Whole
    whole: Whole
    whole_bases: Whole
    halves: Whole
    shares: bool
    routed: bool


def withheld(pair: Pair, standing: Standing, settings: Thresholds) -> Mask:
    """Which cells are withheld: [groups, options + 1], the base last."""
    shown = (pair.whole_bases != WITHHELD) & (pair.whole != WITHHELD).all(axis=1)
    same = shown & (standing.apart == 0)  # the whole row once more: nothing is added
    hidden = _cells(pair, settings)
    hidden[~shown | _gone(pair, standing, settings)] = True
    hidden[same] = False
    # Nobody in the whole table is nobody in the matched one, whether shown or not.
    nobody = shown[:, None] & (np.column_stack([pair.whole, pair.whole_bases]) == 0)
    return _System(pair, standing).mended(hidden, nobody | same[:, None])


def _gone(pair: Pair, standing: Standing, settings: Thresholds) -> Mask:
    """Rows withheld with their base: too few in the matched table or in the difference."""
    rest, rest_bases = pair.whole - pair.counts, pair.whole_bases - pair.bases
    gone = (pair.bases < settings.min_base) | _few(standing.apart, settings.min_base)
    # Less than nobody: returns that were in another group then stand in one table alone.
    gone |= (rest < 0).any(axis=1) | (rest_bases < 0) | _few(rest_bases, settings.min_base)
    gone |= all_alike(pair.counts[:, None], pair.bases[:, None], settings)[:, 0]
    if pair.routed:
        gone |= _few(standing.matched - pair.bases, settings.min_count)
        gone |= _few(standing.whole - standing.matched - rest_bases, settings.min_count)
    return gone


def _few(numbers: Whole, least: int) -> Mask:
    return (numbers > 0) & (numbers < least)


def _cells(pair: Pair, settings: Thresholds) -> Mask:
    """Cells that the rules of rows withhold in the matched row or in the difference."""
    hidden = np.zeros((len(GROUPS), pair.counts.shape[1] + 1), bool)
    rest, rest_bases = pair.whole - pair.counts, pair.whole_bases - pair.bases
    open_rows = np.full((len(GROUPS), 1), Rule.SHOWN, np.uint8)
    every = np.ones((1, pair.counts.shape[1]), bool)
    for counts, bases in ((pair.counts, pair.bases), (np.maximum(rest, 0), rest_bases)):
        if pair.shares:
            rules = rules_of_shares(counts[:, None], bases[:, None], every, open_rows, settings)
        else:
            rows = Rows(counts[:, None], every, np.ones(1, bool), open_rows)
            rules = rules_of_rows(rows, settings)
        hidden[:, :-1] |= rules[:, 0] > 0
    return hidden


class _System:
    """What a reader can compute: one unknown for each cell of NRF and type and each column."""

    def __init__(self, pair: Pair, standing: Standing):
        self.pair = pair
        self.members = MEMBERS[:, standing.present]
        options = pair.counts.shape[1]
        columns = np.eye(options + 1)
        if not pair.shares:  # the base is the sum of the answers
            columns = np.column_stack([np.eye(options), np.ones(options)]).T
        self.figures = np.kron(self.members, columns)
        joined = np.flatnonzero(standing.present & standing.joined)
        held = np.eye(len(HALVES))[joined][:, standing.present]
        known = (pair.halves[joined] != WITHHELD).ravel()
        self.halves = np.kron(held, columns)[known]

    def mended(self, hidden: Mask, known: Mask) -> Mask:
        """Withhold more until no shown or known figure gives a withheld one that is not known."""
        hidden = hidden.copy()
        while (hidden & ~known).any():
            given = self._given(hidden, known)
            found = given & hidden & ~known
            if not found.any() or not self._withhold_beside(hidden, known, found):
                break
        return hidden

    def _given(self, hidden: Mask, known: Mask) -> Mask:
        """The figures that are sums and differences of those shown or known."""
        seen = np.vstack([self.figures[(~hidden | known).ravel()], self.halves])
        if not len(seen):
            return np.zeros(hidden.shape, bool)
        _, sizes, directions = np.linalg.svd(seen)
        rank = int((sizes > EXACT).sum())
        free = self.figures @ directions[rank:].T
        return (np.abs(free) < EXACT).all(axis=1).reshape(hidden.shape)

    def _withhold_beside(self, hidden: Mask, known: Mask, found: Mask) -> bool:
        """Withhold in one more row what is withheld in the row that can be found; False: cannot.

        That is the smallest row of which the figure was made, a broad group only if need be; if the
        figure was made of its own row, the rest of that row.
        """
        group, column = (int(part) for part in np.argwhere(found)[0])
        seen = np.flatnonzero((~hidden | known).ravel())
        matrix = np.vstack([self.figures[seen], self.halves])
        target = self.figures[group * hidden.shape[1] + column]
        parts = np.linalg.lstsq(matrix.T, target, rcond=None)[0][: len(seen)]
        rows = np.unique(seen[np.abs(parts) > EXACT] // hidden.shape[1])
        can = [row for row in rows.tolist() if (hidden[group] & ~hidden[row] & ~known[row]).any()]
        others = [row for row in can if row != group]
        if others:
            row = min(others, key=lambda one: (one == 0, self.pair.bases[one], one))
            more = hidden[group] & ~known[row]
        else:
            row, more = group, ~known[group]
        grown = bool((more & ~hidden[row]).any())
        hidden[row] |= more
        return grown
