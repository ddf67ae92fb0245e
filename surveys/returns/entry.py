"""What a person typed on a section's page, and which of it is an edit."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires import types
from surveys.questionnaires.routing import Routed, asked, page
from surveys.questionnaires.structure import Question, Section
from surveys.questionnaires.types import FieldError, Parsed, Raw
from surveys.questionnaires.types.base import cleaned
from surveys.returns.domain.answering import Edit, held_by
from surveys.returns.joining import Held
from surveys.returns.models import Cannot
from surveys.returns.standing import Standing

TOKEN = re.compile(r"(\d{1,9})-([0-9a-f]{12})(?:-([0-9a-f]{12}))?", re.ASCII)
LONGEST_NOTE = 1000
MINE, THEIRS = "mine", "theirs"
BOTH = "Answer the question or say why it cannot be answered, not both"
WHY = "Say why this question cannot be answered, or take your note out"


@dataclass(frozen=True)
class Token:
    """What stood in a question's fields when the page was drawn: its revision and digests of the
    value and of why there is none (empty when nothing was said about that).

    The digests tell an untouched field from an edited one, so that two people can fill in one
    page at a time and clash only where both changed the same answer.
    """

    revision: int
    value: str
    cannot: str = ""

    def __str__(self) -> str:
        return f"{self.revision}-{self.value}" + (f"-{self.cannot}" if self.cannot else "")


@dataclass(frozen=True)
class Entry:
    """A section's page as sent.

    `typed`: fields by question; `tokens`: as sent, by question; `kept_theirs`: questions in whose
    clash the person chose the other's answer.
    """

    edits: dict[str, Edit]
    errors: tuple[FieldError, ...]
    typed: dict[str, dict[str, list[str]]]
    tokens: dict[str, Token]
    kept_theirs: frozenset[str]

    @property
    def seen(self) -> dict[str, int]:
        """Question → revision that the page showed."""
        return {code: token.revision for code, token in self.tokens.items()}

    @property
    def wrong(self) -> set[str]:
        """Questions whose fields could not be read."""
        return {error.field.split(".")[0] for error in self.errors}


def token_name(question: str) -> str:
    """Name of the hidden field that carries a question's token."""
    return f"revision.{question}"


def token_of(revision: int, value: Any, cannot: str = "", note: str = "") -> Token:
    """The token of an answer shown; revision 0 and None for a question never answered."""
    return Token(revision, _digest(value), _digest([cannot, note]) if cannot else "")


def tokens_of(standing: Standing, section: Section) -> dict[str, Token]:
    """Tokens of a section's questions as they stand now."""
    return {
        shown.question.code: token_now(standing, shown.question.code)
        for shown in page(section, standing.routed)
    }


def token_now(standing: Standing, code: str) -> Token:
    """The token of one question as it stands now."""
    answer = standing.stored.get(code)
    if answer is None:
        return NEVER
    return token_of(answer.revision, answer.value, answer.cannot, answer.cannot_note)


def read_entry(
    standing: Standing, section: Section, data: Raw, *, only: Collection[str] | None = None
) -> Entry:
    """Read the page's fields: every valid answer that was changed becomes an edit.

    A blank in a question that the new answers do not ask for is no edit: its stored answer is
    set aside, and comes back when the question is asked again. `only`: the questions that were
    sent at all; None: the whole page, on which what is wrong with questions not asked is no error.
    """
    shown = [each.question for each in page(section, standing.routed)]
    questions = [q for q in shown if only is None or q.code in only]
    parsed = {q.code: types.of(q).parse(q, data) for q in questions}
    valid = {code: p.value for code, p in parsed.items() if not p.errors}
    routed = asked(standing.form, {**standing.answers, **valid}, standing.attributes)
    tokens = {q.code: _token(data, q.code) for q in questions}
    theirs = frozenset(c for c in tokens if _first(data, f"clash.{c}") == THEIRS)
    edits = {}
    errors: list[FieldError] = []
    for question in questions:
        code = question.code
        if code in theirs:
            continue
        read = _read(standing, question, parsed[code], tokens[code], routed, data)
        if not isinstance(read, Held):
            errors += read if only or code in routed.questions else ()
        elif _is_edit(standing, code, read, tokens[code], routed, data):
            base = _chosen(data, code) or tokens[code].revision
            edits[code] = Edit(read.value, base, read.cannot, read.cannot_note)
    typed = {code: p.raw | _typed_why(data, code) for code, p in parsed.items()}
    return Entry(edits, tuple(errors), typed, tokens, theirs)


def _read(
    standing: Standing,
    question: Question,
    parsed: Parsed,
    token: Token,
    routed: Routed,
    data: Raw,
) -> Held | tuple[FieldError, ...]:
    """What the fields of one question say, or what is wrong with them."""
    if parsed.errors:
        return parsed.errors
    answer = standing.stored.get(question.code)
    stored = held_by(answer)
    value = _value(question, parsed, stored.value, routed)
    why = _why(question, stored, data)
    if isinstance(why, FieldError):
        return (why,)
    cannot, note = why
    if cannot and value is not None and not question.rows:
        # A radio cannot be unticked, and a reason stays chosen: what was changed last is meant.
        answered = _digest(value) != token.value
        reasoned = _digest([cannot, note]) != token.cannot
        if answered and reasoned:
            return (_at_why(question, BOTH),)
        return Held(value) if answered else Held(None, cannot, note)
    return Held(value, cannot, note)


def _is_edit(
    standing: Standing, code: str, read: Held, token: Token, routed: Routed, data: Raw
) -> bool:
    """Whether the fields were changed, or what stands in them was chosen or confirmed."""
    if read.value is None and not read.cannot and code not in routed.questions:
        return False
    shown = token_of(token.revision, read.value, read.cannot, read.cannot_note)
    if shown != token or _chosen(data, code):
        return True
    return "yes" in data.get(f"carried.{code}", ()) and code in standing.carried


def _why(question: Question, stored: Held, data: Raw) -> tuple[str, str] | FieldError:
    """The reason chosen and its note; what is stored when the page did not ask."""
    name = f"cannot.{question.code}"
    if not data.get(name):
        return stored.cannot, stored.cannot_note
    cannot = _first(data, name)
    note = _first(data, f"cannot_note.{question.code}")
    if len(note) > LONGEST_NOTE:
        return _at_why(question, f"Enter a note of {LONGEST_NOTE:,} characters or fewer")
    note = cleaned(note)
    if cannot and cannot not in Cannot.values:
        return _at_why(question, "Choose one of the reasons listed")
    if note and not cannot:
        return ("", "") if note == stored.cannot_note else _at_why(question, WHY)
    return (cannot, note) if cannot else ("", "")


def _at_why(question: Question, message: str) -> FieldError:
    return FieldError(question.code, message, f"id_cannot.{question.code}")


def _typed_why(data: Raw, code: str) -> dict[str, list[str]]:
    names = (f"cannot.{code}", f"cannot_note.{code}", f"carried.{code}")
    return {name: [cleaned(_first(data, name)[:LONGEST_NOTE])] for name in names if name in data}


def _chosen(data: Raw, code: str) -> int | None:
    """The revision of theirs that the editor saw when choosing their own answer in a clash."""
    seen = _first(data, f"clash_seen.{code}")
    if _first(data, f"clash.{code}") == MINE and REVISION.fullmatch(seen):
        return int(seen)
    return None


def _token(data: Raw, code: str) -> Token:
    """The token sent; without a good one the editor has seen nothing, so nothing is overwritten."""
    match = TOKEN.fullmatch(_first(data, token_name(code)))
    return Token(int(match[1]), match[2], match[3] or "") if match else Token(0, "")


def _first(data: Raw, name: str) -> str:
    return (data.get(name) or ("",))[0]


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


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


REVISION = re.compile(r"\d{1,9}", re.ASCII)
NEVER = token_of(0, None)  # of a question never answered
