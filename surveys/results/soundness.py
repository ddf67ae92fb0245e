"""Whether the published cells of an edition hang together and keep what they withhold. Pure.

Looks at nothing but what is published and the stored reasons, so that it would find a mistake of
the code that made them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveys.results.breakdowns import GROUP_INDEX, GROUPS
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import ItemCells

ASIDE = ("dont_know", "not_applicable", "not_answered")
BESIDE = {"base": "bases", **{name: name for name in ASIDE}}
STATISTICS = ("mean", "lower", "median", "upper", "trimmed", "total")
SHARES = "multi"


def whole_rows(items: Iterable[ItemCells], sizes: Sequence[int]) -> tuple[int, list[str]]:
    """How many rows show everything, and which of them do not add up.

    There, valid answers and what stands beside them make the returns of the group, and the answers
    to a question with one answer make its base.
    """
    rows, faults = 0, []
    for item in items:
        for at, size in enumerate(sizes):
            parts = [item.bases[at], *(getattr(item, name)[at] for name in ASIDE), *item.counts[at]]
            if any(part is None for part in parts):
                continue
            rows += 1
            if not _adds_up(item, at, size):
                faults.append(f"{item.key}, {GROUPS[at].label}")
    return rows, faults


def _adds_up(item: ItemCells, at: int, size: int) -> bool:
    base = item.bases[at] or 0
    inside = outside = 0
    for count, counts_in_base in zip(item.counts[at], item.in_base, strict=True):
        inside, outside = (
            inside + (count or 0) * counts_in_base,
            outside + (count or 0) * (not counts_in_base),
        )
    beside = sum(getattr(item, name)[at] for name in ASIDE)
    return base + beside + outside == size and (item.kind != "choice" or inside == base)


def unprotected(
    items: Mapping[str, ItemCells],
    protections: Iterable[tuple[str, Sequence[Mapping[str, Any]]]],
    settings: Thresholds,
) -> list[str]:
    """Where something is shown that should be withheld: "item, group: what".

    `protections`: (item key, its Protection.cells).
    """
    faults = [fault for item in items.values() for fault in _too_small(item, settings)]
    for key, cells in protections:
        for cell in cells:
            places = [(key, cell["group"], cell["option"])]
            places += [(other[2] if other[2:] else key, *other[:2]) for other in cell["with"]]
            faults += [
                f"{item}, {GROUPS[GROUP_INDEX[group]].label}: {part} is shown"
                for item, group, part in places
                if shows(items[item], group, part)
            ]
    return faults


def shows(item: ItemCells, group: str, part: str) -> bool:
    """Whether a part of a row is published: an option, "base", "dont_know", …, or "numbers"."""
    at = GROUP_INDEX[group]
    if part == "numbers":
        columns = (getattr(item, name) for name in STATISTICS)
        return any(values and values[at] is not None for values in columns)
    if part in item.options:
        return item.counts[at][item.options.index(part)] is not None
    return getattr(item, BESIDE[part])[at] is not None


def _too_small(item: ItemCells, settings: Thresholds) -> list[str]:
    if item.key.partition(".")[0] in settings.public:
        return []
    faults = []
    for at, base in enumerate(item.bases):
        shown = [
            c
            for c, inside in zip(item.counts[at], item.in_base, strict=True)
            if inside and c is not None
        ]
        if item.kind == SHARES and base is not None:
            shown += [base - count for count in shown]
        if any(0 < count < settings.min_count for count in shown):
            faults.append(
                f"{item.key}, {GROUPS[at].label}: a count below {settings.min_count} is shown"
            )
        numbers = [getattr(item, name)[at] for name in STATISTICS if getattr(item, name)]
        is_small = base is not None and 0 < base < settings.min_base
        if is_small and any(value is not None for value in (*shown, *numbers)):
            faults.append(
                f"{item.key}, {GROUPS[at].label}: a base below {settings.min_base} is shown"
            )
    return faults
