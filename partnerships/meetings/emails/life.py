"""E-mails about minutes: what happened and where to read it, never a word of the minutes."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.timezone import localdate

from partnerships.meetings.clock import day_words
from partnerships.meetings.models import Amendment, Minutes
from partnerships.meetings.queries.audience import makers
from partnerships.meetings.queries.life import told_of
from partnerships.membership.queries.seats import accounts_here
from portal.accounts.models import User
from portal.audit.record import Actor
from portal.mail.domain import notify


def minutes_circulated(minutes: Minutes, by: Actor) -> None:
    """To everybody on the body and everybody who was there."""
    last = minutes.amend_until
    lines = [
        f"The draft minutes of “{minutes.meeting.title}” on {_day(minutes)} are circulated.",
        f"If you were there, you can propose amendments until {day_words(last)}." if last else "",
    ]
    _tell("minutes_circulated", told_of(minutes.meeting), "Draft minutes", lines, minutes, by)


def minutes_recalled(minutes: Minutes, why: str, by: Actor) -> None:
    """To the same people, with the reason."""
    happened = (
        f"The minutes of “{minutes.meeting.title}” on {_day(minutes)} are a draft again. They will"
        " be circulated once more."
    )
    lines = [happened, f"The reason: {why}"]
    _tell("minutes_circulated", told_of(minutes.meeting), "Minutes taken back", lines, minutes, by)


def minutes_confirmed(minutes: Minutes, by: Actor) -> None:
    """To the same people."""
    lines = [f"The minutes of “{minutes.meeting.title}” on {_day(minutes)} are confirmed."]
    _tell("minutes_confirmed", told_of(minutes.meeting), "Minutes confirmed", lines, minutes, by)


def amendment_proposed(amendment: Amendment, by: Actor) -> None:
    """To those who answer it."""
    minutes = amendment.minutes
    line = (
        f"{by} proposes an amendment to item {amendment.passage.item.number} of the minutes of"
        f" “{minutes.meeting.title}”."
    )
    _tell("amendment_proposed", makers(), "Amendment proposed", [line], minutes, by)


def amendment_answered(amendment: Amendment, by: Actor) -> None:
    """To its author, if they still belong here."""
    minutes = amendment.minutes
    line = (
        f"Your amendment to the minutes of “{minutes.meeting.title}”, item"
        f" {amendment.passage.item.number}, is {amendment.get_state_display().lower()}."
    )
    to = accounts_here([amendment.proposed_by_id])
    _tell("amendment_answered", to, "Your amendment", [line], minutes, by)


def _tell(
    kind: str, to: Iterable[User], about: str, lines: list[str], minutes: Minutes, by: Actor
) -> None:
    meeting = minutes.meeting
    notify(
        kind=kind,
        to=to,
        subject=f"{about}: {meeting.title}",
        lines=[line for line in lines if line],
        path=reverse("meetings:minutes", args=[meeting.partnership.slug, meeting.pk]),
        by=by,
        about=minutes,
    )


def _day(minutes: Minutes) -> str:
    return day_words(localdate(minutes.meeting.starts_at))
