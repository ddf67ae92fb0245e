"""Answers in words as HTML: put together here, because a template of 256 answers takes ten times
as long."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.html import safe
from surveys.returns.wording import NOT_ANSWERED, Said

NONE = ' class="portal-answers__none"'
ACTIONS = '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="'
HIDDEN = '<span class="govuk-visually-hidden">'
WHY = '<p class="govuk-body-s portal-answers__why">'


def answers_html(questions: Iterable[Said], change_url: str, ask_url: str) -> SafeString:
    """The answers of one section. `change_url`: of its page, or empty; `ask_url`: of the form that
    asks about an answer, or empty."""
    change, ask = escape(change_url), escape(ask_url)
    lines = [_line(said, _action(said, change, ask)) for said in questions]
    return safe('<dl class="govuk-summary-list portal-answers">', *lines, "</dl>")


def _line(said: Said, action: str) -> str:
    wide = " portal-answers__row--wide" if said.rows else ""
    number, text = _called(said.question)
    return (
        f'<div class="govuk-summary-list__row{wide}"><dt class="govuk-summary-list__key">'
        f'<span class="portal-question__number">{number}.</span> {text}</dt>'
        f'<dd class="govuk-summary-list__value">{_words(said)}{_remarks(said)}</dd>{action}</div>'
    )


def _called(question: Question) -> tuple[int, str]:
    return question.number, _escaped(question.text)


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    """Of the questionnaire's own words, which come again on every page."""
    return str(escape(text))


def _words(said: Said) -> str:
    if said.rows:
        rows = [
            f"<li><span>{_escaped(label)}</span>"
            f" <strong{NONE if words == NOT_ANSWERED else ''}>{_escaped(words)}</strong></li>"
            for label, words in said.rows
        ]
        return f'<ul class="portal-answers__grid">{"".join(rows)}</ul>'
    if said.points:
        points = "".join([f"<li>{_escaped(point)}</li>" for point in said.points])
        return f'<ul class="govuk-list govuk-list--bullet">{points}</ul>'
    if said.answered:
        return f'<span class="portal-answers__text">{escape(said.words)}</span>'
    optional = "" if said.question.required or said.cannot else " (optional)"
    return f"<span{NONE}>{escape(said.words)}{optional}</span>"


def _remarks(said: Said) -> str:
    found = ""
    if said.cannot:
        note = f": {escape(said.cannot_note)}" if said.cannot_note else ""
        found = f"{WHY}<strong>Cannot be answered:</strong> {escape(said.cannot)}{note}</p>"
    if said.carried:
        found += f"{WHY}From {said.carried}, not yet confirmed</p>"
    return found


def _action(said: Said, change: str, ask: str) -> str:
    number, text = _called(said.question)
    if change:
        verb = "Change" if said.answered else "Answer"
        return (
            f'{ACTIONS}{change}#{said.anchor}">{verb}'
            f"{HIDDEN} question {number}: {text}</span></a></dd>"
        )
    if ask:
        return (
            f'{ACTIONS}{ask}?question={said.question.code}">Ask'
            f"{HIDDEN} about question {number}: {text}</span></a></dd>"
        )
    return ""
