"""Meetings as iCalendar (RFC 5545): stable UIDs, SEQUENCE on change, Europe/London with its own
VTIMEZONE, so that 10.00 stays 10.00 across the clock changes of March and October."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from partnerships.meetings.models import Meeting
from partnerships.register.models import Partnership

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//LSP Portal//Meetings//EN"
ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)
STATUS = {
    Meeting.State.PLANNED: "TENTATIVE",  # its agenda is not published yet
    Meeting.State.CALLED: "CONFIRMED",
    Meeting.State.HELD: "CONFIRMED",
    Meeting.State.CANCELLED: "CANCELLED",
}
REFRESH = timedelta(hours=6)


def calendar_of(dates: Iterable[tuple[Partnership, Meeting]], *, name: str) -> bytes:
    """An iCalendar file of meetings (`meeting.body` loaded); equal input gives equal bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_zone())
    for partnership, meeting in dates:
        calendar.add_component(_event(partnership, meeting))
    return calendar.to_ical()


def _event(partnership: Partnership, meeting: Meeting) -> Event:
    path = reverse("meetings:meeting", args=[partnership.slug, meeting.pk])
    address = f"{settings.SITE_ADDRESS}{path}"
    event = Event()
    event.add("uid", str(meeting.uid))
    # The same for everybody who asks, so that an unchanged meeting is unchanged to the byte.
    event.add("dtstamp", meeting.changed_at.replace(microsecond=0))
    event.add("last-modified", meeting.changed_at.replace(microsecond=0))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    event.add("dtend", meeting.ends_at.astimezone(LONDON))
    event.add("summary", _summary(meeting))
    event.add("description", _description(partnership, meeting, address))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", address)
    event.add("categories", [partnership.name])
    event.add("status", STATUS[Meeting.State(meeting.state)])
    if meeting.state == Meeting.State.CANCELLED:
        event.add("transp", "TRANSPARENT")  # does not make the hours look busy
    return event


def _summary(meeting: Meeting) -> str:
    called_off = "Cancelled: " if meeting.state == Meeting.State.CANCELLED else ""
    return f"{called_off}{meeting.title}"


def _description(partnership: Partnership, meeting: Meeting, address: str) -> str:
    lines = [f"{meeting.body}, {partnership}"]
    if meeting.state == Meeting.State.CANCELLED and meeting.cancelled_why:
        lines.append(f"Cancelled: {meeting.cancelled_why}")
    if meeting.state == Meeting.State.PLANNED:
        lines.append("The agenda is not published yet.")
    return "\n".join([*lines, address])


def _zone() -> Timezone:
    """The United Kingdom's rule since 1996: last Sundays of March and October at 1.00 UTC."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    for part, name, since, before, after in (
        (summer, "BST", _wall(date(1996, 3, 31), 1), timedelta(0), timedelta(hours=1)),
        (winter, "GMT", _wall(date(1996, 10, 27), 2), timedelta(hours=1), timedelta(0)),
    ):
        part.add("tzname", name)
        part.add("dtstart", since)
        part.add("rrule", {"freq": "yearly", "bymonth": since.month, "byday": "-1SU"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _wall(day: date, hour: int) -> datetime:
    """What the clock on the wall shows as the change begins: a zone's own rules have no zone."""
    return datetime.combine(day, time(hour))
