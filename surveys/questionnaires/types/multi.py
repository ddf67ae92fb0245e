"""Multi: any number of options. Value: list of codes in option order. Blank: none ticked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.safestring import SafeString

from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.base import Parsed, QuestionType, Raw, typed
from surveys.questionnaires.types.html import Choice, Frame, choice, fieldset_frame, safe

DIVIDER = '<div class="govuk-checkboxes__divider">or</div>'


class Multi(QuestionType):
    """Checkboxes; an exclusive option stands alone."""

    key = "multi"
    label = "Any number of options"
    kind = "multi"

    def anchor(self, field: str) -> str:
        """The first checkbox."""
        return f"id_{field}_0"

    def raw(self, question: Question, value: Any) -> dict[str, list[str]]:
        """{"B10": ["board", "forum"]}"""
        return {question.code: list(value)}

    def how(self, question: Question) -> str:
        """What to do."""
        if question.max_choices:
            return f"Choose up to {question.max_choices} options."
        return "Choose all the options that apply."

    def pieces(self, question: Question) -> tuple[Frame, tuple[Choice, ...]]:
        """Frame and one choice for each option, a divider before the first exclusive one."""
        choices: list[Choice] = []
        for index, option in enumerate(question.options):
            part = choice(
                kind="checkboxes",
                control="checkbox",
                field=question.code,
                index=index,
                code=option.code,
                label=option.label,
                attributes=' data-behaviour="exclusive"' if option.exclusive else "",
            )
            if option.exclusive and choices and not question.options[index - 1].exclusive:
                part = Choice(part.code, DIVIDER + part.before, part.after)
            choices.append(part)
        return fieldset_frame(question), tuple(choices)

    def render(
        self,
        question: Question,
        raw: Raw,
        errors: Mapping[str, str],
        rows: Collection[str] | None = None,
        row_attributes: Mapping[str, str] | None = None,
    ) -> SafeString:
        """Fieldset of checkboxes."""
        frame, choices = question.pieces
        ticked = raw.get(question.code, ())
        drawn = "".join([part.draw(part.code in ticked) for part in choices])
        return safe(
            f"{frame.before(errors.get(question.code))}"
            f'<div class="govuk-checkboxes" data-module="govuk-checkboxes">{drawn}</div>'
            f"{frame.close}"
        )

    def _parse(self, question: Question, data: Raw) -> Parsed:
        most = len(question.options) + 1
        given = typed({question.code: data.get(question.code, ())[:most]}, question.code)
        raw = {question.code: given} if given else {}
        if not given:
            return Parsed(None, raw)
        if set(given) - {option.code for option in question.options}:
            return self._refuse(question, raw, "Choose only from the options listed")
        chosen = [option for option in question.options if option.code in given]
        alone = next((option for option in chosen if option.exclusive), None)
        if alone and len(chosen) > 1:
            message = f"Choose either ‘{alone.label}’ or other options, not both"
            return self._refuse(question, raw, message)
        if question.max_choices and len(chosen) > question.max_choices:
            return self._refuse(question, raw, f"Choose {question.max_choices} options or fewer")
        return Parsed([option.code for option in chosen], raw)

    def _words(self, question: Question, value: Any) -> str:
        labels = [option.label for option in question.options if option.code in value]
        return "; ".join(labels) or self.blank_words

    def _wrong_shape(self, question: Question, value: Any) -> str:
        fits = isinstance(value, list) and all(isinstance(code, str) for code in value)
        return "" if fits else "Send a list of option codes"
