"""All cells of an edition as one long list that reads only the items of the page asked for."""

from bisect import bisect_right
from itertools import accumulate
from typing import Any

from surveys.results import queries
from surveys.results.breakdowns import GROUP_INDEX, GROUPS
from surveys.results.models import Edition
from surveys.results.published import ItemCells, Row
from surveys.results.suppression import Thresholds

# Counted beside the options; none of them has a per cent.
ASIDE = ("not_answered", "dont_know", "not_applicable")


class CellList:
    """Length and slices for a paginator; `errors` names filters with unknown keys."""

    def __init__(self, edition: Edition, *, item: str | None, group: str | None):
        self.edition = edition
        self.errors: dict[str, list[str]] = {}
        widths = queries.option_counts(edition)
        if item is not None and item not in widths:
            self.errors["item"] = [f"This edition has no item {item}."]
        if group is not None and group not in GROUP_INDEX:
            self.errors["group"] = [f"There is no group {group}."]
        self._keys = [key for key in widths if item in (None, key)]
        self._groups = [g.key for g in GROUPS if group in (None, g.key)]
        sizes = ((widths[key] + len(ASIDE)) * len(self._groups) for key in self._keys)
        self._ends = list(accumulate(sizes))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        start, stop, _ = wanted.indices(len(self))
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, max(stop - 1, 0))
        keys = self._keys[first : last + 1]
        found = queries.published_items(self.edition, keys=keys)
        cells = [cell for key in keys for cell in self._cells(found[key])]
        before = self._ends[first - 1] if first else 0
        return cells[start - before : stop - before]

    def _cells(self, item: ItemCells) -> list[dict[str, Any]]:
        settings = self.edition.settings
        return [cell for group in self._groups for cell in cells_of(item, group, settings)]


def cells_of(item: ItemCells, group: str, settings: Thresholds) -> list[dict[str, Any]]:
    """The answers to one item in one group, then those that stand outside them."""
    row = item.row(group, settings)
    place = {"item": item.key, "group": group, "base": row.base}
    options = [
        {
            **place,
            "option": cell.option,
            "count": cell.count,
            "per_cent": None if cell.per_cent is None else round(cell.per_cent, 1),
            "words": cell.words,
            "status": _status(row, cell.count),
        }
        for cell in row.cells
    ]
    return [*options, *({**place, **_aside(row, name)} for name in ASIDE)]


def _aside(row: Row, name: str) -> dict[str, Any]:
    count = getattr(row, name)
    status = "withheld" if count is None else "shown"
    words = ".." if count is None else str(count)
    return {"option": name, "count": count, "per_cent": None, "words": words, "status": status}


def _status(row: Row, count: int | None) -> str:
    if not row.asked:
        return "not_asked"
    return "withheld" if count is None else "shown"
