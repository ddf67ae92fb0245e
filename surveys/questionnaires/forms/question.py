"""The form of one question: fields that all types have, and those of its own type."""

from __future__ import annotations

from typing import Any

from django import forms

from surveys.questionnaires import types
from surveys.questionnaires.conditions import faults as condition_faults
from surveys.questionnaires.drafting import parts, saying
from surveys.questionnaires.drafting.lines import (
    options_text,
    read_options,
    read_rows,
    rows_text,
)
from surveys.questionnaires.forms.base import PartForm
from surveys.questionnaires.forms.fields import CodeField, ConditionField, LineField, ListField

# Type -> the fields that only it and its like have.
OWN = {
    "single": ("options",),
    "multi": ("options", "max_choices"),
    "grid": ("options", "rows", "row_name", "rows_name", "option_name"),
    "number": ("min", "max", "decimals", "unit"),
    "money": ("min", "max", "period"),
    "text": ("max_length",),
}
BESIDE = frozenset(name for names in OWN.values() for name in names) | {"currency"}
TYPES = [(kind.key, kind.label) for kind in types.TYPES]
LARGEST = 10**12


class QuestionForm(PartForm):
    """A question of one type; fields of other types are taken off."""

    kind = "question"
    code = CodeField()
    text = LineField("Question", rows=2)
    help = LineField("Hint", rows=2, max_length=1000, required=False)
    required = forms.BooleanField(label="A return cannot be sent without an answer", required=False)
    options = ListField(
        "Options",
        read_options,
        least=2,
        too_few="Enter two options at least, one a line",
        help_text="One a line: code | label. After them may stand, each after another |: score 3,"
        " group early (published category), not in base (don’t know), alone (in a question with"
        " several options: excludes the others).",
    )
    max_choices = forms.IntegerField(
        label="Most options that can be chosen", required=False, min_value=1, max_value=248
    )
    rows = ListField(
        "Rows",
        read_rows,
        least=1,
        too_few="Enter one row at least",
        help_text="One a line: code | label. A third part may say who is asked it: only if nrf.",
    )
    row_name = LineField(
        "What one row is called", required=False, help_text="In messages: statement, issue."
    )
    rows_name = LineField("What several are called", required=False)
    option_name = LineField(
        "What is chosen for a row", required=False, help_text="With its article: a stage."
    )
    min = forms.FloatField(label="Smallest number", min_value=-LARGEST, max_value=LARGEST)
    max = forms.FloatField(label="Largest number", min_value=-LARGEST, max_value=LARGEST)
    decimals = forms.IntegerField(label="Decimal places", required=False, min_value=0, max_value=4)
    unit = LineField(
        "Unit",
        required=False,
        max_length=30,
        help_text="Shown after the number. “year” makes it a year, written without a comma.",
    )
    period = LineField("Financial year it speaks of", required=False, help_text="2004-05")
    max_length = forms.IntegerField(
        label="Most characters of an answer", min_value=1, max_value=10_000
    )
    show_if = ConditionField(
        "Who is asked this question?",
        "Asked only if",
        help_text="A condition on earlier questions or on the partnership, on top of the section’s."
        " Leave it empty to ask everybody who gets the section.",
        required=False,
    )
    theme = forms.RegexField(
        label="Subject in the analysis plan",
        regex=r"^[a-z0-9_]{1,40}$",
        required=False,
        error_messages={"invalid": "Enter small letters, digits and underscores, 40 at most"},
    )
    source = forms.ChoiceField(
        label="Where the question comes from",
        required=False,
        choices=[
            ("", "Not said"),
            ("seed", "Topic from the executive summary, our wording"),
            ("found", "Another published source"),
            ("inferred", "Ours"),
        ],
    )
    source_ref = LineField("The source", required=False)
    figure = LineField("Published figure it feeds", required=False, max_length=10)

    # Where it stands and how it is answered, for the case that somebody removes it meanwhile.
    home = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    answered = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)

    def __init__(self, *args: Any, answered: str, section: str, **kwargs: Any) -> None:
        self.type, self.section = answered, section
        super().__init__(*args, **kwargs)
        for name in BESIDE - set(OWN[answered]) - {"currency"}:
            del self.fields[name]
        if answered == "money":
            self.fields["min"].min_value = 0

    def first_values(self, part: parts.Part) -> dict[str, Any]:
        """Lists as text."""
        return {
            **super().first_values(part),
            "options": options_text(part.get("options", ())),
            "rows": rows_text(part.get("rows", ())),
            "home": self.section,
            "answered": self.type,
        }

    def written(self) -> dict[str, Any]:
        """With numbers that may be 0, and without what belongs to other types."""
        part = {key: v for key, v in super().written().items() if key not in BESIDE}
        for name in OWN[self.type]:
            value = self.cleaned_data.get(name)
            if value not in (None, "", []):
                part[name] = _whole(value)
        if self.type == "money":
            part["currency"] = "GBP"
        for beside in ("home", "answered"):
            part.pop(beside, None)
        return {**part, "type": self.type, "section": self.section}

    def clean(self) -> dict[str, Any]:
        """Pounds are whole; conditions of rows look at earlier questions."""
        for name in ("min", "max"):
            value = self.cleaned_data.get(name)
            if self.type == "money" and value is not None and (value < 0 or value % 1):
                self.add_error(name, "Enter whole pounds, 0 or more")
        scope = self._scope()
        for row in self.cleaned_data.get("rows") or ():
            for fault in condition_faults(row.get("show_if"), "", scope):
                message = saying.capital(saying.message(fault))
                self.add_error("rows", f"Row {row['code']}: {message}")
        return super().clean()


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
