"""Grid: one option for each row. Value: {row: code} of the rows answered. Blank: no row answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from surveys.questionnaires.structure import Item, Question, Row
from surveys.questionnaires.types.base import FieldError, Parsed, QuestionType, Raw, typed
from surveys.questionnaires.types.html import (
    Choice,
    Frame,
    choice,
    described_by,
    error_open,
    heading,
    hint,
    safe,
)

WIDEST = 7  # options that still fit side by side; more are stacked at every width


@dataclass(frozen=True, slots=True)
class RowPieces:
    """One row's fieldset, cut at its attributes and its error."""

    code: str
    field: str
    frame: Frame
    choices: tuple[Choice, ...]


class Grid(QuestionType):
    """One fieldset of radios per row; CSS puts the options under column heads on wide screens."""

    key = "grid"
    label = "One option for each row"
    kind = "choice"

    def anchor(self, field: str) -> str:
        """The first radio of a row."""
        return f"id_{field}_0"

    def items(self, question: Question) -> tuple[Item, ...]:
        """One for each row."""
        return tuple(
            Item(
                key=f"{question.code}.{row.code}",
                question=question.code,
                row=row.code,
                label=row.label,
                kind="choice",
                options=question.options,
                anchor=self.anchor(f"{question.code}.{row.code}"),
            )
            for row in question.rows
        )

    def raw(self, question: Question, value: Any) -> dict[str, list[str]]:
        """{"H02.crime": ["measurable"], ...}"""
        return {f"{question.code}.{row}": [code] for row, code in value.items()}

    def how(self, question: Question) -> str:
        """What to do."""
        return f"Choose {question.option_name} for every {question.row_name} listed."

    def pieces(self, question: Question) -> tuple[str, str, tuple[RowPieces, ...]]:
        """Opening, closing and the rows."""
        title = f"id_{question.code}-title"
        hint_id = f"id_{question.code}-hint" if question.help else ""
        wide = f" portal-grid--{len(question.options)}" if len(question.options) <= WIDEST else ""
        heads = "".join(f"<span>{escape(option.label)}</span>" for option in question.options)
        opening = (
            f'<div class="govuk-form-group portal-grid{wide}" role="group"'
            f' aria-labelledby="{title}"{described_by(hint_id)}>'
            f'<h2 class="govuk-heading-m portal-grid__title" id="{title}">{heading(question)}</h2>'
            f'{hint(question)}<div class="portal-grid__head" aria-hidden="true"><span></span>'
            f"{heads}</div>"
        )
        return opening, "</div>", tuple(self._row(question, row) for row in question.rows)

    def render(
        self,
        question: Question,
        raw: Raw,
        errors: Mapping[str, str],
        rows: Collection[str] | None = None,
        row_attributes: Mapping[str, str] | None = None,
    ) -> SafeString:
        """The rows given (all when None), each with its own error."""
        opening, closing, all_rows = question.pieces
        attributes = row_attributes or {}
        drawn = [
            self._draw(row, raw, errors, attributes.get(row.code, ""))
            for row in all_rows
            if rows is None or row.code in rows
        ]
        whole = errors.get(question.code)
        message = f"{error_open(question.code)}{escape(whole)}</p>" if whole else ""
        return safe(f"{opening}{message}{''.join(drawn)}{closing}")

    def _draw(self, row: RowPieces, raw: Raw, errors: Mapping[str, str], attributes: str) -> str:
        chosen = raw.get(row.field, ())
        choices = "".join([part.draw(part.code in chosen) for part in row.choices])
        return (
            f"<fieldset{attributes}{row.frame.before(errors.get(row.field))}"
            f'<div class="govuk-radios govuk-radios--small portal-grid__options">{choices}</div>'
            f"{row.frame.close}"
        )

    def _row(self, question: Question, row: Row) -> RowPieces:
        field = f"{question.code}.{row.code}"
        legend = (
            '<legend class="govuk-fieldset__legend portal-grid__legend">'
            f"{escape(row.label)}</legend>"
        )
        css = "govuk-fieldset portal-grid__row"
        frame = Frame(
            plain=f' class="{css}">{legend}',
            wrong=(
                f' class="{css} portal-grid__row--error"{described_by(f"id_{field}-error")}>'
                f"{legend}{error_open(field)}"
            ),
            after_error="</p>",
            close="</fieldset>",
        )
        choices = tuple(
            choice(
                kind="radios",
                control="radio",
                field=field,
                index=index,
                code=option.code,
                label=option.label,
                item_class=" portal-grid__option",
                label_class="portal-grid__text",
            )
            for index, option in enumerate(question.options)
        )
        return RowPieces(row.code, field, frame, choices)

    def _parse(self, question: Question, data: Raw) -> Parsed:
        known = {option.code for option in question.options}
        value: dict[str, str] = {}
        raw: dict[str, list[str]] = {}
        errors: list[FieldError] = []
        for row in question.rows:
            field = f"{question.code}.{row.code}"
            given = typed(data, field)
            if not given:
                continue
            raw[field] = given
            if len(set(given)) > 1 or given[0] not in known:
                message = f"Choose one of the options listed for ‘{row.label}’"
                errors.append(FieldError(field, message, self.anchor(field)))
            else:
                value[row.code] = given[0]
        return Parsed(None if errors else value or None, raw, tuple(errors))

    def _words(self, question: Question, value: Any) -> str:
        labels = {option.code: option.label for option in question.options}
        said = [
            f"{row.label}: {labels.get(value[row.code], value[row.code])}"
            for row in question.rows
            if row.code in value
        ]
        return "; ".join(said) or self.blank_words

    def _wrong_shape(self, question: Question, value: Any) -> str:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            return "Send an object with the code of one option for each row"
        unknown = [row for row in value if row not in {known.code for known in question.rows}]
        return f"There is no row {str(unknown[0])[:40]!r} in this question" if unknown else ""
