"""Forms of bodies, their rules and their seats."""

from typing import Any

from django import forms
from django.utils import timezone

from partnerships.membership.forms.days import DayField
from partnerships.membership.forms.directory import line
from partnerships.membership.models import Body, Constitution, Member, Organisation, Seat, Sector
from partnerships.membership.wording import day_words
from portal.web.forms import PortalForm


class BodyForm(PortalForm):
    """A body, new or changed."""

    name = line("Name", 120)
    kind = forms.ChoiceField(label="Kind", choices=Body.Kind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label="Purpose (optional)", required=False, max_length=2000,
        help_text="One or two sentences on what it is for.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        label="Part of (optional)", required=False, queryset=Body.objects.none(),
        empty_label="No other body",
    )  # fmt: skip
    formed_on = DayField(label="Formed on (optional)", required=False)
    is_public = forms.BooleanField(
        label="List it on the partnership’s public page", required=False, initial=True
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = bodies  # type: ignore[attr-defined]


class OnDay(PortalForm):
    """Who sat on it on a day? A plain GET form."""

    on = DayField(label="Who sat on it on", required=False)


class ConstitutionForm(PortalForm):
    """New rules from a day on. `sector_<key>` fields stand for the quorum by sector."""

    in_force_from = DayField(label="In force from")
    past_is_meant = forms.BooleanField(
        label="A first day in the past is meant",
        help_text="Minutes that are circulated or confirmed keep the quorum they were frozen with."
        " Meetings since that day whose minutes are still drafts are judged by the new rules.",
        required=False,
    )
    quorum_number = forms.IntegerField(
        label="Quorum: voting seats present (optional)", required=False, min_value=1, max_value=500,
        help_text="How many holders of voting seats, or their substitutes, have to be there.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )  # fmt: skip
    quorum_share = forms.IntegerField(
        label="Quorum: per cent of the voting seats (optional)", required=False,
        help_text="Where both are given, both have to be met.",
        min_value=1, max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages={
            "min_value": "Enter a share between 1 and 100", "max_value":
            "Enter a share between 1 and 100",
        },
    )  # fmt: skip
    decides_by = forms.ChoiceField(
        label="How it decides",
        choices=Constitution.Decides.choices,
        initial=Constitution.Decides.CONSENSUS,
        widget=forms.RadioSelect,
    )
    term_months = forms.IntegerField(
        label="Length of a term in months (optional)", required=False, min_value=1, max_value=240,
        help_text="New tenures end after it by themselves. Empty: no term.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )  # fmt: skip
    notice_days = forms.IntegerField(
        label="Working days between the agenda and the meeting", initial=5, min_value=0,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )  # fmt: skip
    substitutes_allowed = forms.BooleanField(
        label="Substitutes may stand in for members", required=False, initial=True
    )
    publishes_minutes = forms.BooleanField(
        label="Publish confirmed minutes unless decided otherwise", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in Sector.choices:
            self.fields[f"sector_{key}"] = forms.IntegerField(
                label=label, required=False, min_value=1, max_value=500,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}
                ),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Rules that reach back need a yes."""
        given = super().clean()
        first = given.get("in_force_from")
        if first and first < timezone.localdate() and not given.get("past_is_meant"):
            self.add_error(
                "past_is_meant",
                f"The first day, {day_words(first)}, has passed. Tick that it is meant, or choose"
                " today or a later day.",
            )
        return given

    @property
    def sector_fields(self) -> list[forms.BoundField]:
        """The quorum by sector."""
        return [self[f"sector_{key}"] for key in Sector.values]

    def rules(self) -> dict[str, Any]:
        """What set_constitution takes, from valid answers."""
        given = dict(self.cleaned_data)
        del given["past_is_meant"]
        sectors = {key: given.pop(f"sector_{key}") for key in Sector.values}
        return {**given, "quorum_sectors": {key: n for key, n in sectors.items() if n}}


class SeatEditForm(PortalForm):
    """What of a seat can change."""

    title = line("Title", 120, help_text="For example: Voluntary sector 1, or Chief constable.")
    sector = forms.ChoiceField(label="Sector", choices=Sector.choices, widget=forms.RadioSelect)
    role = forms.ChoiceField(
        label="Role on the body", choices=Seat.Role.choices, initial=Seat.Role.MEMBER
    )
    votes = forms.BooleanField(
        label="The seat votes and counts for the quorum", required=False, initial=True
    )
    organisation = forms.ModelChoiceField(
        label="Kept for one organisation (optional)", required=False,
        help_text="Only its members can then hold the seat.",
        queryset=Organisation.objects.none(), empty_label="Any organisation",
    )  # fmt: skip
    why = line(
        "Why does it change? (optional)", 200, required=False,
        help_text="Needed if somebody has held the seat.",
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class SeatForm(SeatEditForm):
    """A new seat."""

    why = None  # type: ignore[assignment]  # nothing changes yet
    created_on = DayField(label="The seat exists from")


class SeatingForm(PortalForm):
    """Who takes a seat, from when to when."""

    member = forms.ModelChoiceField(
        label="Member", queryset=Member.objects.none(), empty_label="Choose a member"
    )
    since = DayField(label="First day")
    until = DayField(
        label="Last day (optional)",
        help_text="Left empty, it is the end of the term that the body’s rules give, if any.",
        required=False,
    )
    substitute = forms.ModelChoiceField(
        label="Substitute (optional)", required=False, queryset=Member.objects.none(),
        help_text="Who may stand in, and is then counted for the quorum.",
        empty_label="Nobody",
    )  # fmt: skip

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_members(self.fields["member"], members)
        name_members(self.fields["substitute"], members)


class AbolishForm(PortalForm):
    """The last day of a seat, and why."""

    on = DayField(label="Last day of the seat", help_text="It is its holder’s last day as well.")
    why = line("Why (optional)", 200, required=False)


class TenureForm(PortalForm):
    """The first and the last day on a seat, corrected."""

    since = DayField(label="First day")
    until = DayField(
        label="Last day (optional)", help_text="Left empty: no end is agreed.", required=False
    )
    why = line("Why", 200, help_text="For example: a mistake in the year.")


class EndTenureForm(PortalForm):
    """The holder's last day, and why."""

    on = DayField(label="Last day on the seat")
    why = line("Why", 200, help_text="For example: retired, or the network chose somebody else.")


class SubstituteForm(PortalForm):
    """Who may stand in."""

    substitute = forms.ModelChoiceField(
        label="Substitute", required=False, queryset=Member.objects.none(), empty_label="Nobody"
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_members(self.fields["substitute"], members)


def name_members(field: Any, members: Any) -> None:
    """Choices of members, told apart by their organisations."""
    field.queryset = members
    field.label_from_instance = lambda member: f"{member.name}, {member.organisation}"
