"""The meeting or minutes whose record is about to change, locked; or why it may not change."""

from django.utils import timezone

from partnerships.meetings.clock import moment_words
from partnerships.meetings.models import Meeting, Minutes
from portal.errors import Refused

CANCELLED = "This meeting was cancelled, so there is nothing to record."
NOT_CALLED = "Publish the agenda first: a meeting can be recorded once its items have numbers."
NOT_HELD = "Mark the meeting as held first: its minutes begin then."
NOT_DRAFT = {
    Minutes.State.CIRCULATED: (
        "These minutes have been circulated. Take them back to a draft on their page, or propose an"
        " amendment to the words."
    ),
}
FINAL = (
    "These minutes have been confirmed, so they cannot change any more."
    " Put what is wrong on the agenda of the next meeting."
)


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting, and its minutes if they have begun, while who was there may still be recorded.
    Raises Refused."""
    current = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    found = current.get(pk=meeting.pk)
    if found.state == Meeting.State.CANCELLED:
        raise Refused(CANCELLED)
    if found.state == Meeting.State.PLANNED:
        raise Refused(NOT_CALLED)
    written = Minutes.objects.filter(meeting=found).first()
    if written:  # locked too: decisions and circulation go by this lock
        locked_minutes(written)
    return found


def locked_minutes(minutes: Minutes) -> Minutes:
    """The minutes while they are a draft. Raises Refused."""
    found = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    _refuse_unless_draft(found)
    return found


def locked_minutes_of(meeting: Meeting) -> Minutes:
    """The draft minutes of a meeting that was held. Raises Refused."""
    found = Minutes.objects.filter(meeting=meeting).first()
    if found is None:
        raise Refused(NOT_HELD)
    return locked_minutes(found)


def refuse_before_start(meeting: Meeting, what: str) -> None:
    """Raises Refused while the meeting is still to come: nothing is minuted ahead of time."""
    if timezone.now() < meeting.starts_at:
        raise Refused(f"The meeting starts at {moment_words(meeting.starts_at)}. {what}")


def _refuse_unless_draft(minutes: Minutes) -> None:
    if minutes.state != Minutes.State.DRAFT:
        raise Refused(NOT_DRAFT.get(Minutes.State(minutes.state), FINAL))
