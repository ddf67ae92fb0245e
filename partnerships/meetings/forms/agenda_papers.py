"""Forms of papers and proposals."""

from typing import Any

from django import forms
from django.conf import settings

from partnerships.meetings.forms.agenda import meeting_choice, reason_field
from partnerships.meetings.models import AgendaItem, Proposal
from partnerships.membership.models import Body
from portal.web.forms import PortalForm
from portal.web.uploads import accept, size_words

KINDS_WORDS = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV or a picture,"
    f" {size_words(settings.UPLOAD_MAX_BYTES)} at most. What is inside is checked."
)


def file_field(label: str) -> forms.FileField:
    """One file of any kind that a paper may be."""
    widget = forms.FileInput(attrs={"accept": accept()})
    return forms.FileField(
        label=label,
        widget=widget,
        help_text=KINDS_WORDS,
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another"},
    )


class PaperForm(PortalForm):
    """A new paper."""

    title = forms.CharField(label="Title", max_length=200)
    file = file_field("File")
    restricted = forms.BooleanField(
        label="Restricted: only the body, the chair and the co-ordinator read it", required=False
    )
    restricted_why = forms.CharField(
        label="Why is it restricted?", max_length=300, required=False,
        help_text="Everybody in the room sees the reason.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A restriction needs its reason at once."""
        found = super().clean() or self.cleaned_data
        if found.get("restricted") and not found.get("restricted_why"):
            self.add_error("restricted_why", "Say why the paper is restricted")
        return found


class VersionForm(PortalForm):
    """A newer file."""

    file = file_field("New file")
    note = forms.CharField(
        label="What changed?", max_length=300, required=False,
        help_text="Stands in the paper’s history.",
    )  # fmt: skip


class WithdrawPaperForm(PortalForm):
    """Why a paper is withdrawn."""

    why = reason_field("Why is the paper withdrawn?", help_text="The agenda shows the reason.")


class RestrictForm(PortalForm):
    """Why something is restricted from now on."""

    why = reason_field("Why is it restricted?", help_text="Everybody in the room sees the reason.")


class LiftForm(PortalForm):
    """Why something is restricted no longer."""

    why = reason_field(
        "Why is the restriction lifted?", help_text="The audit trail keeps your reason."
    )


class ProposalForm(PortalForm):
    """What a member asks for."""

    body = forms.ModelChoiceField(
        label="For which body?", queryset=Body.objects.none(), empty_label="Choose"
    )
    title = forms.CharField(label="What is it about?", max_length=200)
    kind = forms.ChoiceField(
        label="What should the body do?",
        choices=AgendaItem.Kind.choices,
        widget=forms.RadioSelect,
        initial=AgendaItem.Kind.DISCUSSION,
    )
    reason = forms.CharField(
        label="Why should it be on the agenda?", max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class TakeForm(PortalForm):
    """Which agenda a proposal goes on."""

    answer = forms.CharField(label="A word to whoever proposed it", max_length=500, required=False)

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = meeting_choice("Which agenda?", meetings)
        self.order_fields(["meeting", "answer"])


class DeclineForm(PortalForm):
    """Why a proposal is declined."""

    why = forms.CharField(
        label="Why is it declined?", max_length=500,
        help_text="Whoever proposed it reads your answer.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the proposal is declined"},
    )  # fmt: skip


class ProposalFilter(PortalForm):
    """Filters of the list of proposals; a plain GET form."""

    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Proposal.State.choices], required=False
    )
    body = forms.ModelChoiceField(
        label="Body", queryset=Body.objects.none(), empty_label="All bodies", required=False
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
