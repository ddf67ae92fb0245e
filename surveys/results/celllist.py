"""Figures of an edition as one long list that reads only the items of the page asked for."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from surveys.questionnaires.structure import Form
from surveys.results import queries
from surveys.results.breakdowns import Group
from surveys.results.exports.reading import (
    changes_of,
    earlier_readable,
    groups_of,
    matched_groups,
)
from surveys.results.exports.table import STATISTICS, Change, Line, Subject, lines_of, subject_of
from surveys.results.models import Edition, MatchedItem, PublishedItem

STATUSES = ("shown", "withheld", "not_asked")
PAGING = ("page", "page_size")
OF_CELLS = ("item", "section", "group", "dimension", "status")
OF_CHANGES = ("item", "section", "group")
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Shape:
    """An item without its cells; `held`: statistics that the edition has of it."""

    subject: Subject
    held: Collection[str]

    @property
    def lines(self) -> int:
        """Lines for each group."""
        return self.subject.lines_a_group(self.held)


def shapes_of(edition: Edition, form: Form) -> dict[str, Shape]:
    """Item key → its shape, in questionnaire order, without reading any cells."""
    parts = [part for part, _ in STATISTICS.values()]
    rows = PublishedItem.objects.filter(edition=edition).order_by("position")
    sizes = (f"{part}__len" for part in parts)
    found = {}
    for key, options, in_base, *lengths in rows.values_list("key", "options", "in_base", *sizes):
        held = [part for part, length in zip(parts, lengths, strict=True) if length]
        found[key] = Shape(subject_of(form, key, options, in_base), held)
    return found


class CellList:
    """Length and slices for a paginator; `errors` names filters with unknown keys or names."""

    def __init__(self, edition: Edition, filters: Mapping[str, str]):
        self.edition = edition
        self.status = filters.get("status")
        form = queries.questionnaire_form(edition)
        shapes = shapes_of(edition, form)
        groups = groups_of(edition)
        self.errors = {
            **unknown_names(filters, OF_CELLS),
            **_unknown_items(filters, form, shapes),
            **_unknown_groups(filters, groups),
        }
        if self.status is not None and self.status not in STATUSES:
            self.errors["status"] = [f"A status is one of {', '.join(STATUSES)}."]
        self._shapes = {key: each for key, each in shapes.items() if _wanted(each, filters)}
        self._groups = [
            (at, group)
            for at, group in enumerate(groups)
            if filters.get("group") in (None, group.key)
            and filters.get("dimension") in (None, group.dimension)
        ]
        sizes = (each.lines * len(self._groups) for each in self._shapes.values())
        self._ends = list(accumulate(sizes))
        self._matching: list[Line] | None = None

    def __len__(self) -> int:
        if self.status is not None:
            return len(self._of_status())
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, wanted: slice) -> Sequence[Line]:
        if self.status is not None:
            return self._of_status()[wanted]
        start, stop, _ = wanted.indices(len(self))
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, max(stop - 1, 0))
        keys = list(self._shapes)[first : last + 1]
        before = self._ends[first - 1] if first else 0
        return list(self._lines(keys))[start - before : stop - before]

    def _of_status(self) -> list[Line]:
        """All lines of the status: which they are is known only when they have been read."""
        if self._matching is None:
            lines = self._lines(list(self._shapes)) if not self.errors else ()
            self._matching = [line for line in lines if line.status == self.status]
        return self._matching

    def _lines(self, keys: list[str]) -> Iterator[Line]:
        settings, complete = self.edition.settings, self.edition.complete
        for key, cells in queries.published_items(self.edition, keys=keys).items():
            subject = self._shapes[key].subject
            for at, group in self._groups:
                yield from lines_of(
                    subject, cells, group.key, at, returns=complete[at], settings=settings
                )


class ChangeList:
    """Change since the earlier edition, item after item; as CellList.

    Empty for those who must wait for a release where the earlier edition is not released.
    """

    def __init__(self, edition: Edition, filters: Mapping[str, str], *, released_only: bool):
        self.edition = edition
        form = queries.questionnaire_form(edition)
        rows = MatchedItem.objects.filter(edition=edition).order_by("position")
        shapes = shapes_of(edition, form)
        self.errors = {
            **unknown_names(filters, OF_CHANGES),
            **_unknown_items(filters, form, shapes),
            **_unknown_groups(filters, matched_groups()),
        }
        self.group = filters.get("group")
        groups = 1 if self.group else len(matched_groups())
        self._sizes = {
            key: groups * len(options)
            for key, options in rows.values_list("key", "options")
            if _wanted(shapes[key], filters)
        }
        if not earlier_readable(edition, released_only=released_only):
            self._sizes = {}
        self._ends = list(accumulate(self._sizes.values()))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, wanted: slice) -> Sequence[Change]:
        start, stop, _ = wanted.indices(len(self))
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, max(stop - 1, 0))
        keys = list(self._sizes)[first : last + 1]
        before = self._ends[first - 1] if first else 0
        rows = changes_of(self.edition, keys=keys)
        found = [row for row in rows if self.group in (None, row.group)]
        return found[start - before : stop - before]


def unknown_names(filters: Mapping[str, str], known: Sequence[str]) -> Errors:
    """A message for every filter that there is not: a misspelt one would filter nothing."""
    words = f"There is no such filter. Use {', '.join((*known, *PAGING))}."
    return {name: [words] for name in filters if name not in (*known, *PAGING)}


def _unknown_items(filters: Mapping[str, str], form: Form, shapes: Mapping[str, Shape]) -> Errors:
    errors: Errors = {}
    item, section = filters.get("item"), filters.get("section")
    if item is not None and item not in shapes:
        errors["item"] = [f"This edition has no item {item}."]
    if section is not None and section not in {each.code for each in form.sections}:
        errors["section"] = [f"There is no section {section}."]
    return errors


def _unknown_groups(filters: Mapping[str, str], groups: Sequence[Group]) -> Errors:
    errors: Errors = {}
    group, dimension = filters.get("group"), filters.get("dimension")
    if group is not None and group not in {each.key for each in groups}:
        errors["group"] = [f"This edition has no group {group}."]
    known = list(dict.fromkeys(each.dimension for each in groups))
    if dimension is not None and dimension not in known:
        errors["dimension"] = [f"A dimension is one of {', '.join(known)}."]
    return errors


def _wanted(shape: Shape, filters: Mapping[str, str]) -> bool:
    one, section = filters.get("item"), filters.get("section")
    return one in (None, shape.subject.key) and section in (None, shape.subject.section)
