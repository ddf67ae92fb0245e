"""Confirming that answers which a soft check found unusual are right, and taking that back."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Denied, Refused
from surveys.questionnaires import checks
from surveys.questionnaires.structure import Check
from surveys.questionnaires.types.base import cleaned
from surveys.returns import openness
from surveys.returns.confirmed_seen import finding_seen
from surveys.returns.domain.locking import lock_return
from surveys.returns.models import Return
from surveys.returns.standing import Standing, standing_of

LONGEST_NOTE = 1000
GONE = (
    "There is nothing to confirm here any more, because the answers have changed. Check the return"
    " again to see what is left."
)


@transaction.atomic
def confirm_check(
    *,
    annual_return: Return,
    check_code: str,
    note: str = "",
    seen: str | None = None,
    by: User,
    within: Collection[str] | None = None,
) -> None:
    """Say that the answers a soft check finds unusual are right, with a word on why or without.

    It holds until one of those answers changes. `within`: codes of the sections this person may
    write; None: all. `seen`: confirmed_seen.finding_seen of what this person read; None where the
    caller compares by itself. Raises Denied for others, Refused when nothing is unusual (any
    more), when the note is too long or when the return takes no answers, Conflict when something
    else stands than was read.
    """
    note = cleaned(note)
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Enter a note of {LONGEST_NOTE:,} characters or fewer.")
    standing, check = _found(annual_return, check_code, within)
    if check_code not in {finding.code for finding in standing.unusual}:
        raise Refused(GONE)
    said = standing.confirmed.get(check_code)
    if said and said.note == note:
        return
    _refuse_unseen(standing, check, seen)
    standing.annual_return.confirmations.update_or_create(
        check_code=check_code,
        defaults={
            "seen": checks.seen(check, standing.routed.answers),
            "note": note,
            "confirmed_by": by,
            "confirmed_at": timezone.now(),
        },
    )
    record("return.check_confirmed", on=annual_return, by=by, reason=note, check=check_code)


@transaction.atomic
def withdraw_confirmation(
    *,
    annual_return: Return,
    check_code: str,
    seen: str | None = None,
    by: User,
    within: Collection[str] | None = None,
) -> None:
    """Take a confirmation back; nothing happens when there is none. Raises as confirm_check."""
    standing, check = _found(annual_return, check_code, within)
    if check_code not in standing.confirmed:
        return
    _refuse_unseen(standing, check, seen)
    standing.annual_return.confirmations.filter(check_code=check_code).delete()
    record("return.confirmation_withdrawn", on=annual_return, by=by, check=check_code)


def _refuse_unseen(standing: Standing, check: Check, seen: str | None) -> None:
    if seen is not None and seen != finding_seen(standing, check):
        raise Conflict(
            "The answers that this is about, or what was said about them, changed after you read"
            " them. Read them again, then confirm or take it back."
        )


def _found(
    annual_return: Return, check_code: str, within: Collection[str] | None
) -> tuple[Standing, Check]:
    """The return, locked, and the check, if this person may have a say about it now."""
    current = lock_return(annual_return)
    refusal = openness.why_not(current, timezone.localdate())
    if refusal:
        raise Refused(refusal)
    standing = standing_of(current)
    check = next((c for c in standing.form.checks if c.code == check_code), None)
    if check is None:
        raise Refused(GONE)
    sections = {standing.form.question(code).section for code in check.questions}
    if within is not None and not sections & set(within):
        raise Denied(
            "You cannot confirm this, because none of the sections it is about was given to you."
            " Ask the co-ordinator."
        )
    # What was never confirmed blocks; saying that it is right changes no answer.
    settled = check_code in standing.confirmed and standing.open_sections is not None
    if settled and not sections & (standing.open_sections or set()):
        raise Refused(
            "This cannot be confirmed, because the reopening left its sections closed. Ask the"
            " national evaluation team to reopen them if something has to change."
        )
    return standing, check
