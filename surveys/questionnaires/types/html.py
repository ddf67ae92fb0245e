"""The HTML around every question: heading, hint, error message; made once, escaped once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from surveys.questionnaires.structure import Question


def safe(*parts: str) -> SafeString:
    """Pieces of HTML put together. Every value in them has been through escape()."""
    return mark_safe("".join(parts))  # noqa: S308 -- see the docstring; tests feed it markup


@dataclass(frozen=True, slots=True)
class Frame:
    """A question's group cut at the error: open[has_error] + message + after_error + body + close.

    `open` holds both forms (without and with an error), since the group's class and the list of
    describing ids differ.
    """

    plain: str
    wrong: str
    after_error: str
    close: str

    def before(self, message: str | None) -> str:
        """Everything before the controls."""
        if message is None:
            return self.plain
        return f"{self.wrong}{escape(message)}{self.after_error}"


def heading(question: Question) -> str:
    """Number, text and (optional), as the inside of a legend or label."""
    optional = (
        "" if question.required else ' <span class="portal-question__optional">(optional)</span>'
    )
    return (
        f'<span class="portal-question__number">{question.number}.</span> '
        f"{escape(question.text)}{optional}"
    )


def hint(question: Question) -> str:
    """The help text, or nothing."""
    if not question.help:
        return ""
    return f'<div class="govuk-hint" id="id_{question.code}-hint">{escape(question.help)}</div>'


def described_by(*ids: str) -> str:
    """The aria-describedby attribute, or nothing."""
    given = " ".join(name for name in ids if name)
    return f' aria-describedby="{given}"' if given else ""


def error_open(field: str) -> str:
    """An error message up to its text."""
    return (
        f'<p class="govuk-error-message" id="id_{field}-error">'
        '<span class="govuk-visually-hidden">Error:</span> '
    )


def fieldset_frame(question: Question) -> Frame:
    """Group, fieldset and legend for radios and checkboxes."""
    hint_id = f"id_{question.code}-hint" if question.help else ""

    def opening(modifier: str, *ids: str) -> str:
        return (
            f'<div class="govuk-form-group{modifier}">'
            f'<fieldset class="govuk-fieldset"{described_by(*ids)}>'
            '<legend class="govuk-fieldset__legend govuk-fieldset__legend--m">'
            f'<h2 class="govuk-fieldset__heading">{heading(question)}</h2></legend>'
            f"{hint(question)}"
        )

    wrong = opening(" govuk-form-group--error", hint_id, f"id_{question.code}-error")
    return Frame(
        plain=opening("", hint_id),
        wrong=wrong + error_open(question.code),
        after_error="</p>",
        close="</fieldset></div>",
    )


def label_frame(question: Question, *, group_class: str = "", group_attributes: str = "") -> Frame:
    """Group and label for a single input."""

    def opening(modifier: str) -> str:
        return (
            f'<div class="govuk-form-group{group_class}{modifier}"{group_attributes}>'
            '<h2 class="govuk-label-wrapper">'
            f'<label class="govuk-label govuk-label--m" for="id_{question.code}">'
            f"{heading(question)}</label></h2>{hint(question)}"
        )

    return Frame(
        plain=opening(""),
        wrong=opening(" govuk-form-group--error") + error_open(question.code),
        after_error="</p>",
        close="</div>",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or checkbox, cut where `checked` goes."""

    code: str
    before: str
    after: str

    def draw(self, chosen: bool) -> str:
        """The control, checked or not."""
        return f"{self.before}{' checked' if chosen else ''}{self.after}"


def choice(
    *,
    kind: str,
    control: str,
    field: str,
    index: int,
    code: str,
    label: str,
    attributes: str = "",
    item_class: str = "",
    label_class: str = "",
) -> Choice:
    """A GOV.UK radios or checkboxes item. `kind`: "radios" or "checkboxes"."""
    key = f"id_{field}_{index}"
    text: str = escape(label)
    if label_class:
        text = f'<span class="{label_class}">{text}</span>'
    return Choice(
        code=code,
        before=(
            f'<div class="govuk-{kind}__item{item_class}">'
            f'<input class="govuk-{kind}__input" id="{key}" name="{field}" type="{control}"'
            f' value="{escape(code)}"{attributes}'
        ),
        after=f'><label class="govuk-label govuk-{kind}__label" for="{key}">{text}</label></div>',
    )


def filled(
    pieces: tuple[Frame, str, str, str], given: Sequence[str] | None, message: str | None
) -> SafeString:
    """A text control with what was typed. Pieces: its frame, the opening without and with an
    error, and what follows the value."""
    frame, right, wrong, rest = pieces
    opening = right if message is None else wrong
    value = escape(given[0]) if given else ""
    return safe(f"{frame.before(message)}{opening}{value}{rest}{frame.close}")
