"""Circulated minutes are confirmed by a later meeting of the same body, with its corrections."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from partnerships.meetings.clock import day_words
from partnerships.meetings.domain.life.amending import proposed_text
from partnerships.meetings.domain.life.versions import freeze, locked
from partnerships.meetings.emails import life as emails
from partnerships.meetings.models import (
    Amendment,
    Correction,
    Meeting,
    Minutes,
    MinutesVersion,
    Passage,
    PassageRevision,
)
from partnerships.meetings.printing.requests import print_every_copy
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Missing, Refused

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
    """Circulated → confirmed, once.

    `at_meeting`: the later meeting, held, of the same body. `corrections`: passage id → what the
    passage says from now on; passages not named stay as circulated. `seen`: digest of the
    amendments as they were read (amendments_digest). `at`: the moment, for loading the past.
    Raises Refused, and Conflict when amendments are others than those seen.
    """
    current = locked(minutes, allowed=(Minutes.State.CIRCULATED,), verb="confirmed")
    if current.circulated_by_id == by.pk:
        raise Refused(
            "You circulated these minutes yourself, so somebody else has to confirm them. Ask the"
            " chair or the vice-chair."
        )
    refuse_meeting(current, at_meeting)
    _refuse_unanswered(current)
    if seen is not None and seen != amendments_digest(current):
        raise Conflict(CHANGED)
    now = at or timezone.now()
    made = _correct(current, at_meeting, corrections, by)
    current.state = Minutes.State.CONFIRMED
    current.confirmed_at, current.confirmed_by = now, by
    current.confirmed_at_meeting = at_meeting
    current.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmed_at_meeting"])
    version = freeze(minutes=current, kind=MinutesVersion.Kind.CONFIRMED, by=by, at=now)
    record("minutes.confirmed", on=current, by=by, at=at_meeting.pk, corrections=made)
    emails.minutes_confirmed(current, by)
    print_every_copy(version=version, by=by)
    return version


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


def _correct(
    minutes: Minutes, at_meeting: Meeting, corrections: Mapping[int, str], by: User
) -> int:
    """Write what the meeting corrected; returns how many passages changed."""
    made = 0
    for passage_id, words in corrections.items():
        passage = Passage.objects.filter(minutes=minutes, pk=passage_id).first()
        if passage is None:
            raise Missing("A correction is of a passage that these minutes do not have.")
        after = words.replace("\r\n", "\n").strip()
        if after != passage.text.replace("\r\n", "\n").strip():
            _correct_passage(passage, after, at_meeting, by)
            made += 1
    return made


def _correct_passage(passage: Passage, after: str, at_meeting: Meeting, by: User) -> None:
    accepted = passage.amendments.filter(state=Amendment.State.ACCEPTED).order_by("id")
    source = next((a for a in accepted if a.text == after), None)
    Correction.objects.create(
        minutes=passage.minutes,
        passage=passage,
        amendment=source,
        before=passage.text,
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
