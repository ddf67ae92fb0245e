"""The answers to each item that may be traded for each other, and the cells they are shown in."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from surveys.results.aggregation import Tallies
from surveys.results.breakdowns import BANDS, GROUPS, PLACE_MEMBERSHIP
from surveys.results.disclosure.witness import ROWS, UNKNOWN, Field, Ints, Spots
from surveys.results.layout import KINDS, Layout
from surveys.results.tables import DONT_KNOW, NOT_ANSWERED, NOT_APPLICABLE, Table

NOWHERE = -1  # an answer without a cell of its own: "not ticked", "answered"


@dataclass(frozen=True, eq=False)
class Answers:
    """A field of one item. `columns[a]`: the cell of answer `a` in a row, NOWHERE without one;
    `inside[a]`: it counts in the base. `codes` name the answers as routes do; answers of one side
    of the base are traded for each other, of two sides only if `whole` rows are withheld."""

    item: int
    field: Field
    columns: tuple[int, ...]
    inside: tuple[bool, ...]
    codes: tuple[str, ...]
    whole: bool


def fields_of(layout: Layout, table: Table, item: int) -> Iterator[Answers]:
    """The fields of one item; `table` counts by group."""
    kind = KINDS[layout.kinds[item]]
    plan, outside = layout.items[item], _outside(layout, table, item)
    bases = table.bases[:, item]
    inside = [_Answer("", NOWHERE, bases, inside=True)]
    if kind == "choice":
        inside = [
            _Answer(code, column, table.answers[:, item, column], inside=True)
            for column, code in enumerate(plan.options)
            if plan.in_base[column]
        ]
    if kind == "multi":
        for column, code in enumerate(plan.options):
            if plan.in_base[column]:
                ticked = table.answers[:, item, column]
                pair = [
                    _Answer(code, column, ticked, inside=True),
                    _Answer(f"not {code}", NOWHERE, bases - ticked, inside=True),
                ]
                yield _joined(item, pair, whole=False)
    for answers in (inside, outside):
        if len(answers) > 1:
            yield _joined(item, answers, whole=False)
    yield _joined(item, [*inside, *outside], whole=True)


@dataclass(frozen=True, eq=False)
class _Answer:
    code: str
    column: int
    held: Ints
    inside: bool


def _outside(layout: Layout, table: Table, item: int) -> list[_Answer]:
    plan, first = layout.items[item], layout.answers.shape[1]
    found = [
        _Answer(code, column, table.answers[:, item, column], inside=False)
        for column, code in enumerate(plan.options)
        if not plan.in_base[column]
    ]
    if layout.dont_know[item] != layout.nowhere:
        held = table.aside[:, item, DONT_KNOW]
        found.append(_Answer("dk", first + DONT_KNOW, held, inside=False))
    if layout.chosen_na[item] != layout.nowhere:
        held = table.chosen[:, item]
        found.append(_Answer("na", first + NOT_APPLICABLE, held, inside=False))
    missing = table.aside[:, item, NOT_ANSWERED]
    return [*found, _Answer("", first + NOT_ANSWERED, missing, inside=False)]


def _joined(item: int, answers: list[_Answer], *, whole: bool) -> Answers:
    sides = [answer.inside for answer in answers]
    partners = tuple(
        tuple(
            other for other, there in enumerate(sides) if other != one and (there != side) == whole
        )
        for one, side in enumerate(sides)
    )
    counts = np.full((ROWS, len(answers)), np.inf)
    counts[: len(GROUPS)] = np.stack([answer.held for answer in answers], axis=1)
    return Answers(
        item=item,
        field=Field(counts, partners),
        columns=tuple(answer.column for answer in answers),
        inside=tuple(sides),
        codes=tuple(answer.code for answer in answers),
        whole=whole,
    )


def spots_of(tallies: Tallies) -> Spots:
    """Every stratum that holds returns, with every band and with none."""
    width = len(BANDS) + 1
    strata = np.unique(tallies.places // width)
    places = (strata[:, None] * width + np.arange(width)).ravel()
    members = PLACE_MEMBERSHIP[:, places]
    dimensions = list(dict.fromkeys(group.dimension for group in GROUPS))
    rows = np.full((len(places), len(dimensions)), UNKNOWN)
    for column, dimension in enumerate(dimensions):
        for group, each in enumerate(GROUPS):
            if each.dimension == dimension:
                rows[members[group], column] = group
    return Spots(places, rows, width)
