"""Meetings that stand against a body's last day."""

from datetime import date

from django.utils.timezone import localdate

from partnerships.meetings.clock import day_words
from partnerships.meetings.models import Meeting
from partnerships.membership.models import Body

NAMED = 3  # days that the words name; the list of meetings shows the others


def planned_after(body: Body, last: date) -> str:
    """In words how many meetings of the body are planned after this day; "" if none is."""
    rows = Meeting.objects.filter(body=body, starts_at__date__gt=last)
    coming = rows.filter(state__in=(Meeting.State.PLANNED, Meeting.State.CALLED))
    days = [
        day_words(localdate(at))
        for at in coming.order_by("starts_at").values_list("starts_at", flat=True)
    ]
    if not days:
        return ""
    count = "1 meeting is" if len(days) == 1 else f"{len(days)} meetings are"
    them = "it" if len(days) == 1 else "them"
    named = "; ".join(days[:NAMED]) + (" and later" if len(days) > NAMED else "")
    return f"{count} planned after that day. Cancel or move {them} first. Planned: {named}."
