"""Meetings in words: `{% load meeting_words %}{{ meeting|span }}`."""

from datetime import date, datetime

from django import template
from django.utils.timezone import localdate

from partnerships.meetings import clock
from partnerships.meetings.models import AgendaItem, Meeting, Proposal
from portal.web.uploads import size_words

register = template.Library()

MEETING_COLOURS = {"planned": "grey", "called": "", "held": "green", "cancelled": "red"}
KIND_COLOURS = {"decision": "purple", "discussion": "", "information": "grey"}
PROPOSAL_COLOURS = {"open": "yellow", "taken": "green", "declined": "red", "withdrawn": "grey"}


@register.filter
def span(meeting: Meeting) -> str:
    """Wednesday 3 March 2004, 2pm to 4pm"""
    return clock.span_words(meeting.starts_at, meeting.ends_at)


@register.filter
def moment(at: datetime) -> str:
    """2pm on 3 March 2004"""
    return clock.moment_words(at)


@register.filter
def day(at: date | datetime) -> str:
    """3 March 2004"""
    return clock.day_words(localdate(at) if isinstance(at, datetime) else at)


@register.filter
def in_hours(minutes: int) -> str:
    """1 hour 30 minutes"""
    return clock.minutes_words(abs(minutes))


@register.filter
def file_size(size: int) -> str:
    """120 KB"""
    return size_words(size)


@register.filter
def colour(row: Meeting | AgendaItem | Proposal) -> str:
    """Colour of the tag of a meeting's state, an item's kind or a proposal's state."""
    if isinstance(row, AgendaItem):
        return KIND_COLOURS[row.kind]
    return (MEETING_COLOURS | PROPOSAL_COLOURS)[row.state]
