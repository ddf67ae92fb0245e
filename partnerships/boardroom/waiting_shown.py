"""What waits for a person, as lines of a task list: the most urgent kind first."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate

from partnerships.boardroom.queries import waiting
from partnerships.meetings.clock import day_words
from partnerships.meetings.models import Action, Meeting, Minutes
from partnerships.meetings.reading import Reader
from partnerships.protocols.queries.signing import waiting_for
from portal.accounts.models import User
from portal.web.components import Task, TaskGroup

STATE = Minutes.State
SOON = 7  # days
MINUTES = {
    STATE.DRAFT: ("Write the minutes of {}", "Draft", "blue", "minutes_write"),
    STATE.CONFIRMED: ("Publish the minutes of {}", "Confirmed", "green", "minutes_publish"),
}


def waiting_tasks(reader: Reader, user: User, slug: str, now: datetime) -> list[TaskGroup]:
    """One group with everything that waits, or nothing. The number of queries is constant."""
    today = localdate(now)
    tasks = (
        *_protocols_to_sign(reader, user, slug),
        *_actions(reader, slug, today),
        *_meetings(reader, slug, now),
        *_minutes(reader, slug, today),
        *_protocols_to_comment(reader, slug, today),
        *_obligations(reader, slug, today),
        *_reports(reader, slug, today),
        *_proposals(reader, slug),
        *_invitations(reader, slug, now),
    )
    return [TaskGroup("waiting", "Waiting for you", tasks)] if tasks else []


def _protocols_to_sign(reader: Reader, user: User, slug: str) -> Iterator[Task]:
    for version in waiting_for(user):
        protocol = version.protocol
        yield Task(
            key=f"sign-{version.pk}",
            name=f"Sign {protocol.title}",
            status="To sign",
            colour="purple",
            url=reverse("protocols:sign", args=[slug, protocol.pk, version.number]),
            hint=f"{protocol.number}, version {version.number}",
        )


def _actions(reader: Reader, slug: str, today: date) -> Iterator[Task]:
    found = waiting.my_actions(reader, today)
    for action in found[: waiting.MOST]:
        status, colour = _urgency(action, today)
        yield Task(
            key=f"action-{action.pk}",
            name=Truncator(action.text).chars(110),
            status=status,
            colour=colour,
            url=reverse("meetings:action", args=[slug, action.pk]),
            hint=f"{action.number}, due {day_words(action.due_on)}",
        )
    if len(found) > waiting.MOST:
        address = reverse("meetings:actions", args=[slug])
        yield Task("more-actions", "All your actions", "More", f"{address}?whose=mine", colour="")


def _urgency(action: Action, today: date) -> tuple[str, str]:
    left = (action.due_on - today).days
    if left < 0:
        return "Overdue", "red"
    if left == 0:
        return "Due today", "orange"
    return ("Due soon", "yellow") if left <= SOON else ("Open", "blue")


def _meetings(reader: Reader, slug: str, now: datetime) -> Iterator[Task]:
    for meeting in waiting.meetings_waiting(reader, now):
        held = meeting.state == Meeting.State.CALLED
        page = "record" if held else "agenda_edit"
        yield Task(
            key=f"meeting-{meeting.pk}",
            name=f"{'Record who was at' if held else 'Publish the agenda of'} {meeting.title}",
            status="To record" if held else "No agenda yet",
            colour="orange" if held else "yellow",
            url=reverse(f"meetings:{page}", args=[slug, meeting.pk]),
            hint=_meeting_words(meeting),
        )


def _minutes(reader: Reader, slug: str, today: date) -> Iterator[Task]:
    for minutes in waiting.minutes_waiting(reader, today):
        words, status, colour, page = MINUTES.get(STATE(minutes.state), _circulated(minutes, today))
        yield Task(
            key=f"minutes-{minutes.pk}",
            name=words.format(minutes.meeting.title),
            status=status,
            colour=colour,
            url=reverse(f"meetings:{page}", args=[slug, minutes.meeting_id]),
            hint=_meeting_words(minutes.meeting),
        )


def _circulated(minutes: Minutes, today: date) -> tuple[str, str, str, str]:
    until = minutes.amend_until
    if until is not None and until >= today:
        return "Read the minutes of {}", f"Until {day_words(until)}", "teal", "minutes"
    return "Confirm the minutes of {}", "To confirm", "purple", "minutes_confirm"


def _protocols_to_comment(reader: Reader, slug: str, today: date) -> Iterator[Task]:
    for version in waiting.protocols_to_comment(reader, today):
        protocol, until = version.protocol, version.comment_until
        yield Task(
            key=f"comment-{version.pk}",
            name=f"Comment on {protocol.title}",
            status=f"Until {day_words(until)}" if until else "To comment",
            colour="teal",
            url=reverse("protocols:consultation", args=[slug, protocol.pk, version.number]),
            hint=f"{protocol.number}, version {version.number}",
        )


def _obligations(reader: Reader, slug: str, today: date) -> Iterator[Task]:
    for line in waiting.obligations_waiting(reader, today):
        obligation, late = line.obligation, line.standing.is_overdue
        yield Task(
            key=f"obligation-{obligation.pk}",
            name=f"Report: {Truncator(obligation.what).chars(100)}",
            status="Overdue" if late else "Due soon",
            colour="red" if late else "yellow",
            url=reverse("protocols:obligation", args=[slug, obligation.pk]),
            hint=f"{obligation.version.protocol.number}, {obligation.organisation},"
            f" due {day_words(line.standing.open_day or today)}",
        )


def _reports(reader: Reader, slug: str, today: date) -> Iterator[Task]:
    for report in waiting.reports_waiting(reader, today):
        yield Task(
            key=f"report-{report.pk}",
            name="Reply to what is said of your attendance",
            status=f"Until {day_words(report.opens_on)}",
            colour="teal",
            url=reverse("meetings:attendance_report", args=[slug, report.pk]),
            hint=f"{day_words(report.first_on)} to {day_words(report.last_on)}",
        )


def _proposals(reader: Reader, slug: str) -> Iterator[Task]:
    if count := waiting.proposals_waiting(reader):
        many = (
            "an agenda item that was proposed" if count == 1 else f"{count} proposed agenda items"
        )
        yield Task(
            key="proposals",
            name=f"Answer {many}",
            status="Waiting",
            colour="yellow",
            url=reverse("meetings:proposals", args=[slug]),
        )


def _invitations(reader: Reader, slug: str, now: datetime) -> Iterator[Task]:
    invited = waiting.invitations_waiting(reader, now)
    if invited.waiting:
        many = "1 invitation" if invited.waiting == 1 else f"{invited.waiting} invitations"
        yield Task(
            key="invitations",
            name=f"{many} not taken up yet",
            status=f"{invited.expired} expired" if invited.expired else "Sent",
            colour="red" if invited.expired else "grey",
            url=reverse("membership:invitations", args=[slug]),
        )


def _meeting_words(meeting: Meeting) -> str:
    return f"{meeting.body}, {day_words(localdate(meeting.starts_at))}"
