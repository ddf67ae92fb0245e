"""Where each item's answers stand in the coded form: positions for the finishing function."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.questionnaires.structure import Form, Item, Option

DONT_KNOW = "dk"
NOT_APPLICABLE = "na"
KINDS = ("choice", "multi", "number", "text")

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class ItemPlan:
    """One item: its listed options, with "don't know" and "not applicable" taken out of them."""

    key: str
    kind: str
    options: tuple[str, ...]
    in_base: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Layout:
    """Index arrays into counts [columns, highest + 2] laid flat with one zero added at the end.

    `answers` is [items, cells] for the listed options, `dont_know` and `chosen_na` [items] for the
    options of those names, `missing`, `routed` and `answered` [items] for the item's first column.
    `answered` points at "ticked or answered" (value 2 of a tick, 1 of a number or text) and
    `unticked` at value 1 of a tick. Positions that an item does not have point at the zero.
    """

    items: tuple[ItemPlan, ...]
    columns: int
    highest: int
    kinds: npt.NDArray[np.uint8]
    answers: Positions
    in_base: npt.NDArray[np.bool_]
    dont_know: Positions
    chosen_na: Positions
    missing: Positions
    routed: Positions
    answered: Positions
    unticked: Positions

    @property
    def nowhere(self) -> int:
        """The position of the added zero."""
        return self.columns * (self.highest + 2)

    @property
    def number_items(self) -> tuple[int, ...]:
        """Indices of the items that hold a number, in the order of the stored numbers."""
        return tuple(i for i, item in enumerate(self.items) if item.kind == "number")


def layout(form: Form) -> Layout:
    """The layout of a compiled form; build it once for a questionnaire version."""
    columns: list[list[int]] = [[] for _ in form.items]
    for position, column in enumerate(form.columns):
        columns[column.item_index].append(position)
    choices = [len(item.options) for item in form.items if item.kind == "choice"]
    highest = max([2, *choices])
    width = highest + 2
    plans = tuple(_plan(item) for item in form.items)
    cells = max([1, *(len(plan.options) for plan in plans)])
    nowhere = len(form.columns) * width
    answers = np.full((len(plans), cells), nowhere, np.intp)
    in_base = np.zeros((len(plans), cells), bool)
    aside = np.full((2, len(plans)), nowhere, np.intp)
    for index, item in enumerate(form.items):
        places = dict(_option_places(item, columns[index], width))
        plan = plans[index]
        answers[index, : len(plan.options)] = [places[code] for code in plan.options]
        in_base[index, : len(plan.options)] = plan.in_base
        for row, code in enumerate((DONT_KNOW, NOT_APPLICABLE)):
            if code in places and code not in plan.options:
                aside[row, index] = places[code]
    first = np.array([found[0] * width for found in columns], np.intp)
    kinds = np.array([KINDS.index(plan.kind) for plan in plans], np.uint8)
    multi = kinds == KINDS.index("multi")
    return Layout(
        items=plans,
        columns=len(form.columns),
        highest=highest,
        kinds=kinds,
        answers=answers,
        in_base=in_base,
        dont_know=aside[0],
        chosen_na=aside[1],
        missing=first,
        routed=first + width - 1,
        answered=np.where(multi, first + 2, first + 1),
        unticked=np.where(multi, first + 1, nowhere),
    )


def _plan(item: Item) -> ItemPlan:
    listed = [option for option in item.options if not _set_aside(option)]
    if item.kind == "multi" and any(not o.in_base and not o.exclusive for o in item.options):
        raise ValueError(
            f"{item.key}: an option outside the base must be exclusive in a tick-all question."
        )
    return ItemPlan(
        key=item.key,
        kind=item.kind,
        options=tuple(option.code for option in listed),
        in_base=tuple(option.in_base for option in listed),
    )


def _set_aside(option: Option) -> bool:
    return not option.in_base and option.code in {DONT_KNOW, NOT_APPLICABLE}


def _option_places(item: Item, columns: list[int], width: int) -> list[tuple[str, int]]:
    if item.kind == "multi":
        return [(o.code, columns[i] * width + 2) for i, o in enumerate(item.options)]
    return [(o.code, columns[0] * width + i + 1) for i, o in enumerate(item.options)]
