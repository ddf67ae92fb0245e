"""One edition as its publications read it: shares by item, option and group. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from surveys.questionnaires.structure import Form
from surveys.results.breakdowns import AUTHORITY_TYPES, GROUP_INDEX
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.figures import Bar, Category, Share, bar
from surveys.results.published import ItemCells, ResponseRate

ALL, NRF, NON_NRF = "all", "nrf", "non_nrf"
TYPES = tuple(AUTHORITY_TYPES)


@dataclass(frozen=True)
class Reading:
    """An edition's cells and provenance; `rates` and `received` as in results.models.Edition."""

    form: Form
    items: Mapping[str, ItemCells]
    settings: Thresholds
    rates: tuple[ResponseRate, ...]
    received: tuple[int, ...]
    number: int
    cells_sha256: str
    inputs_sha256: str
    built_at: datetime
    synthetic: bool

    @property
    def year(self) -> int:
        """Year of the wave."""
        return self.form.year

    def rate(self, group: str) -> ResponseRate:
        """The response rate of a group."""
        return self.rates[GROUP_INDEX[group]]

    def bar(self, key: str, category: Category, group: str = ALL) -> Bar:
        """One item by one published category in one group."""
        item = self.form.item(key)
        return bar(item, self.items[key], (category,), group, self.settings)

    def share(self, key: str, *options: str, group: str = ALL) -> Share:
        """The share of an item's answers that are one of the options, in one group."""
        return self.bar(key, Category("wanted", "", options), group).shares[0]

    def label(self, key: str) -> str:
        """The words of an item: its row, or its question."""
        return self.form.item(key).label

    def option_label(self, key: str, code: str) -> str:
        """The words of an option."""
        return next(o.label for o in self.form.item(key).options if o.code == code)

    def keys(self, question: str) -> tuple[str, ...]:
        """Keys of the question's items in order."""
        return tuple(item.key for item in self.form.question(question).items)

    def source(self, question: str, group: str = ALL) -> str:
        """The line under a figure or table that comes from one question."""
        at = GROUP_INDEX[group]
        base = max(self.items[key].bases[at] or 0 for key in self.keys(question))
        noun = "partnership" if base == 1 else "partnerships"
        kind = "synthetic answers to the" if self.synthetic else "the"
        return (
            f"Source: {kind} {self.year} survey, question {question}, edition {self.number}."
            f" Base: up to {base:,} {noun}."
        )
