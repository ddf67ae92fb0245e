"""The page of minutes: their state, what comes next and for whom, and the words for this reader."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from partnerships.meetings import freezing
from partnerships.meetings.clock import day_words
from partnerships.meetings.domain.life.confirming import still_open
from partnerships.meetings.domain.life.publishing import kept_in_the_room
from partnerships.meetings.domain.life.versions import document_now
from partnerships.meetings.models import (
    Amendment,
    Meeting,
    Minutes,
    MinutesVersion,
    PrintedFile,
)
from partnerships.meetings.printing.files import minutes_content
from partnerships.meetings.printing.minutes import people_lines
from partnerships.meetings.printing.requests import circle_for
from partnerships.meetings.queries.life import (
    amendments_for,
    attended,
    later_meetings,
    may_confirm,
    next_meeting,
    printed,
    standing_version,
)
from partnerships.meetings.reading import Reader
from partnerships.membership.permissions import P

STATE = Minutes.State
STAGES = (
    (STATE.DRAFT, "Draft"),
    (STATE.CIRCULATED, "Circulated"),
    (STATE.CONFIRMED, "Confirmed"),
    (STATE.PUBLISHED, "Published"),
)


@dataclass(frozen=True)
class Stage:
    """One step of the way: done, current or still to come."""

    words: str
    when: str
    standing: str


@dataclass(frozen=True)
class Shown:
    """Everything that the page says."""

    minutes: Minutes
    document: freezing.Document
    people: list[tuple[str, list[str]]]
    stages: list[Stage]
    next_words: str
    amendments: list[Amendment]
    version: MinutesVersion | None
    circle: str
    file: PrintedFile | None
    withheld: int
    may_amend: bool
    may_answer: bool
    may_circulate: bool
    may_recall: bool
    may_confirm: bool
    may_publish: bool

    @property
    def waiting(self) -> list[Amendment]:
        """Amendments without an answer."""
        return [a for a in self.amendments if a.state == Amendment.State.OPEN]

    @property
    def is_draft(self) -> bool:
        """Not confirmed yet, circulated or not."""
        return self.minutes.state not in Minutes.CONFIRMED


def shown_to(reader: Reader, minutes: Minutes) -> Shown:
    """The page's content for somebody who may read the minutes."""
    version = standing_version(minutes)
    whole = version.document if version else document_now(minutes)
    entitled = reader.entitled(minutes.meeting.body_id)
    circle = circle_for(version, entitled=entitled) if version else ""
    document = freezing.copy_for(whole, freezing.FULL if entitled else freezing.MEMBERS)
    content = minutes_content(version, circle) if version else None
    file = printed(minutes.meeting_id, "minutes", circle, content) if content else None
    sees = reader.can(P.MINUTES_READ)
    return Shown(
        minutes=minutes,
        document=document,
        people=[(g["group"], people_lines(g)) for g in document["people"] if g["people"]],
        stages=_stages(minutes),
        next_words=next_words(reader, minutes),
        amendments=amendments_for(reader, minutes) if sees else [],
        version=version,
        circle=circle,
        file=file,
        withheld=0 if entitled else len(freezing.withheld_from(whole)),
        **_rights(reader, minutes),
    )


def _rights(reader: Reader, minutes: Minutes) -> dict[str, bool]:
    state, today = minutes.state, localdate()
    circulated = state == STATE.CIRCULATED
    in_time = circulated and minutes.amend_until is not None and today <= minutes.amend_until
    writes = reader.can(P.MINUTES_WRITE)
    return {
        "may_amend": in_time
        and reader.can(P.MINUTES_AMEND)
        and attended(minutes.meeting, reader.user_id),
        "may_answer": circulated and writes,
        "may_circulate": state == STATE.DRAFT and writes,
        "may_recall": circulated and writes,
        "may_confirm": circulated
        and not still_open(minutes, today)
        and minutes.circulated_by_id != reader.user_id
        and may_confirm(reader, minutes),
        "may_publish": state == STATE.CONFIRMED
        and writes
        and not kept_in_the_room(minutes.meeting.body, today),
    }


def next_words(reader: Reader, minutes: Minutes) -> str:
    """What happens next and who does it."""
    body = minutes.meeting.body
    writes = reader.can(P.MINUTES_WRITE)
    if minutes.state == STATE.DRAFT:
        who = "You circulate" if writes else "The co-ordinator circulates"
        return f"{who} them to everybody who was there once they are complete."
    if minutes.state == STATE.CIRCULATED:
        return f"{_window(minutes.amend_until)} {_confirming(reader, minutes)}"
    if minutes.state == STATE.CONFIRMED:
        if not body.is_public:
            return "Nothing. This body is not on the public page, so they stay in this room."
        if kept_in_the_room(body, localdate()):
            return "Nothing. By the rules of this body its minutes stay in this room."
        who = "You can" if writes else "The co-ordinator can"
        return f"{who} publish a copy without restricted parts on the partnership’s public page."
    return "Nothing. Everybody can read the public copy."


def _window(last: date | None) -> str:
    if last is None:
        return ""
    if localdate() <= last:
        return f"People who were there can propose amendments until {day_words(last)}."
    return f"The time for amendments ended on {day_words(last)}."


def _confirming(reader: Reader, minutes: Minutes) -> str:
    body = minutes.meeting.body
    held = later_meetings(minutes.meeting).first()
    coming = next_meeting(minutes.meeting)
    if held is not None:
        day = day_words(localdate(held.starts_at))
        who = "You confirm" if may_confirm(reader, minutes) else "The chair confirms"
        return f"{who} them as agreed at the meeting of {day} or a later one."
    if coming is not None and coming.state != Meeting.State.HELD:
        day = day_words(localdate(coming.starts_at))
        return f"{body} confirms them at its next meeting on {day}."
    return f"{body} confirms them at its next meeting, which is not planned yet."


def _stages(minutes: Minutes) -> list[Stage]:
    order = [state for state, _ in STAGES]
    here = order.index(STATE(minutes.state))
    moments = (None, minutes.circulated_at, minutes.confirmed_at, minutes.published_at)
    return [
        Stage(
            words=words,
            when=day_words(localdate(at)) if at else "",
            standing="current" if n == here else "done" if n < here else "to-come",
        )
        for n, ((_, words), at) in enumerate(zip(STAGES, moments, strict=True))
    ]
