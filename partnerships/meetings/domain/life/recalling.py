"""Circulated minutes are taken back to a draft, with a reason."""

from django.db import transaction

from partnerships.meetings.domain.life.versions import locked
from partnerships.meetings.emails import life as emails
from partnerships.meetings.models import Minutes
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused

LONGEST_WHY = 500


@transaction.atomic
def recall_minutes(*, minutes: Minutes, why: str, by: User) -> None:
    """Circulated → draft: attendance, decisions and actions can be put right, which amendments to
    the words cannot do. Everybody who was told of the minutes is told why. The version that was
    circulated stays, and so do its amendments, to be answered once they are circulated again.

    Raises Refused without a reason and for minutes in any other state.
    """
    current = locked(minutes, allowed=(Minutes.State.CIRCULATED,), verb="taken back to a draft")
    words = why.strip()
    if not words:
        raise Refused(
            "Say why the minutes are taken back. Everybody who was told of them reads it."
        )
    if len(words) > LONGEST_WHY:
        raise Refused(f"Say it in {LONGEST_WHY} characters or fewer.")
    current.state = Minutes.State.DRAFT
    current.circulated_at = current.circulated_by = current.amend_until = None
    current.save(update_fields=["state", "circulated_at", "circulated_by", "amend_until"])
    record("minutes.recalled", on=current, by=by, reason=words)
    emails.minutes_recalled(current, words, by)
