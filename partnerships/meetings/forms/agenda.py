"""Forms of meetings and agendas. Times are local; a time that does not exist is said at its field."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms

from partnerships.meetings.clock import at_local, moment_words
from partnerships.meetings.domain.meetings import MOST_IN_A_SERIES
from partnerships.meetings.models import AgendaItem, Meeting, Series
from partnerships.membership.models import Body
from portal.errors import Conflict, Refused
from portal.web.forms import PortalForm

LENGTHS = ((30, "30 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (120, "2 hours"),
           (150, "2 hours 30 minutes"), (180, "3 hours"), (240, "4 hours"), (360, "6 hours"))  # fmt: skip
NARROW, SHORT = "govuk-input--width-10", "govuk-input--width-5"


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the domain call answers (True for nothing), or None with its refusal in the form."""
    try:
        return act() or True
    except (Refused, Conflict) as no:
        form.add_error(None, no.message)
        return None


def day_field(label: str, **more: Any) -> forms.DateField:
    """One day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": NARROW})
    invalid = {"invalid": f"Enter {label.lower()} as a day, like 27/3/2004"}
    return forms.DateField(label=label, widget=widget, error_messages=invalid, **more)


def clock_field(label: str, **more: Any) -> forms.TimeField:
    """One local time."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": NARROW})
    invalid = {"invalid": f"Enter {label.lower()} as a time, like 14:30"}
    return forms.TimeField(label=label, widget=widget, error_messages=invalid, **more)


def reason_field(label: str, **more: Any) -> forms.CharField:
    """A reason that others read."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=300, widget=widget, **more)


class Moments(PortalForm):
    """Turns a day and two local times into `starts_at` and `ends_at`."""

    def clean(self) -> dict[str, Any]:
        """Also says which field has the time that does not exist."""
        found = super().clean() or self.cleaned_data
        for name, target in (("starts", "starts_at"), ("ends", "ends_at")):
            if found.get("day") and found.get(name):
                found[target] = self._moment(name, found["day"], found[name])
        start, end = found.get("starts_at"), found.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends", "The meeting ends before it starts. Change when it ends.")
        return found

    def _moment(self, name: str, day: date, at: time) -> datetime | None:
        try:
            return at_local(day, at)
        except Refused as no:
            self.add_error(name, no.message)
            return None


class MeetingForm(Moments):
    """Plan one meeting."""

    body = forms.ModelChoiceField(label="Body", queryset=Body.objects.none(), empty_label="Choose")
    title = forms.CharField(label="Title", max_length=160)
    day = day_field("Day")
    starts = clock_field("Starts at")
    ends = clock_field("Ends at")
    place = forms.CharField(
        label="Place", max_length=200, required=False, help_text="Building, room and town"
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class ChangeMeetingForm(Moments):
    """Change a meeting; `revision` is the one its editor saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Title", max_length=160)
    day = day_field("Day")
    starts = clock_field("Starts at")
    ends = clock_field("Ends at")
    place = forms.CharField(label="Place", max_length=200, required=False)
    short_notice_why = reason_field(
        "Why is the notice short?",
        required=False,
        help_text="Only if the new day leaves less notice than the constitution asks for.",
    )


class SeriesForm(PortalForm):
    """Plan a series; `days` are ticked on the preview."""

    body = forms.ModelChoiceField(label="Body", queryset=Body.objects.none(), empty_label="Choose")
    title = forms.CharField(label="Title of each meeting", max_length=160)
    first_on = day_field(
        "First day", help_text="The others keep its weekday and week of the month."
    )
    every = forms.ChoiceField(label="How often?", choices=Series.Every.choices)
    count = forms.IntegerField(
        label="How many meetings?", min_value=2, max_value=MOST_IN_A_SERIES,
        widget=forms.NumberInput(attrs={"class": SHORT}),
    )  # fmt: skip
    starts = clock_field("Starts at", help_text="Local time, the same in summer and winter.")
    minutes = forms.TypedChoiceField(label="Lasts", choices=LENGTHS, coerce=int, initial=120)
    place = forms.CharField(label="Place", max_length=200, required=False)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class CancelForm(PortalForm):
    """Why a meeting is cancelled."""

    why = reason_field("Why is the meeting cancelled?", help_text="Everybody on the body reads it.")


class ItemForm(PortalForm):
    """An item of a draft agenda."""

    title = forms.CharField(label="Title", max_length=200)
    kind = forms.ChoiceField(
        label="What is the body asked to do?",
        choices=AgendaItem.Kind.choices,
        widget=forms.RadioSelect,
        initial=AgendaItem.Kind.DISCUSSION,
    )
    summary = forms.CharField(
        label="Summary and recommendation", required=False, max_length=10_000,
        help_text="Markdown: **bold**, lists with - and links work.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    presenter = forms.CharField(label="Presented by", max_length=120, required=False)
    minutes = forms.IntegerField(
        label="Minutes allotted", required=False, min_value=1, max_value=480,
        widget=forms.NumberInput(attrs={"class": SHORT}),
    )  # fmt: skip
    restricted = forms.BooleanField(
        label="Restricted: only the body, the chair and the co-ordinator read it", required=False
    )
    restricted_why = forms.CharField(
        label="Why is it restricted?", max_length=300, required=False,
        help_text="Everybody in the room sees the reason, so do not give the secret away.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A restriction needs its reason at once."""
        found = super().clean() or self.cleaned_data
        if found.get("restricted") and not found.get("restricted_why"):
            self.add_error("restricted_why", "Say why the item is restricted")
        return found


class ChangeItemForm(ItemForm):
    """The same for an item that is there; `revision` is the one its editor saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class LateItemForm(ItemForm):
    """An item for a published agenda."""

    after = forms.ModelChoiceField(
        label="After which item?", queryset=AgendaItem.objects.none(), empty_label=None,
        help_text="After item 4 it becomes item 4a.",
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = meeting.items.order_by("position")
        last = items.exclude(standing=AgendaItem.Standing.OTHER).last()
        self.fields["after"].queryset = items  # type: ignore[attr-defined]
        self.fields["after"].initial = last.pk if last else None
        self.order_fields(["after"])


class PublishForm(PortalForm):
    """Publish an agenda; with a reason where notice is short."""

    short_notice_why = reason_field(
        "Why is the notice short?", help_text="It stands on the agenda.",
        error_messages={"required": "Say why the notice is short"},
    )  # fmt: skip

    def __init__(self, *args: Any, is_short: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_short:
            del self.fields["short_notice_why"]


class DeferForm(PortalForm):
    """Which other draft an item goes to."""

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = meeting_choice("Which meeting?", meetings)


class MeetingFilter(PortalForm):
    """Filters of the list of meetings; a plain GET form."""

    body = forms.ModelChoiceField(
        label="Body", queryset=Body.objects.none(), empty_label="All bodies", required=False
    )
    when = forms.ChoiceField(
        label="When", choices=[("", "Upcoming"), ("past", "Past")], required=False
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Meeting.State.choices], required=False
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class MeetingChoice(forms.ModelChoiceField):
    """A meeting with its day, since many have the same title."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Board meeting, 2pm on 3 March 2004"""
        return f"{obj.title}, {moment_words(obj.starts_at)}"


def meeting_choice(label: str, meetings: Any) -> MeetingChoice:
    """A field to choose one of these meetings."""
    required = {"required": "Choose a meeting"}
    return MeetingChoice(
        label=label, queryset=meetings, empty_label="Choose", error_messages=required
    )


def chosen_days(posted: Iterable[str], offered: Iterable[date]) -> set[date]:
    """Which of the days offered were ticked."""
    ticked = set(posted)
    return {day for day in offered if day.isoformat() in ticked}
