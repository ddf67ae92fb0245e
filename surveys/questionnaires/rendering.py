"""One section of a questionnaire as HTML: the pieces of its questions, with what was typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from surveys.questionnaires import conditions, types
from surveys.questionnaires.routing import Routed, Shown, page
from surveys.questionnaires.structure import Answers, Form, Question
from surveys.questionnaires.types import FieldError, Raw
from surveys.questionnaires.types.html import safe


def raw_of(form: Form, answers: Answers) -> dict[str, list[str]]:
    """Stored answers as they would have been typed, for render_section."""
    raw: dict[str, list[str]] = {}
    for code, value in answers.items():
        question = form.by_code.get(code)
        if question and value is not None:
            raw |= types.of(question).raw(question, value)
    return raw


def render_section(
    form: Form,
    section_code: str,
    answers_raw: Raw,
    errors: Iterable[FieldError],
    routed: Routed,
    *,
    notes: Mapping[str, SafeString] | None = None,
    above: Mapping[str, SafeString] | None = None,
    marks: Mapping[str, SafeString] | None = None,
) -> SafeString:
    """The questions of a section, as asked in view of the attributes and the earlier sections.

    A question that depends on an answer of this very section is always drawn, with a line that
    says when to answer it and the condition in data-show-if: assets/routing.js hides it while
    the condition is false. The server judges again after saving. HTML by question code: `notes`
    go under a question, `above` over it, `marks` beside its code. Empty when the section is not
    asked.
    """
    section = form.section(section_code)
    messages: dict[str, str] = {}
    for error in errors:
        messages.setdefault(error.field, error.message)
    around = (marks or {}, above or {}, notes or {})
    drawn = []
    for shown in page(section, routed):
        mark, over, note = (given.get(shown.question.code, "") for given in around)
        drawn.append(_draw(form, shown, answers_raw, messages, mark, over, note))
    return safe(*drawn)


def only_if(form: Form, question: Question, depends: Mapping[str, Any]) -> str:
    """ "Only if you answered ‘Yes’ to question 7" """
    clause = conditions.words(depends, form.by_code, name=_called)
    return f"Answer this only if {clause}."


def _called(question: Question) -> str:
    return f"question {question.number}"


def _draw(
    form: Form,
    shown: Shown,
    raw: Raw,
    errors: Mapping[str, str],
    mark: str,
    over: str,
    note: str,
) -> str:
    question = shown.question
    inside = types.of(question).render(
        question, raw, errors, shown.rows if question.rows else None, _row_attributes(shown)
    )
    opening = f'<div class="portal-question" id="q_{question.code}" data-question="{question.code}"'
    condition = ""
    under = f'<div class="portal-beside" data-beside>{note}</div>' if note else ""
    if shown.depends is not None:
        opening += show_if_attribute(shown.depends)
        condition = (
            f'<p class="portal-question__only">{escape(only_if(form, question, shown.depends))}</p>'
        )
    return (
        f'{opening}><p class="portal-question__code">'
        f'<span class="govuk-visually-hidden">Question code </span>{question.code}{mark}</p>'
        f"{over}{condition}{inside}{under}</div>"
    )


def _row_attributes(shown: Shown) -> dict[str, str]:
    return {
        row: show_if_attribute(condition)
        for row, condition in shown.rows.items()
        if condition is not None
    }


def show_if_attribute(condition: Mapping[str, Any]) -> str:
    """The condition as a data-show-if attribute, JSON inside."""
    text = json.dumps(conditions.plain(condition), separators=(",", ":"))
    return f' data-show-if="{escape(text)}"'
