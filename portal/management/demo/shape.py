"""How a synthetic answer is drawn: from shares, bent by what the partnership is like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from random import Random
from statistics import NormalDist
from typing import Any

from portal.management.demo.character import Character

NORMAL = NormalDist()
Option = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """`shares`: per cent by option in the document's order, the options outside the base included.

    `leans`: by how much a trait of the partnership moves the answer towards the *later* options,
    in standard deviations; negative for scales that begin with their best answer. Traits are named
    in `character.py`.
    """

    shares: tuple[float, ...]
    leans: Mapping[str, float] = field(default_factory=dict)


def of(*shares: float, **leans: float) -> Shape:
    """One item's shape: `of(46, 7, 16, nrf=-0.2)`."""
    return Shape(tuple(shares), leans)


def rows(question: str, shapes: Mapping[str, Shape], **leans: float) -> dict[str, Shape]:
    """The rows of a grid keyed "H02.crime"; `leans` hold for rows that do not name their own."""
    return {
        f"{question}.{row}": Shape(shape.shares, {**leans, **shape.leans})
        for row, shape in shapes.items()
    }


def ticks(question: str, shapes: Mapping[str, Shape | float], **leans: float) -> dict[str, Shape]:
    """The options of a multiple choice keyed "B10:board"; the one share: how many tick it."""
    made = {code: each if isinstance(each, Shape) else of(each) for code, each in shapes.items()}
    return {
        f"{question}:{code}": Shape(shape.shares, {**leans, **shape.leans})
        for code, shape in made.items()
    }


def choose(shape: Shape, options: list[Option], who: Character, rng: Random) -> str:
    """One option's code. Uses two random numbers whatever happens, so later answers never shift."""
    position = 100 * rng.random()
    level = NORMAL.cdf(_standing(shape, who, rng))
    outside = [index for index, option in enumerate(options) if not option.get("in_base", True)]
    for index in outside:
        if position < shape.shares[index]:
            return str(options[index]["code"])
        position -= shape.shares[index]
    inside = [index for index in range(len(options)) if index not in outside]
    level *= sum(shape.shares[index] for index in inside)
    for index in inside:
        level -= shape.shares[index]
        if level < 0:
            return str(options[index]["code"])
    return str(options[inside[-1]]["code"])


def ticked(shape: Shape, who: Character, rng: Random) -> bool:
    """Whether one option of a multiple choice is ticked."""
    return 100 * NORMAL.cdf(-_standing(shape, who, rng)) < shape.shares[0]


def amount(centre: float, spread: float, who: Character, rng: Random, **leans: float) -> float:
    """A positive, skewed amount: `centre` is its median, `spread` its logarithm's deviation."""
    return float(centre * 2.718281828 ** (spread * _standing(Shape((), leans), who, rng)))


def _standing(shape: Shape, who: Character, rng: Random) -> float:
    """Where this partnership stands on the item, about standard normal over all partnerships."""
    bend, explained = who.bend(shape.leans)
    noise = NORMAL.inv_cdf(min(max(rng.random(), 1e-9), 1 - 1e-9))
    return bend + sqrt(max(0.1, 1 - explained)) * noise
