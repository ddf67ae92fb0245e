"""Number: between min and max. Value: int, or float when decimals are allowed. Blank: empty box."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.base import LONGEST_SHORT, Parsed, QuestionType, Raw, typed
from surveys.questionnaires.types.html import Frame, described_by, filled, label_frame

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
PLAIN = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)


class Number(QuestionType):
    """One text input with a numeric keyboard; thousands commas and spaces are accepted."""

    key = "number"
    label = "A number"
    kind = "number"
    prefix = ""

    def raw(self, question: Question, value: Any) -> dict[str, list[str]]:
        """{"B13": ["2.5"]}"""
        return {question.code: [plain(value)]}

    def how(self, question: Question) -> str:
        """What to do."""
        zero = "; enter 0 if there are none" if question.min == 0 else ""
        return f"{self._bounds(question)}{zero}."

    def pieces(self, question: Question) -> tuple[Frame, str, str, str]:
        """Frame, input up to its value without and with an error, rest of the input."""
        hint_id = f"id_{question.code}-hint" if question.help else ""
        width = input_width(question)
        css = f"govuk-input govuk-input--width-{width}"
        mode = "decimal" if question.decimals else "numeric"
        prefix = (
            f'<div class="govuk-input__prefix" aria-hidden="true">{self.prefix}</div>'
            if self.prefix
            else ""
        )
        unit = "" if question.unit == "year" else question.unit
        suffix = (
            f'<div class="govuk-input__suffix" aria-hidden="true">{escape(unit)}</div>'
            if unit
            else ""
        )

        def opening(modifier: str, *ids: str) -> str:
            return (
                f'<div class="govuk-input__wrapper">{prefix}<input class="{css}{modifier}"'
                f' id="id_{question.code}" name="{question.code}" type="text" inputmode="{mode}"'
                f' spellcheck="false" autocomplete="off"{described_by(hint_id, *ids)} value="'
            )

        return (
            label_frame(question),
            opening(""),
            opening(" govuk-input--error", f"id_{question.code}-error"),
            f'">{suffix}</div>',
        )

    def render(
        self,
        question: Question,
        raw: Raw,
        errors: Mapping[str, str],
        rows: Collection[str] | None = None,
        row_attributes: Mapping[str, str] | None = None,
    ) -> SafeString:
        """Label and input."""
        return filled(question.pieces, raw.get(question.code), errors.get(question.code))

    def _parse(self, question: Question, data: Raw) -> Parsed:
        given = typed(data, question.code)
        if not given:
            return Parsed(None, {})
        raw = {question.code: [given[0][:LONGEST_SHORT]]}
        number = None if len(given[0]) > LONGEST_SHORT else read_number(given[0], self.prefix)
        if number is None or len(set(given)) > 1:
            return self._refuse(question, raw, self._bounds(question))
        if not Decimal(str(question.min)) <= number <= Decimal(str(question.max)):
            return self._refuse(question, raw, self._bounds(question))
        if number != round(number, question.decimals):
            return self._refuse(question, raw, self._too_fine(question))
        value = float(number) if question.decimals else int(number)
        return Parsed(value + 0, raw)  # + 0 turns -0.0 into 0.0

    def _bounds(self, question: Question, what: str = "a number") -> str:
        if question.unit == "year":
            return f"Enter a year between {question.min} and {question.max}"
        return f"Enter {what} between {said(question.min)} and {said(question.max)}"

    def _too_fine(self, question: Question) -> str:
        if not question.decimals:
            return self._bounds(question, "a whole number")
        places = "decimal place" if question.decimals == 1 else "decimal places"
        return f"{self._bounds(question)}, with no more than {question.decimals} {places}"

    def _words(self, question: Question, value: Any) -> str:
        if question.unit == "year":
            return plain(value)
        unit = question.unit.removesuffix("s") if value == 1 else question.unit
        return f"{said(value)} {unit}".strip()

    def _wrong_shape(self, question: Question, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return self._bounds(question)
        if isinstance(value, int) and abs(value) >= 10**18:
            return self._bounds(question)
        return ""


def read_number(text: str, prefix: str = "") -> Decimal | None:
    """The number typed, or None. Spaces and well placed thousands commas are allowed."""
    text = SPACES.sub("", text)
    if prefix:
        text = text.removeprefix(prefix)
    return Decimal(text.replace(",", "")) if PLAIN.fullmatch(text) else None


def plain(value: Any) -> str:
    """A number as typed: 12, 2.5, without a needless .0."""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)


def said(value: float) -> str:
    """A number as read: 1,200."""
    return f"{int(value) if float(value).is_integer() else value:,}"


def input_width(question: Question) -> int:
    """The nearest GOV.UK width class for the longest number allowed."""
    longest = max(len(said(n)) for n in (question.min, question.max))
    longest += question.decimals + 1 if question.decimals else 0
    return next((width for width in (2, 3, 4, 5, 10) if width >= longest), 20)
