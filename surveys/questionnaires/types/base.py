"""What every question type gives: read what was typed, say it in words, lay it out, draw it.

A newcomer's recipe for a type: one file like the others here, one line in types/__init__.py,
one branch in schema.json, and its own arithmetic in tests; the contract tests pick it up.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.safestring import SafeString

from surveys.questionnaires.structure import Item, ItemKind, Question

# Field name -> what was typed into it, as a form sends it. Absent: nothing was typed.
Raw = Mapping[str, Sequence[str]]
LONGEST_SHORT = 100  # characters looked at in a field for a code or a number
LONGEST_TEXT = 20_000  # characters of a text answer kept for redisplay
# Marks that make text read in another order than it is stored in.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, and what to enter. `anchor`: id the summary links to."""

    field: str
    message: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a person typed, read.

    `value`: the answer to store, None when blank or when there are errors. `raw`: what was typed,
    for showing it again (shortened only past LONGEST_TEXT). `errors`: empty when the value stands.
    """

    value: Any
    raw: dict[str, list[str]]
    errors: tuple[FieldError, ...] = ()


class QuestionType(ABC):
    """One type of question. Stateless; all methods are pure."""

    key: ClassVar[str]
    label: ClassVar[str]
    kind: ClassVar[ItemKind]
    blank_words: ClassVar[str] = "Not answered"

    def items(self, question: Question) -> tuple[Item, ...]:
        """The answerable units; one unless the type has rows."""
        return (
            Item(
                key=question.code,
                question=question.code,
                row=None,
                label=question.text,
                kind=self.kind,
                options=question.options,
                anchor=self.anchor(question.code),
            ),
        )

    def anchor(self, field: str) -> str:
        """Id of the control to send a person to."""
        return f"id_{field}"

    def is_blank(self, value: Any) -> bool:
        """Whether a stored value means "not answered"."""
        return value is None or value == "" or value == [] or value == {}

    def words(self, question: Question, value: Any) -> str:
        """The answer as a person reads it; never empty."""
        return self.blank_words if self.is_blank(value) else self._words(question, value)

    def parse(self, question: Question, data: Raw) -> Parsed:
        """Read what was typed in this question's fields; other fields are left alone."""
        return self._parse(question, data)

    def parse_value(self, question: Question, value: Any) -> Parsed:
        """Read an answer given as JSON (the API), by the same rules as a typed one."""
        if value is None:
            return Parsed(None, {})
        wrong = self._wrong_shape(question, value)
        if wrong:
            return self._refuse(question, {}, wrong)
        return self._parse(question, self.raw(question, value))

    @abstractmethod
    def raw(self, question: Question, value: Any) -> dict[str, list[str]]:
        """A stored value as it would have been typed."""

    @abstractmethod
    def how(self, question: Question) -> str:
        """One sentence: how to answer."""

    @abstractmethod
    def pieces(self, question: Question) -> Any:
        """The question's HTML, escaped and cut at the places where values go."""

    @abstractmethod
    def render(
        self,
        question: Question,
        raw: Raw,
        errors: Mapping[str, str],
        rows: Collection[str] | None = None,
        row_attributes: Mapping[str, str] | None = None,
    ) -> SafeString:
        """The question's HTML with what was typed. `errors`: field -> message."""

    @abstractmethod
    def _parse(self, question: Question, data: Raw) -> Parsed: ...

    @abstractmethod
    def _words(self, question: Question, value: Any) -> str: ...

    @abstractmethod
    def _wrong_shape(self, question: Question, value: Any) -> str:
        """What to send instead when the JSON value has another shape; empty when it fits."""

    def _refuse(self, question: Question, raw: dict[str, list[str]], message: str) -> Parsed:
        field = question.code
        return Parsed(None, raw, (FieldError(field, message, self.anchor(field)),))


def typed(data: Raw, field: str) -> list[str]:
    """What was typed in a short field: blanks left out, cleaned, cut just past LONGEST_SHORT."""
    given = [text[: LONGEST_SHORT + 1] for text in data.get(field, ()) if text]
    return [text for text in map(cleaned, given) if text]


def cleaned(text: str) -> str:
    """Text without control characters, direction marks and lone surrogates; newlines as \\n."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign
        for sign in text
        if sign in "\n\t"
        or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in DIRECTION_MARKS)
    )
    return unicodedata.normalize("NFC", kept).strip()
