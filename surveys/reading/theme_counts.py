"""How many answers of each group hold each theme, and which of these counts may leave. Pure.

Evaluators read the counts as they are. What departments read is made by `safe`: a theme and the
answers without it are a row of two under the rules of the edition's settings; where one group of a
breakdown would be withheld, the whole breakdown is, so that nothing is left to take away from the
total. Combined breakdowns are never given.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import GROUPS, MEMBERSHIP, REGISTERED, STRATA
from surveys.results.disclosure.suppression import Rule, Thresholds, rules_of_shares

DIMENSIONS = ("all", "nrf", "type", "region")
SAFE_GROUPS = tuple(g for g in GROUPS[:REGISTERED] if g.dimension in DIMENSIONS)
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """`bases` [groups]: answers; `counts` [groups, themes]: those that hold the theme. The groups
    are those of the register."""

    bases: Counts
    counts: Counts


def tally(answers: Iterable[tuple[int, Collection[int]]], themes: Sequence[int]) -> Tally:
    """Of (stratum, ids of themes) of every answer."""
    bases = np.zeros(STRATA, np.int64)
    counts = np.zeros((STRATA, len(themes)), np.int64)
    for stratum, held in answers:
        bases[stratum] += 1
        counts[stratum] += [theme in held for theme in themes]
    groups = MEMBERSHIP[:REGISTERED].astype(np.int64)
    return Tally(groups @ bases, groups @ counts)


@dataclass(frozen=True)
class Safe:
    """What departments may read, in the order of SAFE_GROUPS; None where withheld."""

    bases: tuple[int | None, ...]
    counts: tuple[tuple[int | None, ...], ...]  # a row a theme

    @property
    def cells(self) -> int:
        """How many counts there are."""
        return sum(len(row) for row in self.counts)

    @property
    def withheld(self) -> int:
        """How many counts are withheld."""
        return sum(count is None for row in self.counts for count in row)

    def as_json(self, themes: Sequence[dict[str, str]]) -> dict[str, Any]:
        """The table of a ThemeRelease; `themes`: code, label and memo of each row."""
        rows = [
            {**theme, "counts": list(row)} for theme, row in zip(themes, self.counts, strict=True)
        ]
        keys = [group.key for group in SAFE_GROUPS]
        return {"groups": keys, "bases": list(self.bases), "themes": rows}


def safe(found: Tally, thresholds: Thresholds) -> Safe:
    """The counts that may leave under these settings."""
    at = [index for index, g in enumerate(GROUPS[:REGISTERED]) if g.dimension in DIMENSIONS]
    bases, counts = found.bases[at], found.counts[at]
    small = bases < thresholds.min_base
    withheld = np.where(small, np.uint8(Rule.SMALL_BASE), np.uint8(Rule.SHOWN))[:, None]
    rules = rules_of_shares(
        counts[:, None, :],
        bases[:, None],
        np.ones((len(at), 1, counts.shape[1]), bool),
        withheld.astype(np.uint8),
        thresholds,
    )
    hidden = _whole_breakdowns(rules[:, 0, :] != Rule.SHOWN)
    closed = _whole_breakdowns(small[:, None])[:, 0]
    return Safe(
        bases=tuple(None if shut else int(n) for n, shut in zip(bases, closed, strict=True)),
        counts=tuple(
            tuple(
                None if shut else int(n)
                for n, shut in zip(counts[:, theme], hidden[:, theme], strict=True)
            )
            for theme in range(counts.shape[1])
        ),
    )


def _whole_breakdowns(hidden: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Hidden as soon as one group of its breakdown is, or the total."""
    wider = hidden.copy()
    for dimension in DIMENSIONS:
        rows = [at for at, group in enumerate(SAFE_GROUPS) if group.dimension == dimension]
        wider[rows] = hidden[rows].any(axis=0) | hidden[0]
    return wider
