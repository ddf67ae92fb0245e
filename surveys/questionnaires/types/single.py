"""Single: one option. Value: its code. Blank: nothing chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.safestring import SafeString

from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.base import Parsed, QuestionType, Raw, typed
from surveys.questionnaires.types.html import Choice, Frame, choice, fieldset_frame, safe


class Single(QuestionType):
    """Radios."""

    key = "single"
    label = "One option"
    kind = "choice"

    def anchor(self, field: str) -> str:
        """The first radio."""
        return f"id_{field}_0"

    def raw(self, question: Question, value: Any) -> dict[str, list[str]]:
        """{"A01": ["in_place"]}"""
        return {question.code: [value]}

    def how(self, question: Question) -> str:
        """What to do."""
        return "Choose one of the options."

    def pieces(self, question: Question) -> tuple[Frame, tuple[Choice, ...]]:
        """Frame and one choice for each option."""
        choices = tuple(
            choice(
                kind="radios",
                control="radio",
                field=question.code,
                index=index,
                code=option.code,
                label=option.label,
            )
            for index, option in enumerate(question.options)
        )
        return fieldset_frame(question), choices

    def render(
        self,
        question: Question,
        raw: Raw,
        errors: Mapping[str, str],
        rows: Collection[str] | None = None,
        row_attributes: Mapping[str, str] | None = None,
    ) -> SafeString:
        """Fieldset of radios."""
        frame, choices = question.pieces
        chosen = raw.get(question.code, ())
        drawn = "".join([part.draw(part.code in chosen) for part in choices])
        return safe(
            f'{frame.before(errors.get(question.code))}<div class="govuk-radios">{drawn}</div>'
            f"{frame.close}"
        )

    def _parse(self, question: Question, data: Raw) -> Parsed:
        given = typed(data, question.code)
        raw = {question.code: given} if given else {}
        if not given:
            return Parsed(None, raw)
        if len(set(given)) > 1:
            return self._refuse(question, raw, "Choose one option only")
        if given[0] not in {option.code for option in question.options}:
            return self._refuse(question, raw, "Choose one of the options listed")
        return Parsed(given[0], raw)

    def _words(self, question: Question, value: Any) -> str:
        return next((o.label for o in question.options if o.code == value), str(value))

    def _wrong_shape(self, question: Question, value: Any) -> str:
        return "" if isinstance(value, str) else "Send the code of one option"
