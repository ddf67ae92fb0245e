"""Forms of declaring, sending back, signing off and taking a signed return back."""

from collections.abc import Sequence

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.structure import Section

LONGEST = 2000
NO_DECISION = ("", "No decision of the board")


class SectionsField(forms.MultipleChoiceField):
    """Sections of the return, chosen from a list; `offer` says which."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, sections: Sequence[Section]) -> None:
        """What can be chosen."""
        self.choices = [(each.code, f"{each.number}. {each.title}") for each in sections]


class Declaration(PortalForm):
    """The co-ordinator's. What its reader has seen is sent beside it (`seen`, see
    Standing.digest), as with SignOff."""

    note = forms.CharField(
        label="A note to the chair and the evaluation team (optional)",
        help_text="Both read it beside the answers. Do not repeat the answers in it.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sure = forms.BooleanField(
        label="I have checked the answers and they are complete",
        error_messages={"required": "Confirm that you have checked the answers"},
    )


class SignOff(PortalForm):
    """The chair's, with the board's decision if it took one."""

    decision = forms.ChoiceField(
        label="The board’s decision (optional)",
        help_text="If the board agreed the return at a meeting, name the decision. Its number"
        " stands on the receipt.",
        required=False,
        choices=[NO_DECISION],
        error_messages={"invalid_choice": "Choose a decision that is in force"},
    )
    sure = forms.BooleanField(
        label="I have read this return and agree it on behalf of the partnership",
        error_messages={"required": "Confirm that you have read the return and agree it"},
    )

    def __init__(
        self, *args: object, decisions: Sequence[tuple[str, str]] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if decisions:
            offered = [NO_DECISION, *decisions]
            self.fields["decision"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["decision"]


class SendBack(PortalForm):
    """Why a declared return is opened again; `prefix` keeps its ids apart on the page."""

    reason = forms.CharField(
        label="What has to change?",
        help_text="The team sees this above the list of sections.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what has to change"},
    )


class Recall(PortalForm):
    """The chair takes a signed return back: which sections open, and why."""

    sections = SectionsField(
        label="Which sections have to change?",
        help_text="The answers of the others stay as they were signed.",
        error_messages={"required": "Choose at least one section"},
    )
    reason = forms.CharField(
        label="What has to change?",
        help_text="The team and the evaluation team read this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what has to change"},
    )

    def __init__(self, *args: object, sections: Sequence[Section], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sections"].offer(sections)  # type: ignore[attr-defined]
