"""Counts arranged by item: listed options, base, and what stands outside the base. Pure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.results.layout import KINDS, Layout

Numbers = npt.NDArray[np.int64]

# The order of `Table.aside`, and of the columns of a published item.
DONT_KNOW, NOT_APPLICABLE, NOT_ANSWERED = range(3)
ASIDE = ("dont_know", "not_applicable", "not_answered")


@dataclass(frozen=True, eq=False)
class Table:
    """Counts of rows of anything, groups or places.

    `answers` is [rows, items, cells], `bases` [rows, items], `aside` [rows, items, 3]: don't know,
    not applicable, not answered. `chosen` [rows, items] are those of "not applicable" who were
    asked and said so; the others were not asked.
    """

    answers: Numbers
    bases: Numbers
    aside: Numbers
    chosen: Numbers


def table(layout: Layout, counts: npt.NDArray[np.generic]) -> Table:
    """The table of counts [rows, columns, highest + 2] as `aggregation` gives them."""
    rows = len(counts)
    flat = np.concatenate([counts.reshape(rows, -1), np.zeros((rows, 1))], axis=1)
    flat = flat.astype(np.int64)
    answers = flat[:, layout.answers]
    chosen = flat[:, layout.chosen_na]
    aside = np.stack(
        [
            flat[:, layout.dont_know],
            flat[:, layout.routed] + chosen,
            flat[:, layout.missing],
        ],
        axis=-1,
    )
    return Table(answers, _bases(layout, flat, answers, aside), aside, chosen)


def _bases(layout: Layout, flat: Numbers, answers: Numbers, aside: Numbers) -> Numbers:
    """Valid answers: for a tick-all item, those who answered less those who ticked "don't know"."""
    inside = (answers * layout.in_base).sum(axis=-1)
    outside = (answers * ~layout.in_base).sum(axis=-1)
    ticked = flat[:, layout.answered] + flat[:, layout.unticked]
    ticked -= aside[..., DONT_KNOW] + flat[:, layout.chosen_na] + outside
    return np.where(
        layout.kinds == KINDS.index("choice"),
        inside,
        np.where(layout.kinds == KINDS.index("multi"), ticked, flat[:, layout.answered]),
    )
