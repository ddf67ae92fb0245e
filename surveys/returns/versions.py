"""Signed-off versions of a return, and what differs between two sets of answers, in words."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires import types
from surveys.questionnaires.routing import asked
from surveys.questionnaires.structure import Form, Question, Section
from surveys.returns.models import Cannot, Return, Version
from surveys.returns.standing import Standing, standing_of

NOT_ANSWERED = "Not answered"
NOT_ASKED = "Not asked"
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Answers:
    """What was said to a questionnaire: `given` only what was asked for; `cannot`: question →
    {"why", "note"}; `asked`: codes of the questions."""

    given: Mapping[str, Any]
    cannot: Mapping[str, Mapping[str, str]]
    asked: frozenset[str]


@dataclass(frozen=True)
class Changed:
    """One question that is answered otherwise: in `rows` (label, before, after) of a grid, as two
    texts to compare word by word, else in words."""

    question: Question
    before: str
    after: str
    rows: tuple[tuple[str, str, str], ...] = ()
    is_text: bool = False


@dataclass(frozen=True)
class ChangedSection:
    """A section with the questions in it that are answered otherwise."""

    section: Section
    questions: tuple[Changed, ...]


def as_signed(annual_return: Return, version: Version) -> Return:
    """The return as it was at this version, for reading only; never save it."""
    signed = copy.copy(annual_return)
    signed.state = version.state
    signed.document, signed.document_sha256 = version.document, version.document_sha256
    signed.ready_by, signed.ready_at = version.ready_by, version.ready_at
    signed.ready_note = version.ready_note
    signed.submitted_by, signed.submitted_at = version.signed_by, version.signed_at
    signed.version = version.number
    signed.decision, signed.effort = version.decision, version.effort
    return signed


def standing_at(annual_return: Return, version: Version) -> Standing:
    """The return as it stood when this version was signed."""
    return standing_of(as_signed(annual_return, version))


def answers_of(form: Form, document: Mapping[str, Any]) -> Answers:
    """What a frozen document says."""
    routed = asked(form, document["answers"], document["attributes"])
    return Answers(document["answers"], document.get("cannot", NOTHING), routed.questions)


def answers_now(standing: Standing) -> Answers:
    """What the return says now, open or frozen."""
    return Answers(standing.routed.answers, standing.unable, standing.routed.questions)


def changes(form: Form, before: Answers, after: Answers) -> tuple[ChangedSection, ...]:
    """What is answered otherwise, under its sections in the order of the questionnaire."""
    found = []
    for section in form.sections:
        changed = tuple(
            _changed(question, before, after)
            for question in section.questions
            if _said(question.code, before) != _said(question.code, after)
        )
        if changed:
            found.append(ChangedSection(section, changed))
    return tuple(found)


def count(sections: tuple[ChangedSection, ...]) -> int:
    """How many questions."""
    return sum(len(each.questions) for each in sections)


def _said(code: str, answers: Answers) -> tuple[Any, Any, bool]:
    return answers.given.get(code), answers.cannot.get(code), code in answers.asked


def _changed(question: Question, before: Answers, after: Answers) -> Changed:
    was, now = before.given.get(question.code), after.given.get(question.code)
    words = answer_words(question, before), answer_words(question, after)
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        rows = _rows(question, was, now)
        same_reason = before.cannot.get(question.code) == after.cannot.get(question.code)
        left, right = ("", "") if same_reason else words
        return Changed(question, left, right, rows=rows)
    if question.type == "text" and isinstance(was, str) and isinstance(now, str):
        return Changed(question, was, now, is_text=True)
    return Changed(question, *words)


def answer_words(question: Question, answers: Answers) -> str:
    """The answer in words, with why it cannot be given if that was said."""
    if question.code not in answers.asked:
        return NOT_ASKED
    value, unable = answers.given.get(question.code), answers.cannot.get(question.code)
    words = types.of(question).words(question, value) if value is not None else ""
    if unable:
        words += f"{'; ' if words else ''}cannot be answered: {Cannot(unable['why']).label}"
        words += f" ({unable['note']})" if unable["note"] else ""
        words = words[:1].upper() + words[1:]
    return words or NOT_ANSWERED


def _rows(
    question: Question, was: Mapping[str, str], now: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    labels = {option.code: option.label for option in question.options}
    return tuple(
        (
            row.label,
            labels.get(was.get(row.code, ""), NOT_ANSWERED),
            labels.get(now.get(row.code, ""), NOT_ANSWERED),
        )
        for row in question.rows
        if was.get(row.code) != now.get(row.code)
    )
