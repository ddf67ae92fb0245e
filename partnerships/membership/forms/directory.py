"""Forms of organisations, members and interests."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from partnerships.membership.forms.days import DayField
from partnerships.membership.models import ORGANISATION_SECTORS, Interest, Member, Organisation
from partnerships.membership.queries.directory import ALL, LEFT, NOW
from portal.accounts.models import User
from portal.web.forms import PortalForm

PLAIN = RegexValidator(r"^[^\x00-\x1f\x7f]*$", "Take the line breaks and control characters out")
EVERY_SECTOR = [("", "All sectors"), *ORGANISATION_SECTORS]
YES_NO_SHORT = [("", "All"), ("yes", "May sign")]


def line(label: str, longest: int, **more: Any) -> forms.CharField:
    """One line of text without control characters."""
    return forms.CharField(label=label, max_length=longest, validators=[PLAIN], **more)


class OrganisationSearch(PortalForm):
    """Filters of the list of organisations, all optional."""

    q = line("Organisation", 80, required=False)
    sector = forms.ChoiceField(label="Sector", choices=EVERY_SECTOR, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All kinds"), *Organisation.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label="Show",
        choices=[(NOW, "Partners now"), (LEFT, "Partners that left"), (ALL, "Both")],
        required=False,
    )


class MemberSearch(PortalForm):
    """Filters of the list of members, all optional."""

    q = line("Name, email or organisation", 80, required=False)
    sector = forms.ChoiceField(label="Sector", choices=EVERY_SECTOR, required=False)
    signs = forms.ChoiceField(label="Signing", choices=YES_NO_SHORT, required=False)
    state = forms.ChoiceField(
        label="Show",
        choices=[(NOW, "Members now"), (LEFT, "Members who left"), (ALL, "Both")],
        required=False,
    )


class InterestSearch(PortalForm):
    """Filters of the register of interests, all optional."""

    q = line("Member or interest", 80, required=False)
    nature = forms.ChoiceField(
        label="Kind of interest",
        choices=[("", "All kinds"), *Interest.Nature.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label="Show", choices=[(NOW, "Interests now"), (ALL, "Ended ones too")], required=False
    )


class OrganisationForm(PortalForm):
    """An organisation, new or changed."""

    name = line("Name", 160)
    sector = forms.ChoiceField(
        label="Sector",
        help_text="Which part of the area’s life it speaks for. Seats are counted by sector.",
        choices=ORGANISATION_SECTORS,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Choose a kind"), *Organisation.Kind.choices]
    )
    website = forms.URLField(
        label="Website (optional)", max_length=200, required=False, assume_scheme="https",
        error_messages={"invalid": "Enter an address such as https://www.example.org"},
    )  # fmt: skip
    joined_on = DayField(
        label="Joined on (optional)", help_text="Leave it empty if nobody knows.", required=False
    )


class LeaveForm(PortalForm):
    """The last day of an organisation, a member or a body, and why."""

    on = DayField(label="Last day")
    why = line("Why (optional)", 200, required=False)


class MemberForm(PortalForm):
    """A member, new or changed; `organisation` cannot change, so only a new one has it."""

    organisation = forms.ModelChoiceField(
        label="Organisation",
        help_text="Somebody who serves two organisations is added once for each.",
        queryset=Organisation.objects.none(),
        empty_label="Choose an organisation",
    )
    name = line("Name", 120)
    job_title = line("Job title (optional)", 120, required=False)
    email = forms.EmailField(
        label="Email address (optional)",
        help_text="Needed to invite the member to the portal.",
        max_length=254,
        required=False,
    )
    phone = line("Telephone (optional)", 40, required=False)
    since = DayField(label="Member since (optional)", required=False)
    may_sign = forms.BooleanField(label="May sign protocols for the organisation", required=False)
    name_public = forms.BooleanField(
        label="May be named on the partnership’s public page", required=False
    )

    def __init__(self, *args: Any, organisations: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisations is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class AccountForm(PortalForm):
    """The account that a member is."""

    user = forms.ModelChoiceField(
        label="Account",
        help_text="Accounts with a role here. Choose “No account” to take the two apart.",
        queryset=User.objects.none(),
        required=False,
        empty_label="No account",
    )

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        field.queryset = accounts  # type: ignore[attr-defined]
        field.label_from_instance = lambda u: f"{u.name}, {u.email}"  # type: ignore[attr-defined]


class InterestForm(PortalForm):
    """A new line of the register."""

    member = forms.ModelChoiceField(
        label="Whose interest is it?", queryset=Member.objects.none(), empty_label="Choose a member"
    )
    nature = forms.ChoiceField(
        label="Kind of interest", choices=Interest.Nature.choices, widget=forms.RadioSelect
    )
    words = line(
        "What is it?",
        500,
        help_text="For example: unpaid director of Acorn Homes, which bids for the housing fund.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    declared_on = DayField(label="Declared on")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        field.queryset = members  # type: ignore[attr-defined]
        field.label_from_instance = lambda m: f"{m.name}, {m.organisation}"  # type: ignore[attr-defined]


class EndInterestForm(PortalForm):
    """From which day an interest is no more."""

    on = DayField(label="The interest ended on")


class MemberFileForm(PortalForm):
    """The CSV file of an import."""

    file = forms.FileField(
        label="CSV file",
        help_text="Up to 5,000 members and 2 MB, saved as CSV or CSV UTF-8.",
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={
            "required": "Choose a CSV file",
            "empty": "The file is empty. Choose the file again.",
        },
    )
