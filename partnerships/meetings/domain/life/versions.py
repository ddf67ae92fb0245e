"""The row of minutes while somebody acts on it, and its frozen versions."""

from collections.abc import Iterable
from datetime import datetime

from partnerships.meetings.composing import document_of
from partnerships.meetings.freezing import PUBLIC, Document, copy_for, document_hash
from partnerships.meetings.models import Minutes, MinutesVersion
from partnerships.meetings.queries.life import all_minutes, newest_version, recorded
from portal.accounts.models import User
from portal.errors import Refused


def locked(minutes: Minutes, *, allowed: Iterable[str], verb: str) -> Minutes:
    """The row, locked. Raises Refused unless it is in one of these states."""
    rows = all_minutes().select_for_update(of=("self",))
    current = rows.get(pk=minutes.pk)
    if current.state not in allowed:
        words = current.get_state_display().lower()
        raise Refused(
            f"These minutes are {words}, so they cannot be {verb} now. Look at their page for what"
            " comes next."
        )
    return current


def freeze(*, minutes: Minutes, kind: str, by: User, at: datetime) -> MinutesVersion:
    """Keep the minutes as they stand now, for good, with their hash."""
    document = document_now(minutes)
    if kind == MinutesVersion.Kind.PUBLIC:
        document = copy_for(document, PUBLIC)
    newest = newest_version(minutes)
    return MinutesVersion.objects.create(
        minutes=minutes,
        number=newest.number + 1 if newest else 1,
        kind=kind,
        document=document,
        sha256=document_hash(document),
        frozen_by=by,
        frozen_at=at,
    )


def document_now(minutes: Minutes) -> Document:
    """Everything recorded of the meeting, restricted parts included."""
    return document_of(recorded(minutes))
