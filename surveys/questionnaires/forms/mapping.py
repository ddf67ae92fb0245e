"""Forms of the mapping of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.mapping import RELATIONS
from surveys.questionnaires.models import Questionnaire

LONGEST_TEXT = 90  # characters of a question in a list of choices
HINTS = {
    "same": "An answer then is an answer now: shown, copied on request, compared over time.",
    "reworded": "About the same thing, but not the same answer: shown, not copied.",
    "split": "One of several questions made of one earlier question.",
    "merged": "Made of two or more earlier questions.",
    "new": "Nothing like it was asked before.",
}


class TargetForm(PortalForm):
    """Which version the draft is mapped to."""

    earlier = forms.ChoiceField(label="Questionnaire to map to")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    def __init__(self, data: Any = None, *, versions: Sequence[Questionnaire], revision: int):
        super().__init__(data, initial={"revision": revision})
        choices = [(str(version.pk), f"{version} ({version.year})") for version in versions]
        self.fields["earlier"].choices = choices  # type: ignore[attr-defined]


class MatchForm(PortalForm):
    """How one question follows the earlier ones."""

    relation = forms.ChoiceField(
        label="How does this question follow the earlier ones?",
        choices=[(key, words) for key, words in RELATIONS.items() if key != "dropped"],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the question follows the earlier ones"},
    )
    earlier = forms.MultipleChoiceField(
        label="Which earlier questions?",
        help_text="Those most like this one come first. Choose none for a new question.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose earlier questions from the list"},
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(
        self,
        data: Any = None,
        *,
        texts: Mapping[str, str],
        first: Sequence[str],
        initial: dict[str, Any],
    ):
        super().__init__(data, initial=initial)
        order = [*first, *(code for code in texts if code not in first)]
        self.fields["earlier"].choices = [  # type: ignore[attr-defined]
            (code, f"{code} {_short(texts[code])}") for code in order if code in texts
        ]

    def clean(self) -> dict[str, Any]:
        """The number of earlier questions must fit the relation."""
        cleaned = super().clean() or self.cleaned_data
        relation, chosen = cleaned.get("relation"), cleaned.get("earlier", [])
        if relation == "new" and chosen:
            self.add_error("earlier", "Choose no earlier question for a new one")
        elif relation == "merged" and len(chosen) < 2:
            self.add_error("earlier", "Choose two or more earlier questions that were merged")
        elif relation in ("same", "reworded", "split") and len(chosen) != 1:
            self.add_error("earlier", "Choose one earlier question")
        return cleaned


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
