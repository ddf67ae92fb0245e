"""Forms of the life of minutes: circulate, take back, amend, answer, confirm, publish."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.validators import MaxLengthValidator

from partnerships.meetings.clock import span_words
from partnerships.meetings.domain.life.recalling import LONGEST_WHY
from partnerships.meetings.forms.agenda import day_field
from partnerships.meetings.models import Meeting, Passage
from portal.web.forms import PortalForm

LONGEST = 100_000


class CirculateForm(PortalForm):
    """Until when amendments can be proposed."""

    amend_until = day_field(
        "Last day for amendments", help_text="Usually 10 working days. At least 3."
    )


class RecallForm(PortalForm):
    """Why circulated minutes are taken back."""

    why = forms.CharField(
        label="Why are they taken back?",
        help_text="Everybody who was told of them reads it: write nothing that is restricted.",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the minutes are taken back"},
    )


class AmendForm(PortalForm):
    """The passage as it should read, and why."""

    text = forms.CharField(
        label="What the minutes should say",
        help_text="Change the words in place. You can use Markdown: lists begin with “- ”.",
        validators=[MaxLengthValidator(LONGEST)],
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "portal-written"}),
    )
    reason = forms.CharField(
        label="Why? (optional)",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(PortalForm):
    """Accept or decline; `prefix` keeps the ids of several forms on one page apart."""

    decision = forms.ChoiceField(
        label="Your answer",
        choices=[
            ("accept", "Accept: the meeting that confirms the minutes gets it as a correction"),
            ("decline", "Decline"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the amendment is accepted or declined"},
    )
    answer = forms.CharField(
        label="What to say to its author",
        help_text="Needed when you decline.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ConfirmForm(PortalForm):
    """The meeting that confirmed the minutes, what it corrected, and the chair's word."""

    at_meeting = forms.TypedChoiceField(
        label="Which meeting confirmed them?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the meeting that confirmed the minutes"},
    )
    sure = forms.BooleanField(
        label="The meeting agreed these minutes as a correct record",
        error_messages={"required": "Confirm that the meeting agreed these minutes"},
    )

    def __init__(
        self,
        *args: object,
        meetings: Iterable[Meeting],
        passages: Iterable[Passage],
        agreed: Mapping[int, str],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(m.pk, span_words(m.starts_at, m.ends_at)) for m in meetings]
        self.fields["at_meeting"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("at_meeting", choices[0][0])
        self.passages = list(passages)
        for passage in self.passages:
            mark = ", restricted part" if passage.restricted else ""
            self.fields[_name(passage)] = forms.CharField(
                label=f"Item {passage.item.number}{mark}",
                initial=agreed.get(passage.pk, passage.text),
                validators=[MaxLengthValidator(LONGEST)],
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 8, "class": "portal-written"}),
            )

    def corrections(self) -> dict[int, str]:
        """Passage id → what it says now, for passages that were sent with the form."""
        return {
            passage.pk: self.cleaned_data[_name(passage)]
            for passage in self.passages
            if _name(passage) in self.data
        }

    def field_of(self, passage: Passage) -> forms.BoundField:
        """The passage's text area."""
        return self[_name(passage)]


class PublishForm(PortalForm):
    """The co-ordinator has read what the public will read."""

    sure = forms.BooleanField(
        label="I have read the public copy and it can be published",
        error_messages={"required": "Confirm that you have read the public copy"},
    )


def _name(passage: Passage) -> str:
    return f"passage-{passage.pk}"
