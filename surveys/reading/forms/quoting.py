"""Making a quote, refusing or withdrawing one, and saying what may be quoted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.types.base import cleaned
from surveys.reading.models import Theme
from surveys.reading.passages import LONGEST_QUOTE

YES, NO = "yes", "no"


class QuoteForm(PortalForm):
    """A passage, how it is printed, and whom it is attributed to."""

    passage = forms.CharField(
        label="Passage, word for word",
        help_text="Keep what you want to quote of the answer, and delete the rest around it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text = forms.CharField(
        label="The quote as it is to be printed",
        help_text="Leave it empty to print the passage as it is. Put […] where you leave something"
        " out, and your own words into square brackets: [the council].",
        max_length=LONGEST_QUOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    group = forms.ChoiceField(
        label="Attributed to",
        help_text="Only groups with enough returns are offered.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom the quote is attributed to"},
    )
    themes = forms.TypedMultipleChoiceField(
        label="Themes it illustrates (optional)",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, groups: Mapping[str, str], offered: Sequence[Theme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(k, w[0].upper() + w[1:]) for k, w in groups.items()]
        self.fields["themes"].choices = [(theme.pk, theme.label) for theme in offered]
        if not offered:
            del self.fields["themes"]

    def clean(self) -> dict[str, Any]:
        """Without signs that no reader sees; an empty quote is the passage."""
        given = super().clean()
        for name in ("passage", "text"):
            given[name] = cleaned(given.get(name) or "")
        given["text"] = given["text"] or given["passage"]
        if "text" not in self.errors and len(given["text"]) > LONGEST_QUOTE:
            self.add_error("passage", f"Choose a passage of {LONGEST_QUOTE} characters or fewer")
        return given


class ReasonForm(PortalForm):
    """Why a quote is refused or withdrawn."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Give a reason"},
    )

    def clean_reason(self) -> str:
        """Without signs that no reader sees."""
        return cleaned(self.cleaned_data["reason"])


class ConsentField(forms.ChoiceField):
    """May this answer be quoted? Nothing chosen: nothing said."""

    def __init__(self) -> None:
        super().__init__(
            label="May it be quoted without naming your partnership?",
            choices=[(YES, "Yes, without naming us"), (NO, "No")],
            widget=forms.RadioSelect,
            required=False,
        )


class QuotingForm(PortalForm):
    """One question each; `answers`: codes of the questions."""

    def __init__(self, *args: Any, answers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in answers:
            self.fields[code] = ConsentField()

    @property
    def said(self) -> dict[str, bool]:
        """What was chosen; nothing for what was left open."""
        return {code: value == YES for code, value in self.cleaned_data.items() if value}
