"""Plan, move and cancel meetings, one by one or as a series."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import localdate

from partnerships.meetings.clock import (
    after_minutes,
    at_local,
    day_words,
    moment_words,
    series_days,
)
from partnerships.meetings.emails import agenda as emails
from partnerships.meetings.models import AgendaItem, Meeting, Series
from partnerships.meetings.notice import Notice, notice_for, refusal
from partnerships.meetings.queries.agenda import meeting_at
from partnerships.membership.models import Body
from partnerships.membership.queries.seats import constitution_on
from partnerships.membership.queries.serving import ended
from portal.audit.record import Actor, record
from portal.errors import Conflict, Refused

MOST_IN_A_SERIES = 36
LONGEST = 24 * 60  # minutes
STANDING = (
    (AgendaItem.Standing.APOLOGIES, AgendaItem.Kind.INFORMATION),
    (AgendaItem.Standing.INTERESTS, AgendaItem.Kind.INFORMATION),
    (AgendaItem.Standing.MINUTES, AgendaItem.Kind.DECISION),
    (AgendaItem.Standing.MATTERS, AgendaItem.Kind.DISCUSSION),
    (AgendaItem.Standing.ACTIONS, AgendaItem.Kind.DISCUSSION),
    (AgendaItem.Standing.OTHER, AgendaItem.Kind.DISCUSSION),
)
CLOSED = {
    Meeting.State.HELD: (
        "This meeting has been held, so it cannot be changed. Plan another meeting instead."
    ),
    Meeting.State.CANCELLED: (
        "This meeting was cancelled, so it cannot be changed. Plan another meeting instead."
    ),
}
STALE = (
    "Somebody else changed this meeting while you had it open. Compare what it says now with what"
    " you typed, then save again."
)


@transaction.atomic
def plan_meeting(
    *,
    body: Body,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    place: str = "",
) -> Meeting:
    """Plan one meeting, with the standing items on its agenda. Raises Refused."""
    _take_turns(body)
    _check_body(body, localdate(starts_at))
    _check_times(body, starts_at, ends_at)
    meeting = Meeting.objects.create(
        body=body, title=title, starts_at=starts_at, ends_at=ends_at, place=place
    )
    _add_standing([meeting])
    record("meeting.planned", on=meeting, by=by, starts_at=starts_at.isoformat())
    return meeting


@transaction.atomic
def plan_series(
    *,
    body: Body,
    title: str,
    every: str,
    first_on: date,
    starts: time,
    minutes: int,
    count: int,
    by: Actor,
    place: str = "",
    without: Collection[date] = (),
) -> Series:
    """Plan a series of `count` meetings from `first_on` on, leaving out the days in `without`.

    `every`: a Series.Every. Each starts at the same local time. Raises Refused; then none is planned.
    """
    _take_turns(body)
    if not 2 <= count <= MOST_IN_A_SERIES:
        raise Refused(f"A series has 2 to {MOST_IN_A_SERIES} meetings. Change how many there are.")
    days = [day for day in series_days(first_on, every, count) if day not in set(without)]
    if not days:
        raise Refused("No day is left. Choose at least one day of the series.")
    series = Series.objects.create(
        body=body, title=title, every=every, first_on=first_on, starts=starts, minutes=minutes,
        place=place,
    )  # fmt: skip
    meetings = [_meeting_of(series, day) for day in days]
    Meeting.objects.bulk_create(meetings)
    _add_standing(meetings)
    record("series.planned", on=series, by=by, meetings=[m.pk for m in meetings])
    return series


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    revision: int,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    by: Actor,
    short_notice_why: str = "",
) -> Meeting:
    """Change a meeting that is still to come; the body is told if its agenda is out already.

    Raises Conflict for a stale `revision` and Refused, also where the agenda is published and the
    new day leaves too little notice without `short_notice_why`.
    """
    current = locked(meeting)
    check_to_come(current)
    if current.revision != revision:
        raise Conflict(STALE)
    new = {"title": title, "starts_at": starts_at, "ends_at": ends_at, "place": place}
    changed = {name for name, value in new.items() if getattr(current, name) != value}
    if not changed:
        return current
    if changed & {"starts_at", "ends_at"}:
        _take_turns(current.body)
        _check_body(current.body, localdate(starts_at))
        _check_times(current.body, starts_at, ends_at, but=current)
    is_out = current.state == Meeting.State.CALLED
    another_day = localdate(current.starts_at) != localdate(starts_at)
    for name, value in new.items():
        setattr(current, name, value)
    if is_out and another_day:  # members hear of the new day today
        check_notice(current, localdate(), short_notice_why)
    save_visible(current, *new, "short_notice_why")
    record("meeting.moved", on=current, by=by, changed=sorted(changed))
    if is_out:
        emails.meeting_changed(current, by)
    return current


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, why: str, by: Actor) -> Meeting:
    """Cancel a meeting that is still to come and tell the body. Raises Refused."""
    current = locked(meeting)
    check_to_come(current)
    if not why.strip():
        raise Refused("Say why the meeting is cancelled. Everybody on the body is told.")
    current.state = Meeting.State.CANCELLED
    current.cancelled_why = why
    save_visible(current, "state", "cancelled_why")
    record("meeting.cancelled", on=current, by=by, reason=why)
    emails.meeting_cancelled(current, by)
    return current


def notice_of(meeting: Meeting, published_on: date) -> Notice:
    """The notice that publishing on this day gives, by the constitution of the meeting's day."""
    meets_on = localdate(meeting.starts_at)
    rules = constitution_on(meeting.body, meets_on)
    return notice_for(meets_on, published_on, rules.notice_days if rules else 0)


def check_notice(meeting: Meeting, published_on: date, short_notice_why: str) -> None:
    """Keep why notice is short, where it is. Raises Refused if nobody says why."""
    notice = notice_of(meeting, published_on)
    if notice.is_short and not short_notice_why.strip():
        raise Refused(refusal(notice))
    meeting.short_notice_why = short_notice_why if notice.is_short else ""


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, kept from others until the transaction ends: agendas, too, are
    changed under this lock."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "partnership")
    return rows.get(pk=meeting.pk)


def check_to_come(meeting: Meeting) -> None:
    """Raises Refused for a meeting that was held or cancelled."""
    if meeting.state in CLOSED:
        raise Refused(CLOSED[Meeting.State(meeting.state)])


def save_visible(meeting: Meeting, *fields: str) -> None:
    """Save a change that calendars and other people's open forms must hear of."""
    meeting.sequence += 1
    meeting.revision += 1
    meeting.save(update_fields=[*fields, "sequence", "revision", "changed_at"])


def _meeting_of(series: Series, day: date) -> Meeting:
    start = at_local(day, series.starts)
    end = after_minutes(start, series.minutes)
    _check_body(series.body, day)
    _check_times(series.body, start, end)
    return Meeting(
        body=series.body,
        series=series,
        title=series.title,
        starts_at=start,
        ends_at=end,
        place=series.place,
    )


def _take_turns(body: Body) -> None:
    """Two meetings of a body are planned one after the other, so that both see the first."""
    # As it is now: it may have been dissolved after the page was opened.
    body.refresh_from_db(from_queryset=Body.objects.select_for_update())


def _check_body(body: Body, day: date) -> None:
    if body.dissolved_on and ended(body.dissolved_on, day):
        raise Refused(
            f"The last day of the {body} is {day_words(body.dissolved_on)}. Choose that day or an"
            " earlier one, or another body."
        )
    if body.formed_on and day < body.formed_on:
        raise Refused(
            f"The {body} was formed on {day_words(body.formed_on)}. Choose that day or a later one."
        )


def _check_times(
    body: Body, starts_at: datetime, ends_at: datetime, but: Meeting | None = None
) -> None:
    if ends_at <= starts_at:
        raise Refused("The meeting ends before it starts. Change the time at which it ends.")
    if (ends_at - starts_at).total_seconds() > LONGEST * 60:
        raise Refused("A meeting lasts one day at most. Plan one meeting for each day.")
    if other := meeting_at(body, starts_at, ends_at, but):
        raise Refused(
            f"The {body} meets already: “{other.title}” at {moment_words(other.starts_at)}."
            " Choose another time, or move or cancel that meeting first."
        )


def _add_standing(meetings: list[Meeting]) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=n, kind=kind, standing=standing, title=standing.label)
        for meeting in meetings
        for n, (standing, kind) in enumerate(STANDING, 1)
    )
