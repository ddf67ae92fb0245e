"""Forms of an edition's steps: the settings of a build, freezing, releasing, discarding."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.structure import Form
from surveys.results.disclosure.suppression import MIN_BASES, MIN_COUNTS, Thresholds
from surveys.results.domain.settings import DOMINANCES, usual_settings

DEFAULTS = Thresholds()
LONGEST = 1000


def _number(label: str, default: int, allowed: range, hint: str) -> forms.IntegerField:
    low, high = allowed[0], allowed[-1]
    words = f"{label} must be a whole number from {low} to {high}"
    return forms.IntegerField(
        label=label,
        required=False,
        initial=default,
        min_value=low,
        max_value=high,
        help_text=f"{hint} {low} to {high}; {default} if you leave it empty.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )


class DisclosureSettings(PortalForm):
    """What a build withholds; a number that is left empty has its default.

    `shared`: the settings of the released edition of the wave, which those of another must be.
    """

    min_count = _number(
        "Smallest count shown",
        DEFAULTS.min_count,
        MIN_COUNTS,
        "Counts above zero and below this are withheld.",
    )
    min_base = _number(
        "Smallest base shown",
        DEFAULTS.min_base,
        MIN_BASES,
        "Rows with fewer valid answers than this are withheld.",
    )
    dominance = _number(
        "Dominance of one partnership, per cent",
        DEFAULTS.dominance,
        DOMINANCES,
        "Sums of money are withheld where somebody could work out the largest amount to within"
        " this.",
    )
    public = forms.CharField(
        label="Questions whose answers are public facts",
        required=False,
        max_length=400,
        help_text="Codes as in the codebook, with blanks between. Nothing is withheld in them."
        " Leave it empty if there are none.",
    )

    def __init__(
        self, *args: Any, form: Form, shared: Thresholds | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {question.code for question in form.questions}
        self.usual = shared or usual_settings(form)
        self.fields["public"].initial = " ".join(self.usual.public)
        for name in ("min_count", "min_base", "dominance") if shared else ():
            field, value = self.fields[name], getattr(self.usual, name)
            default = f"{field.initial} if you leave it empty"
            field.help_text = field.help_text.replace(default, f"{value} if you leave it empty")
            field.initial = value

    def clean_public(self) -> tuple[str, ...]:
        """The codes, each once, as the questionnaire writes them."""
        given = self.cleaned_data["public"].replace(",", " ").upper().split()
        codes = tuple(dict.fromkeys(given))
        if unknown := [code for code in codes if code not in self.known]:
            raise forms.ValidationError(
                f"The questionnaire has no question {' or '.join(unknown)}. Look up the codes in"
                " its codebook"
            )
        return codes

    def thresholds(self) -> Thresholds:
        """The settings of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return replace(self.usual, **given)


class _Certain(PortalForm):
    """A step that cannot be taken back is confirmed by a tick, the last of its fields."""

    tick = ""
    missing = ""
    confirm = forms.BooleanField()
    field_order: Iterable[str] | None = ("note", "reason", "confirm")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].label = self.tick
        self.fields["confirm"].error_messages["required"] = self.missing


class ReleaseForm(_Certain):
    """Releasing cannot be undone, so one click is not enough."""

    tick = "I have read this edition and understand that its release cannot be taken back"
    missing = "Tick the box if this edition is to be released"


class FreezeForm(_Certain):
    """Freezing; where it replaces another edition, with the reason why."""

    tick = "I understand that a frozen edition can only be replaced, never changed"
    missing = "Tick the box if this edition is to be frozen"
    note = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text="Everybody who opens the old edition reads this.",
    )

    def __init__(self, *args: Any, replaces: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if replaces is None:
            del self.fields["note"]
            return
        self.fields["note"].label = f"Why does it replace edition {replaces}?"
        self.fields["note"].error_messages["required"] = (
            f"Say why this edition replaces edition {replaces}"
        )


class DiscardForm(_Certain):
    """Why nobody is to use it."""

    tick = "I understand that this edition cannot be brought back"
    missing = "Tick the box if this edition is to be discarded"
    reason = forms.CharField(
        label="Why is it discarded?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text="The list of editions keeps this.",
        error_messages={"required": "Say why this edition is discarded"},
    )
