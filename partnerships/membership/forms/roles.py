"""Forms of invitations and roles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.html import format_html

from partnerships.membership.access_shown import GIST
from partnerships.membership.models import Invitation
from partnerships.membership.queries.invitations import State
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.accounts.entrance import LONG_ENOUGH
from portal.accounts.models import User
from portal.web.forms import PortalForm

PLAIN = RegexValidator(r"^[^\x00-\x1f\x7f]*$", "Take the line breaks and control characters out")
CHOICE = '{}<span class="portal-choice">{}</span>'
TITLE_HELP = "What the person is called here, such as “Vice-chair” or “Police representative”."


def _role() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Role",
        choices=[
            (r.key, format_html(CHOICE, r.words, GIST[r.key])) for r in PARTNERSHIP_ROLES.values()
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )


def _line(label: str, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, validators=[PLAIN], **more)


def _reason(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Reason",
        max_length=500,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why: the reason is kept and told to the person"},
    )


class InviteForm(PortalForm):
    """Whom to invite to which role; `member` came from a member's page."""

    name = _line("Full name", 120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="The link goes to this address.",
        error_messages={
            "invalid": "Enter an email address in the right form, like ann@council.example"
        },
    )
    role = _role()
    title = _line("Title here (optional)", 120, required=False, help_text=TITLE_HELP)


class RoleForm(PortalForm):
    """Another role or title, and why."""

    role = _role()
    title = _line("Title here (optional)", 120, required=False, help_text=TITLE_HELP)
    reason = _reason("Kept in the audit trail and told to the person.")


class EndRoleForm(PortalForm):
    """Why a role ends and, if the person sent invitations that wait, whether they end with it."""

    reason = _reason("Kept in the audit trail and told to the person.")
    revoke_invitations = forms.BooleanField(required=False)

    def __init__(self, *args: Any, waiting: Sequence[Invitation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not waiting:
            del self.fields["revoke_invitations"]
            return
        names = ", ".join(f"{each.name} ({each.get_role_display()})" for each in waiting)
        field = self.fields["revoke_invitations"]
        field.label = "Revoke the invitations that the person sent and nobody has answered"
        field.help_text = (
            f"They invite {names}. Left alone, they stand until somebody revokes them."
        )


class InvitationSearch(PortalForm):
    """Which invitations to list."""

    state = forms.ChoiceField(
        label="State", choices=[("", "All states"), *State.choices], required=False
    )


class JoinForm(PortalForm):
    """A new person's name and password."""

    name = _line(
        "Your full name",
        120,
        help_text="As others in the partnership will see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        error_messages={"required": "Enter a password"},
        help_text=LONG_ENOUGH,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The password must not be weak, nor resemble the address."""
        given = super().clean()
        if given.get("password"):
            try:
                validate_password(given["password"], User(email=self.email))
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return given
