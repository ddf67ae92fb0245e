"""Forms of giving out sections and of endorsing them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from partnerships.membership.forms.days import DayField
from portal.web.forms import PortalForm
from surveys.returns.endorsed import SILENT
from surveys.returns.models import Endorsement

NOTE_LENGTH = 2000
PERSON, ORGANISATION = "person", "organisation"


class AssignForm(PortalForm):
    """Sections, who gets them, and until when. `choices_of_sections`, `choices_of_takers`: see
    team_shown."""

    section = forms.MultipleChoiceField(
        label="Which sections?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one section"},
    )
    to = forms.ChoiceField(
        label="Who should answer them?",
        help_text="With an organisation, each of its members with an account here can answer.",
        error_messages={"required": "Choose a person or an organisation"},
    )
    due_on = DayField(
        label="By when? (optional)",
        help_text="They are reminded three working days before, and on the day.",
        required=False,
    )

    def __init__(
        self, *args: Any, sections: Sequence[Any], takers: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = sections  # type: ignore[attr-defined]
        self.fields["to"].choices = takers  # type: ignore[attr-defined]

    @property
    def taker(self) -> tuple[str, int]:
        """(PERSON or ORGANISATION, id) of who was chosen."""
        kind, _, key = self.cleaned_data["to"].partition("-")
        return kind, int(key)


class DueDateForm(PortalForm):
    """Another day for a section, or none."""

    due_on = DayField(
        label="By when?", help_text="Leave it empty if there is no day.", required=False
    )


class EndorsementForm(PortalForm):
    """What an organisation says about one section; `prefix` is the section's code.

    What its reader has seen is sent beside it: of the section (endorsed.section_digest), of what
    the organisation said (endorsed.said_was), and which fields the page drew (`drawn`).
    """

    verdict = forms.ChoiceField(
        label="What does your organisation say?",
        choices=[*Endorsement.Verdict.choices, (SILENT, "Says nothing")],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the three"},
    )
    note = forms.CharField(
        label="Note",
        help_text="Needed if it does not agree.",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, title: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The heading above says the section; who hears a field alone needs it again.
        about = '{}<span class="govuk-visually-hidden"> {} “{}”</span>{}'
        asking = ("What does your organisation say", "about", title, "?")
        self.fields["verdict"].label = format_html(about, *asking)
        self.fields["note"].label = format_html(about, "Note", "on", title, "")

    def clean(self) -> dict[str, Any]:
        """Dissent says why."""
        cleaned = super().clean() or self.cleaned_data
        dissents = cleaned.get("verdict") == Endorsement.Verdict.DISSENT
        if dissents and "note" not in self.errors and not cleaned.get("note"):
            self.add_error("note", "Say what your organisation does not agree with")
        return cleaned
