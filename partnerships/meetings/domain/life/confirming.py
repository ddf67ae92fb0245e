"""Circulated minutes are confirmed by a later meeting of the same body, with its corrections."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from partnerships.meetings.clock import day_words
from partnerships.meetings.composing import meeting_words
from partnerships.meetings.domain.life.amending import proposed_text
from partnerships.meetings.domain.life.versions import freeze, frozen, locked
from partnerships.meetings.emails import life as emails
from partnerships.meetings.freezing import Document, Part, corrected, passages_in
from partnerships.meetings.models import (
    Amendment,
    Attendance,
    Correction,
    Meeting,
    Minutes,
    MinutesVersion,
    Passage,
    PassageRevision,
)
from partnerships.meetings.printing.requests import print_every_copy
from partnerships.meetings.queries.life import may_confirm
from partnerships.meetings.queries.readers import reader_in
from partnerships.meetings.queries.record import sitting_of
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Denied, Missing, Refused

CHANGED = (
    "An amendment was answered or proposed after you opened this page. Look at the corrections"
    " again, then confirm."
)


@transaction.atomic
def confirm_minutes(
    *,
    minutes: Minutes,
    at_meeting: Meeting,
    corrections: Mapping[int, str],
    by: User,
    seen: str | None = None,
    at: datetime | None = None,
) -> MinutesVersion:
    """Circulated → confirmed, once: the circulated version with these corrections, for good.

    `at_meeting`: the later meeting, held and quorate, of the same body. `corrections`: passage id
    → what the passage says from now on; passages not named stay as circulated. `seen`: digest of
    the amendments as they were read (amendments_digest). `at`: the moment, for loading the past.
    Raises Denied to those who may not confirm them, Refused while a rule says no, and Conflict
    when amendments are others than those seen.
    """
    now = at or timezone.now()
    current = locked(minutes, allowed=(Minutes.State.CIRCULATED,), verb="confirmed")
    _refuse_person(current, by)
    if words := still_open(current, localdate(now)):
        raise Refused(words)
    refuse_meeting(current, at_meeting)
    _refuse_unanswered(current)
    if seen is not None and seen != amendments_digest(current):
        raise Conflict(CHANGED)
    whole = frozen(current).document
    made = _correct(current, at_meeting, _changed(whole, corrections), by)
    current.state = Minutes.State.CONFIRMED
    current.confirmed_at, current.confirmed_by = now, by
    current.confirmed_at_meeting = at_meeting
    current.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmed_at_meeting"])
    confirmed = {"at": meeting_words(at_meeting), "by": str(by)}
    kind, document = MinutesVersion.Kind.CONFIRMED, corrected(whole, made, confirmed)
    version = freeze(minutes=current, kind=kind, document=document, by=by, at=now)
    record("minutes.confirmed", on=current, by=by, at=at_meeting.pk, corrections=len(made))
    emails.minutes_confirmed(current, by)
    print_every_copy(version=version, by=by)
    return version


def still_open(minutes: Minutes, day: date) -> str:
    """Why minutes cannot be confirmed on this day, while amendments still come in; or nothing."""
    last = minutes.amend_until
    if last is None or day > last:
        return ""
    return (
        f"Amendments can be proposed until {day_words(last)}. Confirm the minutes after that day."
    )


def refuse_meeting(minutes: Minutes, at_meeting: Meeting) -> None:
    """Raises Refused unless the minutes may be confirmed at this meeting."""
    met = minutes.meeting
    if at_meeting.body_id != met.body_id:
        raise Refused(
            f"Minutes are confirmed by the body that met. Choose a meeting of the {met.body}."
        )
    if at_meeting.pk == met.pk or at_meeting.starts_at <= met.starts_at:
        raise Refused(
            "Minutes are confirmed at a later meeting, never at the one they are of. Wait for the"
            f" next meeting of the {met.body}."
        )
    if at_meeting.state != Meeting.State.HELD:
        when = day_words(localdate(at_meeting.starts_at))
        raise Refused(
            f"The meeting of {when} has not been held. Confirm the minutes once it has been held."
        )
    _refuse_absence(at_meeting)


def amendments_digest(minutes: Minutes) -> str:
    """Changes whenever an amendment of these minutes is proposed or answered."""
    rows = Amendment.objects.filter(minutes=minutes).order_by("id").values_list("id", "state")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


def agreed_texts(minutes: Minutes) -> dict[int, str]:
    """Passage id → its text with the accepted amendments, for passages that have any: what the
    form proposes as corrections."""
    passages = Passage.objects.filter(minutes=minutes).order_by("id")
    found = {}
    for passage in passages.prefetch_related("amendments"):
        accepted = [a for a in passage.amendments.all() if a.state == Amendment.State.ACCEPTED]
        if accepted:
            found[passage.pk] = proposed_text(passage, accepted) or passage.text
    return found


def _refuse_unanswered(minutes: Minutes) -> None:
    waiting = Amendment.objects.filter(minutes=minutes, state=Amendment.State.OPEN).count()
    if waiting:
        many = "1 amendment waits" if waiting == 1 else f"{waiting} amendments wait"
        raise Refused(
            f"{many} for an answer. The co-ordinator accepts or declines each one first; then"
            " confirm the minutes."
        )


def _refuse_person(minutes: Minutes, by: User) -> None:
    if not may_confirm(reader_in(minutes.partnership, by), minutes):
        raise Denied(
            f"Minutes of the {minutes.meeting.body} are confirmed by its chair or vice-chair, or by"
            " those of the partnership. Ask one of them."
        )
    if minutes.circulated_by_id == by.pk:
        raise Refused(
            "You circulated these minutes yourself, so somebody else has to confirm them. Ask the"
            " chair or the vice-chair."
        )


def _refuse_absence(at_meeting: Meeting) -> None:
    when, sitting = day_words(localdate(at_meeting.starts_at)), sitting_of(at_meeting)
    if not sitting.of_kind(*Attendance.HERE):
        raise Refused(
            f"Record who was at the meeting of {when} first. Then confirm the minutes at it."
        )
    if not sitting.quorum.met:
        raise Refused(
            f"The meeting of {when} could not confirm minutes. {sitting.quorum.words}. Confirm them"
            " at a meeting that has its quorum."
        )


def _changed(whole: Document, corrections: Mapping[int, str]) -> dict[int, tuple[str, str]]:
    """Passage id → what it said and what it says now, for those of the circulated version that
    change. Raises Missing for any other."""
    texts = {part["id"]: part["text"] for part in passages_in(whole)}
    if not corrections.keys() <= texts.keys():
        raise Missing("A correction is of a passage that these minutes do not have.")
    cleaned = {key: words.replace("\r\n", "\n").strip() for key, words in corrections.items()}
    return {
        key: (texts[key], after)
        for key, after in cleaned.items()
        if after != texts[key].replace("\r\n", "\n").strip()
    }


def _correct(
    minutes: Minutes, at_meeting: Meeting, changed: Mapping[int, tuple[str, str]], by: User
) -> dict[int, Part]:
    """Write what the meeting corrected; returns it as the document keeps it."""
    words = meeting_words(at_meeting)
    for passage in Passage.objects.filter(minutes=minutes, pk__in=changed).order_by("id"):
        before, after = changed[passage.pk]
        _correct_passage(passage, before, after, at_meeting, by)
    return {
        key: {"before": before, "after": after, "at": words}
        for key, (before, after) in changed.items()
    }


def _correct_passage(
    passage: Passage, before: str, after: str, at_meeting: Meeting, by: User
) -> None:
    accepted = passage.amendments.filter(state=Amendment.State.ACCEPTED).order_by("id")
    source = next((a for a in accepted if a.text == after), None)
    Correction.objects.create(
        minutes=passage.minutes,
        passage=passage,
        amendment=source,
        before=before,
        after=after,
        made_at_meeting=at_meeting,
        made_by=by,
    )
    passage.text, passage.revision = after, passage.revision + 1
    passage.edited_by, passage.edited_at = by, timezone.now()
    passage.save(update_fields=["text", "revision", "edited_by", "edited_at"])
    PassageRevision.objects.create(
        passage=passage,
        revision=passage.revision,
        text=after,
        edited_by=by,
        edited_at=passage.edited_at,
    )
