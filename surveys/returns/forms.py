"""Forms of declaring, sending back, signing off, and of the response monitor."""

from django import forms

from partnerships.register.models import AuthorityType, Region
from portal.web.forms import PortalForm


class Declaration(PortalForm):
    """The co-ordinator's: with something to say where answers are unusual.

    What its reader has seen is sent beside it (`seen`, see Standing.digest), as with SignOff.
    """

    note = forms.CharField(
        label="About the answers that look unusual",
        help_text="Say for each one why it is right. The chair and the evaluation team read this.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the answers that look unusual are right"},
    )
    sure = forms.BooleanField(
        label="I have checked the answers and they are complete",
        error_messages={"required": "Confirm that you have checked the answers"},
    )

    def __init__(self, *args: object, unusual: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not unusual:
            del self.fields["note"]


class SignOff(PortalForm):
    """The chair's."""

    sure = forms.BooleanField(
        label="I have read this return and agree it on behalf of the partnership",
        error_messages={"required": "Confirm that you have read the return and agree it"},
    )


class SendBack(PortalForm):
    """Why a declared return is opened again; `prefix` keeps its ids apart on the page."""

    reason = forms.CharField(
        label="What has to change?",
        help_text="The team sees this above the list of sections.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what has to change"},
    )


class ResponseSearch(PortalForm):
    """Filters of the response monitor; all optional, a plain GET form."""

    STATES = (
        ("", "All"),
        ("in", "Signed off"),
        ("out", "Outstanding"),
        ("not-eligible", "Not eligible"),
    )

    q = forms.CharField(label="Partnership or authority", max_length=80, required=False)
    state = forms.ChoiceField(label="Return", choices=STATES, required=False)
    region = forms.ChoiceField(
        label="Region", choices=[("", "All regions"), *Region.choices], required=False
    )
    authority_type = forms.ChoiceField(
        label="Type of authority",
        choices=[("", "All types"), *AuthorityType.choices],
        required=False,
    )
