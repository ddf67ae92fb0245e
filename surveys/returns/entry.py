"""What a person typed on a section's page, and which of it is an edit."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires import types
from surveys.questionnaires.routing import Routed, asked, page
from surveys.questionnaires.structure import Question, Section
from surveys.questionnaires.types import FieldError, Parsed, Raw
from surveys.returns.domain.answering import Edit
from surveys.returns.standing import Standing

TOKEN = re.compile(r"(\d{1,9})-([0-9a-f]{12})", re.ASCII)


@dataclass(frozen=True)
class Token:
    """What stood in a question's field when the page was drawn: its revision and a digest.

    The digest tells an untouched field from an edited one, so that two people can fill in one
    page at a time and clash only where both changed the same answer.
    """

    revision: int
    digest: str

    def __str__(self) -> str:
        return f"{self.revision}-{self.digest}"


@dataclass(frozen=True)
class Entry:
    """A section's page as sent. `typed`: fields by question; `tokens`: as sent, by question."""

    edits: dict[str, Edit]
    errors: tuple[FieldError, ...]
    typed: dict[str, dict[str, list[str]]]
    tokens: dict[str, Token]


def token_name(question: str) -> str:
    """Name of the hidden field that carries a question's token."""
    return f"revision.{question}"


def token_of(revision: int, value: Any) -> Token:
    """The token of a value shown; revision 0 and None for a question never answered."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return Token(revision, hashlib.sha256(text.encode()).hexdigest()[:12])


def tokens_of(standing: Standing, section: Section) -> dict[str, Token]:
    """Tokens of a section's questions as they stand now."""
    tokens = {}
    for shown in page(section, standing.routed):
        answer = standing.stored.get(shown.question.code)
        held = (answer.revision, answer.value) if answer else (0, None)
        tokens[shown.question.code] = token_of(*held)
    return tokens


def read_entry(standing: Standing, section: Section, data: Raw) -> Entry:
    """Read the page's fields: every valid answer that was changed becomes an edit.

    A blank in a question that the new answers do not ask for is no edit: its stored answer is
    set aside, and comes back when the question is asked again.
    """
    questions = [shown.question for shown in page(section, standing.routed)]
    parsed = {q.code: types.of(q).parse(q, data) for q in questions}
    valid = {code: p.value for code, p in parsed.items() if not p.errors}
    routed = asked(standing.form, {**standing.answers, **valid}, standing.attributes)
    tokens = {q.code: _token(data, q.code) for q in questions}
    edits = {}
    errors: list[FieldError] = []
    for question in questions:
        code = question.code
        if parsed[code].errors:
            errors += parsed[code].errors if code in routed.questions else ()
            continue
        stored = standing.answers.get(code)
        value = _value(question, parsed[code], stored, routed)
        if value is None and code not in routed.questions:
            continue
        if token_of(0, value).digest != tokens[code].digest:
            edits[code] = Edit(value, tokens[code].revision)
    typed = {code: p.raw for code, p in parsed.items()}
    return Entry(edits, tuple(errors), typed, tokens)


def _token(data: Raw, code: str) -> Token:
    """The token sent; without a good one the editor has seen nothing, so nothing is overwritten."""
    given = data.get(token_name(code)) or ("",)
    match = TOKEN.fullmatch(given[0])
    return Token(int(match[1]), match[2]) if match else Token(0, "")


def _value(
    question: Question, parsed: Parsed, stored: Mapping[str, str] | Any, routed: Routed
) -> Any:
    """The value to store: rows of a grid that are not asked keep what they had."""
    if not question.rows:
        return parsed.value
    aside = {
        row: code
        for row, code in (stored or {}).items()
        if f"{question.code}.{row}" not in routed.rows
    }
    merged = {**aside, **(parsed.value or {})}
    return {r.code: merged[r.code] for r in question.rows if r.code in merged} or None
