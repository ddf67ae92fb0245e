"""Text: free text up to max_length characters. Value: str without control characters. Blank: ""."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.safestring import SafeString

from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.base import LONGEST_TEXT, Parsed, QuestionType, Raw, cleaned
from surveys.questionnaires.types.html import Frame, described_by, filled, label_frame


class Text(QuestionType):
    """A textarea with a character count."""

    key = "text"
    label = "Free text"
    kind = "text"

    def raw(self, question: Question, value: Any) -> dict[str, list[str]]:
        """{"M06": ["..."]}"""
        return {question.code: [value]}

    def how(self, question: Question) -> str:
        """What to do."""
        return f"Write up to {question.max_length:,} characters."

    def pieces(self, question: Question) -> tuple[Frame, str, str, str]:
        """Frame, textarea up to its text without and with an error, rest of the textarea."""
        code = question.code
        hint_id = f"id_{code}-hint" if question.help else ""

        def opening(modifier: str, *ids: str) -> str:
            return (
                f'<textarea class="govuk-textarea govuk-js-character-count{modifier}"'
                f' id="id_{code}" name="{code}" rows="6"'
                # The newline right after the tag is dropped by browsers: one of the text survives.
                f"{described_by(hint_id, *ids, f'id_{code}-info')}>\n"
            )

        frame = label_frame(
            question,
            group_class=" govuk-character-count",
            group_attributes=(
                f' data-module="govuk-character-count" data-maxlength="{question.max_length}"'
            ),
        )
        rest = (
            f'</textarea><div id="id_{code}-info" class="govuk-hint govuk-character-count__message">'
            f"You can enter up to {question.max_length:,} characters</div>"
        )
        return frame, opening(""), opening(" govuk-textarea--error", f"id_{code}-error"), rest

    def render(
        self,
        question: Question,
        raw: Raw,
        errors: Mapping[str, str],
        rows: Collection[str] | None = None,
        row_attributes: Mapping[str, str] | None = None,
    ) -> SafeString:
        """Label, textarea and count."""
        return filled(question.pieces, raw.get(question.code), errors.get(question.code))

    def _parse(self, question: Question, data: Raw) -> Parsed:
        given = data.get(question.code) or ("",)
        length = len(given[0])
        if length > LONGEST_TEXT:  # refused unread: cleaning it would cost more than it is worth
            message = (
                f"Your answer is {length:,} characters long and was cut off. "
                f"Enter {question.max_length:,} characters or fewer"
            )
            return self._refuse(
                question, {question.code: [cleaned(given[0][:LONGEST_TEXT])]}, message
            )
        text = cleaned(given[0])
        if not text:
            return Parsed(None, {})
        raw = {question.code: [text]}
        if len(given) > 1:
            return self._refuse(question, raw, "Enter one answer only")
        if len(text) > question.max_length:
            over = len(text) - question.max_length
            signs = "character" if over == 1 else "characters"
            message = (
                f"Enter {question.max_length:,} characters or fewer; "
                f"your answer is {over:,} {signs} too long"
            )
            return self._refuse(question, raw, message)
        return Parsed(text, raw)

    def _words(self, question: Question, value: Any) -> str:
        return str(value)

    def _wrong_shape(self, question: Question, value: Any) -> str:
        return "" if isinstance(value, str) else "Send the answer as text"
