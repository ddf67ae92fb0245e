"""Saving passages of minutes while several people write them. No saved word is ever lost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.domain.recording import locked_minutes
from partnerships.meetings.models import AgendaItem, Minutes, Passage, PassageRevision
from partnerships.meetings.queries.record import text_at
from portal import merge
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused

LONGEST = 100_000  # characters; about fifty printed pages, as portal.web.markdown reads it


@dataclass(frozen=True)
class Saved:
    """What the passage says now. `merged`: somebody else's changes were joined with mine."""

    text: str
    revision: int
    merged: bool
    at: datetime


@dataclass(frozen=True)
class Clash:
    """Both changed the same lines. Theirs stands; mine was not saved and is for me to decide."""

    base: str
    theirs: str
    mine: str
    by: str
    at: datetime
    revision: int


@transaction.atomic
def save_passage(
    *,
    minutes: Minutes,
    item: AgendaItem,
    restricted: bool,
    text: str,
    base_revision: int,
    by: User,
    why: str = "",
) -> Saved | Clash:
    """Save the open or the restricted passage of an item, typed from `base_revision` (0: nothing).

    `why` says why a passage is restricted, and is kept when it is left out later. Raises Refused
    when the minutes are no draft any more, when a restricted passage has no reason, and when the
    text is too long. After a clash nothing is stored, the reason included.
    """
    draft = locked_minutes(minutes)
    mine = _clean(text)
    _refuse(draft, item, mine)
    passage = Passage.objects.filter(minutes=draft, item=item, restricted=restricted).first()
    now = timezone.now()
    if passage is None:
        if not mine:
            return Saved("", 0, False, now)
        passage = _begun(draft, item, restricted, why, by, now)
    theirs = passage.text
    outcome = merge.merge_text(text_at(passage, base_revision), theirs, mine)
    if isinstance(outcome, merge.Clash):
        return Clash(
            base=outcome.base,
            theirs=theirs,
            mine=mine,
            by=str(passage.edited_by),
            at=passage.edited_at,
            revision=passage.revision,
        )
    _change_why(passage, why, by)
    if outcome.value != theirs:
        _write(passage, outcome.value, by, now)
    return Saved(passage.text, passage.revision, merged=outcome.value != mine, at=now)


def _clean(text: str) -> str:
    """Line ends as \\n, no white space at the end: what browsers add is nobody's change. NUL is
    the one character that the database cannot hold."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return unified.rstrip()


def _refuse(minutes: Minutes, item: AgendaItem, text: str) -> None:
    if item.meeting_id != minutes.meeting_id:
        raise Refused("That item is not on the agenda of this meeting.")
    if len(text) > LONGEST:
        raise Refused(
            f"This passage has {len(text):,} characters; {LONGEST:,} is the most that it can hold."
            " Shorten it, or attach the rest as a paper."
        )


def _begun(
    minutes: Minutes, item: AgendaItem, restricted: bool, why: str, by: User, now: datetime
) -> Passage:
    """The passage with nothing in it yet."""
    if restricted and not why.strip():
        raise Refused("Say why the passage is restricted. Everybody sees the reason.")
    return Passage.objects.create(
        minutes=minutes,
        item=item,
        restricted=restricted,
        restricted_why=why.strip() if restricted else "",
        edited_by=by,
        edited_at=now,
    )


def _change_why(passage: Passage, why: str, by: User) -> None:
    """The reason has no revisions of its own, so the audit trail keeps the one before."""
    before, after = passage.restricted_why, why.strip()
    if not passage.restricted or not after or after == before:
        return
    passage.restricted_why = after
    passage.save(update_fields=["restricted_why"])
    record("passage.reason_changed", on=passage, by=by, before=before, after=after)


def _write(passage: Passage, text: str, by: User, now: datetime) -> None:
    passage.text = text
    passage.revision += 1
    passage.edited_by, passage.edited_at = by, now
    passage.save(update_fields=["text", "revision", "edited_by", "edited_at"])
    PassageRevision.objects.create(
        passage=passage, revision=passage.revision, text=text, edited_by=by, edited_at=now
    )
    record("passage.saved", on=passage, by=by, revision=passage.revision)
