"""Asking for a PDF: the work is done by a job, once for each content."""

from partnerships.meetings import freezing
from partnerships.meetings.clock import day_words
from partnerships.meetings.models import Meeting, MinutesVersion, PrintedFile
from portal.audit.record import Actor
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.queue import enqueue

PRINT_MINUTES = "partnerships.meetings.tasks.print_minutes"
PRINT_PACK = "partnerships.meetings.tasks.print_pack"
CIRCLE = PrintedFile.Circle


def circles_of(version: MinutesVersion) -> tuple[str, ...]:
    """The circles whose copies of this version differ."""
    if version.kind == MinutesVersion.Kind.PUBLIC:
        return (CIRCLE.PUBLIC,)
    if freezing.has_restricted(version.document):
        return (CIRCLE.FULL, CIRCLE.MEMBERS)
    return (CIRCLE.MEMBERS,)


def circle_for(version: MinutesVersion, *, entitled: bool) -> str:
    """Whose copy of the version somebody gets."""
    circles = circles_of(version)
    return CIRCLE.FULL if entitled and CIRCLE.FULL in circles else circles[-1]


def print_every_copy(*, version: MinutesVersion, by: Actor) -> None:
    """Queue every circle's copy of a version."""
    for circle in circles_of(version):
        request_minutes(version=version, circle=circle, by=by)


def request_minutes(*, version: MinutesVersion, circle: str, by: Actor) -> Job:
    """Queue one copy of a version of minutes."""
    meeting = version.minutes.meeting
    return enqueue(
        PRINT_MINUTES,
        key=f"minutes-{version.pk}-{circle}",
        by=by,
        label=_label("Minutes", meeting),
        version_id=version.pk,
        circle=str(circle),
    )


def request_pack(*, meeting: Meeting, circle: str, by: Actor) -> Job:
    """Queue one copy of a meeting's pack. Refuses before its agenda is published."""
    refuse_unpublished(meeting)
    return enqueue(
        PRINT_PACK,
        key=f"pack-{meeting.pk}-{circle}",
        by=by,
        label=_label("Agenda pack", meeting),
        meeting_id=meeting.pk,
        circle=str(circle),
    )


def refuse_unpublished(meeting: Meeting) -> None:
    """Raises Refused for a meeting whose agenda may still change."""
    if meeting.state not in (Meeting.State.CALLED, Meeting.State.HELD):
        raise Refused("There is no pack before the agenda is published. Publish the agenda first.")


def _label(what: str, meeting: Meeting) -> str:
    return f"{what}: {meeting.title}, {day_words(meeting.starts_at.date())}"[:200]
