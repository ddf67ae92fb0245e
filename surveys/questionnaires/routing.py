"""Which sections, questions and grid rows a partnership is asked, given its answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires import conditions
from surveys.questionnaires.structure import (
    Answers,
    Attributes,
    Form,
    Item,
    Question,
    Section,
)


@dataclass(frozen=True, slots=True)
class Routed:
    """What is asked: section codes, question codes, and keys of grid rows ("H02.crime").

    `answers` are the given answers less everything routed out, `attributes` as given.
    """

    sections: frozenset[str]
    questions: frozenset[str]
    rows: frozenset[str]
    answers: Mapping[str, Any]
    attributes: Attributes

    def asks(self, item: Item) -> bool:
        """Whether this item is asked."""
        return item.key in self.rows if item.row else item.question in self.questions


@dataclass(frozen=True, slots=True)
class Shown:
    """One question on a page. `depends`: the condition the page itself decides, or None."""

    question: Question
    depends: Mapping[str, Any] | None
    rows: Mapping[str, Mapping[str, Any] | None]  # row code -> its own such condition


def asked(form: Form, answers: Answers, attributes: Attributes) -> Routed:
    """Walk the form once, in order.

    An answer to a question that is itself routed out counts as unanswered, so a chain of
    conditions collapses from its first link.
    """
    live: dict[str, Any] = {}
    sections: set[str] = set()
    questions: set[str] = set()
    rows: set[str] = set()
    for section in form.sections:
        if section.show_if and not conditions.evaluate(section.show_if, live, attributes):
            continue
        sections.add(section.code)
        for question in section.questions:
            if question.show_if and not conditions.evaluate(question.show_if, live, attributes):
                continue
            code = question.code
            kept = _rows_asked(question, live, attributes) if question.rows else ()
            if kept:
                rows.update([f"{code}.{row}" for row in kept])
            elif question.rows:
                continue
            questions.add(code)
            value = answers.get(code)
            if value is not None and (value := _kept_value(question, value, kept)) is not None:
                live[code] = value
    return Routed(frozenset(sections), frozenset(questions), frozenset(rows), live, attributes)


def eligible(form: Form, routed: Routed) -> bool:
    """Whether a return with these answers counts; what is routed out is unanswered here too."""
    return conditions.evaluate(form.eligible_if, routed.answers, routed.attributes)


def set_aside(form: Form, answers: Answers, routed: Routed) -> dict[str, Any]:
    """The answers given to what is not asked (any more): kept, never counted or published."""
    aside: dict[str, Any] = {}
    for question in form.questions:
        value = answers.get(question.code)
        if value is None:
            continue
        live = routed.answers.get(question.code)
        if isinstance(value, Mapping):
            rest = {row: code for row, code in value.items() if not live or row not in live}
            if rest:
                aside[question.code] = rest
        elif live is None:
            aside[question.code] = value
    return aside


def page(section: Section, routed: Routed) -> tuple[Shown, ...]:
    """The questions to draw on a section's page, in order.

    A question that depends on an answer of the same page is drawn with its condition, because
    that answer may change before the page is sent.
    """
    if section.code not in routed.sections:
        return ()
    shown: list[Shown] = []
    drawn: set[str] = set()
    for question in section.questions:
        if not question.local & drawn:
            if question.code in routed.questions:
                kept = [r.code for r in question.rows if f"{question.code}.{r.code}" in routed.rows]
                shown.append(Shown(question, None, dict.fromkeys(kept)))
                drawn.add(question.code)
            continue
        found = _dependent(question, routed, drawn)
        if found:
            shown.append(found)
            drawn.add(question.code)
    return tuple(shown)


def _dependent(question: Question, routed: Routed, drawn: set[str]) -> Shown | None:
    def rest(node: Any) -> bool | Mapping[str, Any]:
        return conditions.reduce(
            node, routed.answers, routed.attributes, open_questions=question.local & drawn
        )

    depends = rest(question.show_if)
    if depends is False:
        return None
    rows: dict[str, Mapping[str, Any] | None] = {}
    for row in question.rows:
        condition = rest(row.show_if)
        if condition is not False:
            rows[row.code] = None if condition is True else condition  # type: ignore[assignment]
    if question.rows and not rows:
        return None
    return Shown(question, None if depends is True else depends, rows)  # type: ignore[arg-type]


def _rows_asked(question: Question, live: Answers, attributes: Attributes) -> tuple[str, ...]:
    """Codes of the rows asked of a question that is asked."""
    return question.always or tuple(
        row.code
        for row in question.rows
        if row.show_if is None or conditions.evaluate(row.show_if, live, attributes)
    )


def _kept_value(question: Question, value: Any, rows: tuple[str, ...]) -> Any:
    if value in ("", [], {}):
        return None
    if question.rows:
        return {row: value[row] for row in rows if row in value} or None
    return value
