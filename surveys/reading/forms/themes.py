"""Forms of the codebook."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.structure import Question
from surveys.questionnaires.types.base import cleaned
from surveys.reading.models import Theme


class ThemeForm(PortalForm):
    """A theme; `question` only while it is new."""

    question = forms.ChoiceField(
        label="Question", required=False, help_text="A theme stays with its question."
    )
    code = forms.SlugField(
        label="Code",
        max_length=20,
        help_text="A short name for tables: small letters, digits and hyphens, such as funding.",
        error_messages={"invalid": "Use small letters, digits and hyphens, such as short-funding"},
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    label = forms.CharField(label="Label", max_length=80)
    memo = forms.CharField(
        label="When to use it",
        help_text="What an answer has to say, and what is another theme.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    example = forms.CharField(
        label="Example (optional)",
        help_text="Made up or reworded: the codebook names no partnership.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questions:
            listed = [(q.code, f"{q.code} {q.text}") for q in questions]
            self.fields["question"].choices = [("", "Every text question"), *listed]
        else:
            del self.fields["question"]

    def clean(self) -> dict[str, Any]:
        """Without signs that no reader sees; the code in small letters."""
        given = super().clean()
        for name in ("label", "memo", "example"):
            if name in given:
                given[name] = cleaned(given[name])
        if "code" in given:
            given["code"] = given["code"].lower()
        return given


class MergeForm(PortalForm):
    """Into which theme."""

    into = forms.TypedChoiceField(
        label="Merge it into",
        coerce=int,
        error_messages={
            "required": "Choose the theme that it becomes part of",
            "invalid_choice": "Choose a theme that is in use",
        },
    )

    def __init__(self, *args: Any, targets: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [
            ("", "Choose a theme"),
            *((theme.pk, f"{theme.label} ({theme.code})") for theme in targets),
        ]
