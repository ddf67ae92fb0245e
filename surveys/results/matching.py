"""Partnerships that answered two waves, counted in both: the matched tables of an edition.

Only questions that the mapping calls the same are compared. Groups are those of the later wave, for
both waves: a partnership that changed its type or its funding since counts where it is now. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from surveys.questionnaires import conditions
from surveys.questionnaires.structure import Form, Item
from surveys.results.aggregation import count
from surveys.results.breakdowns import (
    AUTHORITY_TYPES,
    BANDS,
    PLACE_MEMBERSHIP,
    PLACES,
    REGIONS,
    place_of,
)
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import traits
from surveys.results.layout import Layout, layout
from surveys.results.matched_rules import (
    AT,
    GROUPS,
    HALVES_AT,
    WITHHELD,
    Mask,
    Pair,
    Standing,
    Whole,
    withheld,
)
from surveys.results.places import Placed
from surveys.results.published import ItemCells, Shown
from surveys.results.recount import counted
from surveys.results.tables import Table, table

__all__ = ["GROUPS", "Matched", "MatchedCells", "SameItem", "Side", "match", "same_items"]


@dataclass(frozen=True)
class SameItem:
    """One item that is asked in both waves, and the options in the base, which are the same."""

    key: str
    earlier_key: str
    options: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Side:
    """One wave: its form, its placed returns and the cells that its edition publishes.

    `placed` of the earlier wave holds the returns that its edition counted and no others.
    """

    form: Form
    placed: Placed
    items: Mapping[str, ItemCells]
    settings: Thresholds


@dataclass(frozen=True)
class MatchedCells:
    """A row of MatchedItem: by group of GROUPS, None where withheld."""

    position: int
    key: str
    earlier_key: str
    options: tuple[str, ...]
    counts_now: tuple[Shown, ...]
    counts_then: tuple[Shown, ...]
    bases_now: Shown
    bases_then: Shown


@dataclass(frozen=True)
class Matched:
    """The matched tables, and who stands in them.

    `summary` is for Edition.quality["matched"]: "partnerships" by group; "only_now", "only_then":
    how many answered one wave alone; "moved": of the partnerships in both, how many stand in
    another type, another region or on the other side of the funding than before.
    """

    items: list[MatchedCells] = field(default_factory=list)
    summary: dict[str, object] = field(default_factory=dict)


def same_items(now: Form, then: Form) -> list[SameItem]:
    """Items of the questions that the mapping of `now` calls the same, asked of one choice or ticks.

    None where it is mapped to another version than `then`, or where an answer that counted in the
    base does not any more.
    """
    if now.mapped_to is None or now.mapped_to.sha256 != then.sha256:
        return []
    found = []
    for item in now.items:
        match = now.mapping[item.question]
        if not match.is_same or item.kind not in ("choice", "multi"):
            continue
        earlier_key = ".".join(filter(None, (match.earlier[0], item.row)))
        earlier = then.by_item.get(earlier_key)
        if earlier and set(_in_base(earlier)) == set(_in_base(item)):
            found.append(SameItem(item.key, earlier_key, _in_base(item)))
    return found


def _in_base(item: Item) -> tuple[str, ...]:
    return tuple(option.code for option in item.options if option.in_base)


def match(now: Side, then: Side) -> Matched:
    """The matched tables of `now` against `then`; without items where nobody answered both."""
    places_now, places_then = _places(now.placed), _places(then.placed)
    both = places_now.keys() & places_then.keys()
    if not both:
        return Matched(summary=_summary(places_now, places_then))
    waves = [
        _Wave(now, places_now, places_now, both),
        _Wave(then, places_then, places_now, both),
    ]
    routed = _routed(now.form, now.settings) | _routed(then.form, then.settings)
    positions = {item.key: at for at, item in enumerate(now.form.items)}
    items = []
    for same in same_items(now.form, then.form):
        asked = same.key in routed or same.earlier_key in routed
        counts_now, bases_now = waves[0].cells(same.key, same.options, asked)
        counts_then, bases_then = waves[1].cells(same.earlier_key, same.options, asked)
        items.append(
            MatchedCells(
                positions[same.key], same.key, same.earlier_key, same.options,
                counts_now, counts_then, bases_now, bases_then,
            )
        )  # fmt: skip
    return Matched(items, _summary(places_now, places_then))


def counted_as_is(now: Side, then: Side, strata: Mapping[int, int]) -> dict[str, Any]:
    """The earlier wave, whole groups, with every partnership where it stands now: for evaluators.

    `strata`: partnership → stratum now; those not in it stay where they were. By key of the later
    item: options, and counts and bases by group with each row ruled on by itself. Empty where
    nobody has moved. For Edition.quality["as_is"].
    """
    moved: dict[int, list[bytes]] = {}
    stayed = True
    form = layout(then.form)
    was = _places(then.placed)
    for one, returned in _returns(then.placed, form.columns):
        stratum, band = divmod(was[one], len(BANDS) + 1)
        stayed &= strata.get(one, stratum) == stratum
        moved.setdefault(place_of(strata.get(one, stratum), band), []).append(returned)
    if stayed:
        return {}
    codes = {place: b"".join(parts) for place, parts in moved.items()}
    facts = traits(then.form, then.settings.public)
    found = counted(form, Placed(codes, {}, {}), then.settings, facts, seconds=True).finished
    cells = {item.key: item for item in found.items()}
    return {
        same.key: _as_is(cells[same.earlier_key], same.options)
        for same in same_items(now.form, then.form)
    }


def _as_is(cells: ItemCells, options: Sequence[str]) -> dict[str, Any]:
    columns = [cells.options.index(code) for code in options]
    return {
        "options": list(options),
        "counts": [[cells.counts[group][column] for column in columns] for group in AT],
        "bases": [cells.bases[group] for group in AT],
    }


def _places(placed: Placed) -> dict[int, int]:
    return {one: place for place, ids in placed.partnerships.items() for one in ids}


class _Wave:
    """One wave's matched returns, counted in the places of the later wave."""

    def __init__(
        self, side: Side, places: Mapping[int, int], later: Mapping[int, int], both: set[int]
    ):
        self.side = side
        self.layout: Layout = layout(side.form)
        self.at = {plan.key: index for index, plan in enumerate(self.layout.items)}
        codes: dict[int, list[bytes]] = {}
        for one, returned in _returns(side.placed, self.layout.columns):
            if one in both:
                codes.setdefault(later[one], []).append(returned)
        joined = {place: b"".join(parts) for place, parts in codes.items()}
        tallies = count(joined, columns=self.layout.columns, highest=self.layout.highest)
        self.table: Table = table(self.layout, tallies.by_group()[AT])
        self.standing = _standing(places, {one: later[one] for one in both})

    def cells(
        self, key: str, options: Sequence[str], routed: bool
    ) -> tuple[tuple[Shown, ...], Shown]:
        """Counts by group and option, and bases, of what may be shown."""
        index, published = self.at[key], self.side.items[key]
        columns = [published.options.index(code) for code in options]
        pair = Pair(
            counts=self.table.answers[:, index, columns],
            bases=self.table.bases[:, index],
            whole=_published(published, AT, columns)[:, :-1],
            whole_bases=_published(published, AT, columns)[:, -1],
            halves=_published(published, HALVES_AT, columns),
            shares=published.kind == "multi",
            routed=routed,
        )
        hidden = withheld(pair, self.standing, self.side.settings)
        counts = [_shown(*row) for row in zip(pair.counts, hidden[:, :-1], strict=True)]
        return tuple(counts), _shown(pair.bases, hidden[:, -1])


def _returns(placed: Placed, columns: int) -> Iterator[tuple[int, bytes]]:
    for place, ids in placed.partnerships.items():
        joined = placed.codes[place]
        for at, one in enumerate(ids):
            yield one, joined[at * columns : (at + 1) * columns]


def _published(cells: ItemCells, groups: Sequence[int], columns: Sequence[int]) -> Whole:
    """Published counts of these options and the base [groups, options + 1]."""
    rows = [[*(cells.counts[g][c] for c in columns), cells.bases[g]] for g in groups]
    return np.array([[WITHHELD if value is None else value for value in row] for row in rows])


def _shown(values: Whole, hidden: Mask) -> Shown:
    pairs = zip(values.tolist(), hidden.tolist(), strict=True)
    return tuple(None if gone else value for value, gone in pairs)


def _standing(whole: Mapping[int, int], matched: Mapping[int, int]) -> Standing:
    """Who is in the whole table and where, beside who is in the matched one and where."""
    rows = [*AT, *HALVES_AT]
    members = PLACE_MEMBERSHIP[rows].astype(np.int64)
    apart = np.zeros(len(rows), np.int64)
    for one, place in whole.items():
        there = matched.get(one)
        apart += members[:, place] if there is None else members[:, place] != members[:, there]
    sizes = [
        members @ np.bincount(list(held.values()), minlength=PLACES) for held in (matched, whole)
    ]
    groups = len(GROUPS)
    return Standing(
        matched=sizes[0][:groups],
        whole=sizes[1][:groups],
        apart=apart[:groups],
        present=sizes[0][groups:] > 0,
        joined=apart[groups:] == 0,
    )


def _routed(form: Form, settings: Thresholds) -> set[str]:
    """Keys of items that are asked by an answer that is no public fact."""
    sections = {section.code: section.show_if for section in form.sections}
    found = set()
    for item in form.items:
        question = form.question(item.question)
        row = next((row.show_if for row in question.rows if row.code == item.row), None)
        for node in (sections[question.section], question.show_if, row):
            if conditions.references(node) - set(settings.public):
                found.add(item.key)
    return found


def _summary(now: Mapping[int, int], then: Mapping[int, int]) -> dict[str, object]:
    both = sorted(now.keys() & then.keys())
    held = np.bincount([now[one] for one in both], minlength=PLACES)
    sizes = PLACE_MEMBERSHIP[AT].astype(np.int64) @ held
    return {
        "partnerships": dict(zip(GROUPS, sizes.tolist(), strict=True)),
        "only_now": len(now) - len(both),
        "only_then": len(then) - len(both),
        "moved": {
            name: sum(part(now[one]) != part(then[one]) for one in both)
            for name, part in _CLASSES.items()
        },
    }


_REGION = len(BANDS) + 1  # places of one region in a row
_TYPE = _REGION * len(REGIONS)
_CLASSES = {
    "type": lambda place: place // _TYPE % len(AUTHORITY_TYPES),
    "nrf": lambda place: place // _TYPE // len(AUTHORITY_TYPES),
    "region": lambda place: place // _REGION % len(REGIONS),
}
