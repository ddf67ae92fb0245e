"""Forms of waves, of more time and of reminders."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from partnerships.membership.forms.days import DayField
from partnerships.register.models import AuthorityType, Region
from portal.web.forms import PortalForm
from surveys.questionnaires.models import Questionnaire
from surveys.returns.asked import Audience
from surveys.returns.domain.reminding import MOST_WORDS
from surveys.returns.domain.waves import FURTHEST_REMINDER, MOST_REMINDERS
from surveys.returns.duties import OWING
from surveys.returns.wave_dates import why_not_last_day

NUMBERS = (
    "Enter numbers of working days from 0 to {}, separated by commas, such as 10, 5, 1. At most {}."
)


class DaysList(forms.CharField):
    """Whole numbers separated by commas; empty for none."""

    def prepare_value(self, value: Any) -> Any:
        """10, 5, 1"""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:  # type: ignore[override]
        """The numbers, or an error that says how to write them."""
        parts = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        wrong = [p for p in parts if not p.isascii() or not p.isdecimal() or len(p) > 2]
        days = [] if wrong else [int(part) for part in parts]
        if wrong or len(days) > MOST_REMINDERS or any(n > FURTHEST_REMINDER for n in days):
            raise forms.ValidationError(NUMBERS.format(FURTHEST_REMINDER, MOST_REMINDERS))
        return days


class WaveDates(PortalForm):
    """When a wave opens and closes, and when those who owe something are reminded."""

    opens_on = DayField(label="Opening date")
    closes_on = DayField(
        label="Closing date", help_text="The last day for every partnership without more time."
    )
    reminder_days = DaysList(
        label="Automatic reminders",
        help_text=(
            "Working days before each partnership’s own last day, such as 10, 5, 1. Leave it empty"
            " to send none."
        ),
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, opened: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate() if opened else None
        if opened:  # its opening is history
            del self.fields["opens_on"]

    def clean(self) -> dict[str, Any]:
        """Refuse, at the field, a wave that closes before it opens or on a day that cannot be."""
        given = super().clean() or {}
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "A wave closes after it opens. Swap the dates.")
        elif closes and closes != self.initial.get("closes_on"):
            self._refuse_day(closes)
        return given

    def _refuse_day(self, closes: date) -> None:
        if why_not := why_not_last_day(closes, self.today):
            self.add_error("closes_on", why_not)


class NewWave(WaveDates):
    """The same for a new wave, with its questionnaire."""

    questionnaire = forms.ChoiceField(label="Questionnaire")
    field_order = ("questionnaire",)

    def __init__(self, *args: Any, published: Sequence[Questionnaire], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published = {str(each.pk): each for each in published}
        self.fields["questionnaire"].choices = [  # type: ignore[attr-defined]
            (key, f"{each.year}: {each.title}, version {each.version}")
            for key, each in self.published.items()
        ]

    @property
    def chosen(self) -> Questionnaire:
        """The questionnaire chosen in a valid form."""
        return self.published[self.cleaned_data["questionnaire"]]


class Sure(PortalForm):
    """A confirmation; `words` are those of its tick."""

    sure = forms.BooleanField()

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = words
        self.fields["sure"].error_messages["required"] = f"Tick “{words}”"


class MoreTime(PortalForm):
    """Until when one partnership has more time, and why."""

    until = DayField(
        label="New last day",
        help_text="A working day after the closing date.",
        error_messages={"required": "Enter the new last day"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The partnership’s team reads it in an email and beside the date.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the partnership gets more time"},
    )


def _several(label: str, choices: Sequence[tuple[str, str]], hint: str) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ReminderForm(PortalForm):
    """Who is reminded, and in what words."""

    NRF = (("", "All areas"), ("yes", "NRF areas only"), ("no", "Areas outside the NRF only"))

    states = _several(
        "Where the return stands",
        [(state.value, state.label) for state in OWING],
        "Leave every box empty to write to all whose return is not signed off.",
    )
    regions = _several("Region", Region.choices, "Leave every box empty for all regions.")
    types = _several(
        "Type of authority", AuthorityType.choices, "Leave every box empty for all types."
    )
    nrf = forms.ChoiceField(
        label="Neighbourhood Renewal Fund", choices=NRF, required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="What the reminder says",
        help_text="How far the partnership’s return is, its last day and a link follow by themselves.",
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what the reminder says"},
    )

    def audience(self) -> Audience:
        """Of a valid form."""
        given = self.cleaned_data
        return Audience(
            tuple(state.value for state in OWING if state in given["states"]),
            tuple(given["regions"]),
            tuple(given["types"]),
            {"yes": True, "no": False}.get(given["nrf"]),
        )
