"""Forms of the registers: what to look for, how an action is coming along, attendance."""

from datetime import date
from typing import Any

from django import forms

from partnerships.meetings.models import Action, ActionUpdate, Decision
from partnerships.meetings.queries import actions as sought
from partnerships.membership.models import Body, Member, Organisation
from portal.web.forms import PortalForm

Choices = list[tuple[Any, Any]]
LONGEST = 2000


def offer(form: forms.Form, field: str, choices: Choices) -> None:
    """What can be chosen in a field of this form."""
    form.fields[field].choices = choices  # type: ignore[attr-defined]


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day: the browser's own picker, or typed as 4/10/2004."""
    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"}
    )
    wrong = {"invalid": f"{label} must be a real day, for example 4/10/2004"}
    return forms.DateField(label=label, widget=widget, error_messages=wrong, **options)


def prose_field(label: str, rows: int = 4, **options: Any) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **options)


class DecisionSearch(PortalForm):
    """Filters of the register of decisions; all optional, a plain GET form."""

    q = forms.CharField(label="Words or number", max_length=120, required=False)
    body = forms.TypedChoiceField(label="Body", coerce=int, empty_value=None, required=False)
    year = forms.TypedChoiceField(label="Year", coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(
        label="State", choices=[("", "All states"), *Decision.State.choices], required=False
    )

    def __init__(self, *args: Any, bodies: list[Body], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "body", [("", "All bodies"), *((b.pk, b.name) for b in bodies)])
        offer(self, "year", [("", "All years"), *((year, year) for year in years)])


class ActionSearch(PortalForm):
    """Filters of the register of actions; all optional, a plain GET form."""

    STATES = (
        ("", "Open"),
        (sought.OVERDUE, "Overdue"),
        (sought.CLOSED, "Closed"),
        (sought.ALL, "Open and closed"),
    )
    WHOSE = (("", "Everybody’s"), (sought.MINE, "Mine"), (sought.OURS, "My organisation’s"))

    q = forms.CharField(label="Words or number", max_length=120, required=False)
    whose = forms.ChoiceField(label="Whose", choices=WHOSE, required=False)
    organisation = forms.TypedChoiceField(
        label="Organisation", coerce=int, empty_value=None, required=False
    )
    state = forms.ChoiceField(label="State", choices=STATES, required=False)

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", "All organisations"), *((o.pk, o.name) for o in organisations)]
        offer(self, "organisation", named)


class UpdateForm(PortalForm):
    """How an action is coming along."""

    TOLD = [
        (kind.value, kind.label)
        for kind in (
            ActionUpdate.Progress.ON_TRACK,
            ActionUpdate.Progress.AT_RISK,
            ActionUpdate.Progress.LATE,
        )
    ]

    progress = forms.ChoiceField(
        label="How is it coming along?",
        choices=TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the action is coming along"},
    )
    text = prose_field(
        "What has been done so far?",
        error_messages={"required": "Say what has been done so far"},
    )


class ClosingForm(PortalForm):
    """Closing an action; the note stands in the register for good."""

    ENDS = [
        (Action.State.DONE.value, "It is done"),
        (Action.State.DROPPED.value, "It is dropped: it will not be done"),
    ]

    state = forms.ChoiceField(
        label="How does it end?",
        choices=ENDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the action is done or dropped"},
    )
    note = prose_field(
        "Closing note",
        help_text="What was done, or why it is dropped. The next meeting reads this.",
        error_messages={"required": "Say what was done, or why the action is dropped"},
    )


class AssigneeForm(PortalForm):
    """Who has to do an action, and by when."""

    organisation = forms.ChoiceField(label="Organisation")
    owner = forms.ChoiceField(
        label="Owner",
        help_text="Somebody of this organisation. They are told by email.",
        required=False,
    )
    due_on = day_field("Due day")

    def __init__(
        self, *args: Any, organisations: list[Organisation], owners: list[Member], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(each.pk): each for each in organisations}
        self.owners = {str(each.pk): each for each in owners}
        places = [(key, each.name) for key, each in self.organisations.items()]
        offer(self, "organisation", [("", "Choose an organisation"), *places])
        people = [(key, f"{each}, {each.organisation}") for key, each in self.owners.items()]
        offer(self, "owner", [("", "Nobody in particular"), *people])

    def assigned(self) -> dict[str, Any]:
        """Organisation, owner and due day as the domain takes them."""
        return {
            "organisation": self.organisations[self.cleaned_data["organisation"]],
            "owner": self.owners.get(self.cleaned_data["owner"]),
            "due_on": self.cleaned_data["due_on"],
        }


class ChangeForm(AssigneeForm):
    """Another due day or owner; `revision` is the one that was read."""

    why = prose_field("Why does it change?", rows=3, help_text="This stands in its history.")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def shown(action: Action) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {
            "organisation": action.organisation_id,
            "owner": action.owner_id or "",
            "due_on": action.due_on,
            "revision": action.revision,
        }


class NewActionForm(AssigneeForm):
    """An action outside a meeting."""

    field_order = ("text", "organisation", "owner", "due_on")

    text = prose_field("What is to be done?", rows=3)


class PeriodForm(PortalForm):
    """Which attendance to count; a plain GET form."""

    first = day_field("From")
    last = day_field("To")
    body = forms.TypedChoiceField(label="Body", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, bodies: list[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "body", [("", "All bodies"), *((b.pk, b.name) for b in bodies)])

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "The period ends before it begins. Choose a later last day")
        return given


class ReportForm(PortalForm):
    """A new attendance report."""

    first_on = day_field("First day of the period")
    last_on = day_field("Last day of the period")
    opens_on = day_field(
        "Open to everybody on",
        help_text="Until then each organisation sees its own line only, and can reply to it.",
    )


class ReplyForm(PortalForm):
    """What an organisation says about its line."""

    text = prose_field(
        "Your reply",
        help_text="Everybody in the partnership reads it beside your line when the report opens.",
        error_messages={"required": "Say what the others should know about your attendance"},
    )


def period_before(today: date) -> tuple[date, date]:
    """The twelve months that end with the last full month before this day."""
    last = today.replace(day=1)
    first = last.replace(year=last.year - 1)
    return first, date.fromordinal(last.toordinal() - 1)
