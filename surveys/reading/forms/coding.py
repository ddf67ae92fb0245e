"""Ticking themes on an answer, and settling what two coders see differently."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.types.base import cleaned
from surveys.reading.domain.coding import LONGEST_MEMO
from surveys.reading.models import Theme

TICK = "Tick at least one theme, or “No theme fits”"


class Ticks(PortalForm):
    """Themes of one question. Nothing ticked by oversight is no code: "no theme fits" is one."""

    themes = forms.TypedMultipleChoiceField(
        label="Themes", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    no_theme = forms.BooleanField(label="No theme fits", required=False)

    def __init__(self, *args: Any, offered: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(offered)
        field = self.fields["themes"]
        field.choices = [(theme.pk, theme.label) for theme in self.offered]
        field.error_messages["invalid_choice"] = (
            "A theme was taken out of the codebook meanwhile. Look at the list again"
        )

    def clean(self) -> dict[str, Any]:
        """Either themes or none."""
        given = super().clean()
        themes, none = given.get("themes"), given.get("no_theme")
        if "themes" not in self.errors and bool(themes) == bool(none):
            self.add_error("themes", TICK if not none else "Untick “No theme fits” or the themes")
        return given

    def lines(self) -> list[dict[str, Any]]:
        """Each theme with whether it is ticked, for the page."""
        value = self["themes"].value() or []
        ticked = {str(each) for each in value}
        return [{"theme": theme, "ticked": str(theme.pk) in ticked} for theme in self.offered]


class CodeForm(Ticks):
    """One coder's."""

    memo = forms.CharField(
        label="Your memo on this answer (optional)",
        help_text="Why you decided so. The other coder sees it when both have coded.",
        max_length=LONGEST_MEMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_memo(self) -> str:
        """Without signs that no reader sees."""
        return cleaned(self.cleaned_data["memo"])


class SettleForm(Ticks):
    """After the discussion."""

    note = forms.CharField(
        label="What was discussed, by whom, and why these themes",
        max_length=LONGEST_MEMO,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what was discussed, by whom, and why these themes"},
    )

    def clean_note(self) -> str:
        """Without signs that no reader sees."""
        return cleaned(self.cleaned_data["note"])
