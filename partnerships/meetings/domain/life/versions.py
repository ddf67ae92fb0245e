"""The row of minutes while somebody acts on it, and its frozen versions."""

from collections.abc import Iterable
from datetime import datetime

from partnerships.meetings.composing import document_of
from partnerships.meetings.freezing import Document, document_hash
from partnerships.meetings.models import Minutes, MinutesVersion
from partnerships.meetings.queries.life import (
    all_minutes,
    newest_version,
    recorded,
    standing_version,
)
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


def freeze(
    *, minutes: Minutes, kind: str, document: Document, by: User, at: datetime
) -> MinutesVersion:
    """Keep this document of the minutes for good, with its hash."""
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


def frozen(minutes: Minutes) -> MinutesVersion:
    """The version with every word that circulated or later minutes are."""
    version = standing_version(minutes)
    assert version is not None  # circulating makes one, and versions are never deleted
    return version


def document_now(minutes: Minutes) -> Document:
    """What the minutes say, restricted parts included: as frozen from circulation on, so that
    nothing recorded elsewhere since changes a word; until then as recorded."""
    version = standing_version(minutes)
    return version.document if version else document_of(recorded(minutes))
