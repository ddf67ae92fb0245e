"""One tidy view of an edition, which every format writes: a line for each figure. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from surveys.questionnaires.structure import Form
from surveys.results.breakdowns import GROUP_INDEX, REGISTERED, Group
from surveys.results.dashboards.breakdowns import is_year
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import (
    NOT_ASKED,
    ItemCells,
    Row,
    count_words,
    number_words,
    rounded,
    score,
    tenths,
)

ANSWERS = "answers"
SHOWN, WITHHELD, NOT = "shown", "withheld", "not_asked"
NOT_COMPUTED = "not_computed"
# Counted beside the answers of the list; none of them has a per cent of valid answers.
ASIDE: Mapping[str, str] = {
    "not_answered": "Not answered",
    "dont_know": "Don't know",
    "not_applicable": "Not applicable",
}
# Name in files → field of ItemCells, words.
STATISTICS: Mapping[str, tuple[str, str]] = {
    "mean": ("mean", "Mean"),
    "trimmed_mean": ("trimmed", "Trimmed mean"),
    "lower_quartile": ("lower", "Lower quartile"),
    "median": ("median", "Median"),
    "upper_quartile": ("upper", "Upper quartile"),
    "total": ("total", "Total"),
}
SCORE, SCORE_WORDS = "mean_score", "Mean score"


class Line(NamedTuple):
    """One figure. What is withheld, not asked or does not exist is None.

    `statistic`: "answers" where partnerships are counted by `option`, otherwise the name of a
    statistic (`option` repeats it), whose number is `value`. Per cents to one decimal: `per_cent` of valid answers,
    `per_cent_of_all` of all returns of the group, `weighted_per_cent` whole, weighted for
    non-response. `words`: as printed everywhere.
    """

    item: str
    group: str
    option: str
    statistic: str
    count: int | None  # type: ignore[assignment]  # tuples have a method of this name
    per_cent: float | None
    per_cent_of_all: float | None
    weighted_per_cent: int | None
    value: float | None
    base: int | None
    words: str
    status: str


class Change(NamedTuple):
    """One answer by partnerships that are in both waves; per cents and `points` to one decimal."""

    item: str
    earlier_item: str
    group: str
    option: str
    count_now: int | None
    base_now: int | None
    per_cent_now: float | None
    words_now: str
    count_then: int | None
    base_then: int | None
    per_cent_then: float | None
    words_then: str
    points: float | None
    status: str


@dataclass(frozen=True)
class Subject:
    """One item in words. `part`: the row of a grid, "" for a whole question.

    `is_year`: its numbers are years. `scores`: option → its place on a scale, where it has one.
    """

    key: str
    section: str
    question: str
    text: str
    part: str
    kind: str
    money: bool
    is_year: bool
    scores: Mapping[str, float]
    options: Mapping[str, str]
    in_base: Mapping[str, bool]

    @property
    def label(self) -> str:
        """Question and row together."""
        return f"{self.text} – {self.part}" if self.part else self.text

    def statistics_of(self, held: Collection[str]) -> tuple[str, ...]:
        """Names of the statistics that an edition has of this item; `held`: fields with values."""
        if self.kind != "number":
            return (SCORE,) if self.kind == "choice" and len(self.scores) > 1 else ()
        names = (name for name, (part, _) in STATISTICS.items() if part in held)
        return tuple(name for name in names if name != "total" or self.money)

    def lines_a_group(self, held: Collection[str]) -> int:
        """How many lines the item has for each group."""
        return len(self.options) + len(ASIDE) + len(self.statistics_of(held))


def held_by(cells: ItemCells) -> set[str]:
    """The fields of statistics that are not empty: editions of earlier rules have fewer."""
    return {part for part, _ in STATISTICS.values() if getattr(cells, part)}


def subject_of(form: Form, key: str, options: Sequence[str], in_base: Sequence[bool]) -> Subject:
    """The words of a published item; `options` and `in_base` as it was published with."""
    item = form.item(key)
    question = form.question(item.question)
    labels = {option.code: option.label for option in item.options}
    inside = {code for code, counted in zip(options, in_base, strict=True) if counted}
    scores = {o.code: o.score for o in item.options if o.score is not None and o.code in inside}
    return Subject(
        key=key,
        section=question.section,
        question=question.code,
        text=question.text,
        part=item.label if item.row else "",
        kind=item.kind,
        money=question.type == "money",
        is_year=is_year(question),
        scores=scores,
        options={code: labels[code] for code in options},
        in_base=dict(zip(options, in_base, strict=True)),
    )


def lines_of(
    subject: Subject,
    cells: ItemCells,
    group: str,
    at: int,
    *,
    returns: int,
    settings: Thresholds,
) -> Iterator[Line]:
    """The figures of one item for one group: answers, what stands beside them, statistics.

    `at`: the place of the group in the arrays; `returns`: how many returns the group has.
    """
    row = cells.row(group, settings)
    weights = cells.weighted[at] if cells.weighted else (None,) * len(cells.options)
    for cell, weight in zip(row.cells, weights, strict=True):
        status = NOT if not row.asked else WITHHELD if cell.count is None else SHOWN
        yield Line(
            cells.key, group, cell.option, ANSWERS, cell.count,
            tenths(cell.count, row.base) if cell.per_cent is not None else None,
            tenths(cell.count, returns), weight if row.asked else None,
            None, row.base, cell.words, status,
        )  # fmt: skip
    yield from _aside(row, returns, cells.key)
    yield from _statistics(subject, cells, row, at)


def _aside(row: Row, returns: int, key: str) -> Iterator[Line]:
    for name in ASIDE:
        count: int | None = getattr(row, name)
        status = WITHHELD if count is None else SHOWN
        yield Line(
            key, row.group, name, ANSWERS, count, None, tenths(count, returns), None,
            None, row.base, count_words(count), status,
        )  # fmt: skip


def _statistics(subject: Subject, cells: ItemCells, row: Row, at: int) -> Iterator[Line]:
    for name in subject.statistics_of(held_by(cells)):
        value = _value(subject, cells, row, at, name) if row.asked else None
        status = NOT if not row.asked else WITHHELD if value is None else SHOWN
        printed = number_words(value, asked=row.asked, plain=subject.is_year)
        yield Line(
            cells.key, row.group, name, name, None, None, None, None,
            value, row.base, printed, status,
        )  # fmt: skip


def _value(subject: Subject, cells: ItemCells, row: Row, at: int, name: str) -> float | None:
    """As printed, by the same function: more digits would say more than any page does."""
    scored = name == SCORE
    found = score(row, subject.scores) if scored else getattr(cells, STATISTICS[name][0])[at]
    return None if found is None else float(rounded(found, plain=subject.is_year))


@dataclass(frozen=True)
class Response:
    """The response of one group; nobody knows who is eligible in a band of maturity."""

    group: str
    complete: int
    eligible: int
    per_cent: float | None
    words: str

    @property
    def status(self) -> str:
        """As of a line: "not_asked" where nobody is eligible; "not_computed" in bands of maturity."""
        if GROUP_INDEX[self.group] >= REGISTERED:
            return NOT_COMPUTED
        return NOT if self.words == NOT_ASKED else SHOWN

    @property
    def eligible_known(self) -> int | None:
        """The eligible partnerships; None where nobody knows how many they are."""
        return None if self.status == NOT_COMPUTED else self.eligible


def option_label(subject: Subject, line: Line) -> str:
    """The words of what a line is about."""
    if line.statistic == SCORE:
        return SCORE_WORDS
    if line.statistic != ANSWERS:
        return STATISTICS[line.statistic][1]
    return subject.options.get(line.option) or ASIDE[line.option]


@dataclass(frozen=True)
class View:
    """A whole edition as files tell it; `groups` are those it was built with."""

    sections: Mapping[str, str]
    subjects: Mapping[str, Subject]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    response: tuple[Response, ...]
    changes: tuple[Change, ...]
    change_groups: tuple[Group, ...]
    earlier: str  # the edition that `changes` compare with, in words; "" without any
