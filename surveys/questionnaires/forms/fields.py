"""Fields of drafting: one line of words, codes, conditions and lists written as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from surveys.questionnaires.drafting.lines import LineFault
from surveys.questionnaires.types.base import cleaned

CODE = RegexValidator(
    r"^[A-Z][A-Z0-9]{0,7}$",
    "Enter a code of a capital letter and up to 7 capitals or digits, such as B09",
)
LONGEST_LIST = 60_000  # characters of a list of options or rows


class LineField(forms.CharField):
    """Words on one line: line ends become spaces, control characters go."""

    def __init__(self, label: str, *, max_length: int = 500, rows: int = 0, **options: Any):
        if rows:
            options["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        """The words without what a line cannot hold."""
        return " ".join(cleaned(str(value or "")).split())


class ProseField(forms.CharField):
    """Words of several lines."""

    def __init__(self, label: str, *, rows: int = 4, **options: Any):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=5000, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """The words without control characters; a tab becomes a space."""
        return cleaned(str(value or "")).replace("\t", " ")


class CodeField(forms.CharField):
    """The code of a question or section; small letters become capitals."""

    def __init__(self, label: str = "Code", **options: Any):
        super().__init__(label=label, max_length=20, validators=[CODE], **options)

    def to_python(self, value: Any) -> str:
        """In capitals."""
        return str(value or "").strip().upper()


class CodesField(forms.CharField):
    """Codes of questions, with commas or spaces between them."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The codes, each once, in the order written."""
        written = str(value or "").upper().replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys(written))

    def validate(self, value: Any) -> None:
        """Required fields need one code at least."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Each code has the form of one."""
        for code in value:
            CODE(code)


class ConditionField(forms.CharField):
    """A condition as text; the form that holds it reads it. `prefix` goes before its words."""

    def __init__(self, label: str, prefix: str, **options: Any):
        widget = forms.Textarea(
            attrs={"rows": 2, "spellcheck": "false", "class": "portal-condition__text"}
        )
        super().__init__(label=label, widget=widget, **options)
        self.template_name = "surveys/questionnaires/draft_condition.html"
        self.prefix = prefix


class ListField(forms.CharField):
    """A list written one a line; `read` gives its parts or raises LineFault."""

    def __init__(
        self,
        label: str,
        read: Callable[[str], Sequence[Any]],
        *,
        least: int = 0,
        too_few: str = "",
        **options: Any,
    ):
        rows = options.pop("rows", 8)
        widget = forms.Textarea(
            attrs={"rows": rows, "spellcheck": "true", "class": "portal-condition__list"}
        )
        super().__init__(label=label, widget=widget, required=False, **options)
        self.read = read
        self.least = least
        self.too_few = too_few

    def clean(self, value: Any) -> Any:
        """The parts. Raises ValidationError with the line."""
        written = str(value or "")
        if len(written) > LONGEST_LIST:
            raise forms.ValidationError(f"Enter {LONGEST_LIST:,} characters at most")
        try:
            parts = self.read(written)
        except LineFault as fault:
            raise forms.ValidationError(str(fault)) from fault
        if len(parts) < self.least:
            raise forms.ValidationError(self.too_few)
        return parts
