"""Late beside early returns: a sign of what those who never answered might have said.

Whoever answers late is the likest to those who do not answer at all. The first and the last third
of the returns, by time of sign-off, are set beside each other over every answer of every question.
For evaluators only: these are counts of returns without disclosure control.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.results.layout import KINDS, Layout

Whole = npt.NDArray[np.intp]
Matrix = npt.NDArray[np.uint8]
LEAST = 10  # answers in each third from which a question is compared


def late_beside_early(
    layout: Layout,
    codes: Mapping[int, bytes],
    partnerships: Mapping[int, Sequence[int]],
    order: Sequence[int],
) -> dict[str, Any]:
    """The differences of late less early returns in per cent points, as kept in Edition.quality.

    `codes` and `partnerships` by place (places.Placed), `order`: partnership ids by time of
    sign-off. `mean_difference` is the mean of the absolute differences over all answers,
    `by_chance` what it would be expected to be if the time of sign-off said nothing: late answers
    differ from early ones if the first is clearly larger. Both are None where nothing can be
    compared. Questions are items with a base of LEAST in both thirds.
    """
    third = len(order) // 3
    place = {partnership: position for position, partnership in enumerate(order)}
    ranks = [place[one] for number in sorted(partnerships) for one in partnerships[number]]
    matrix = np.frombuffer(b"".join(codes[number] for number in sorted(codes)), np.uint8)
    ordered = matrix.reshape(len(ranks), layout.columns)[np.argsort(ranks)]
    early, late = ordered[:third], ordered[len(ordered) - third :]
    counted = [_counted(layout, part) for part in (early, late, ordered)]
    questions = list(_questions(layout, *counted))
    differences = [each for one in questions for each in one["differences"].values()]
    chances = [one.pop("by_chance") for one in questions]
    return {
        "early": third,
        "late": third,
        "mean_difference": _mean(np.abs(differences)),
        "by_chance": _mean(np.concatenate(chances)) if chances else None,
        "questions": questions,
    }


def _mean(values: Any) -> float | None:
    return round(float(np.mean(values)), 2) if len(values) else None


def _counted(layout: Layout, matrix: Matrix) -> tuple[Whole, Whole]:
    """Answers [items, cells] and bases [items] of these returns."""
    width = layout.highest + 2
    slots = matrix + np.arange(layout.columns) * width
    listed = matrix <= layout.highest  # others are routed out or not answerable
    flat = np.bincount(slots[listed], minlength=layout.nowhere + 1)
    answers = flat[layout.answers]
    inside = (answers * layout.in_base).sum(axis=-1)
    ticked = flat[layout.answered] + flat[layout.unticked]
    ticked -= flat[layout.dont_know] + flat[layout.chosen_na]
    ticked -= (answers * ~layout.in_base).sum(axis=-1)
    return answers, np.where(layout.kinds == KINDS.index("multi"), ticked, inside)


def _questions(
    layout: Layout,
    early: tuple[Whole, Whole],
    late: tuple[Whole, Whole],
    everybody: tuple[Whole, Whole],
) -> Iterator[dict[str, Any]]:
    for index, item in enumerate(layout.items):
        bases = early[1][index], late[1][index]
        options = np.flatnonzero(layout.in_base[index])
        if item.kind not in ("choice", "multi") or min(bases) < LEAST or not len(options):
            continue
        shares = [part[0][index, options] / part[1][index] for part in (early, late, everybody)]
        points = 100 * (shares[1] - shares[0])
        spread = shares[2] * (1 - shares[2]) * (1 / bases[0] + 1 / bases[1])
        yield {
            "item": item.key,
            "early_base": int(bases[0]),
            "late_base": int(bases[1]),
            "mean_difference": _mean(np.abs(points)),
            "differences": {
                item.options[option]: round(float(difference), 1)
                for option, difference in zip(options.tolist(), points, strict=True)
            },
            # The mean of the absolute value of a normal variable is 0.8 of its deviation.
            "by_chance": 100 * np.sqrt(spread * 2 / np.pi),
        }
