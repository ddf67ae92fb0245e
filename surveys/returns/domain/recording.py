"""Many signed-off returns at once: for demonstration data and for returns that come on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.tenancy.context import in_partnership
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.domain.submitting import Incomplete, submission_of, submit
from surveys.returns.models import Return, Wave


@dataclass(frozen=True)
class Completed:
    """A complete return: who declared it ready and who signed it off are two people."""

    partnership: Partnership
    answers: Mapping[str, Any]
    ready_by: User
    submitted_by: User
    submitted_at: datetime


@transaction.atomic
def record_returns(*, wave: Wave, returns: Iterable[Completed], by: Actor, reason: str) -> int:
    """Record whole returns as signed off; all or none. Returns how many.

    The same rules as at sign-off hold: one that is blocked or already submitted refuses the lot.
    """
    form = form_of(wave.questionnaire.sha256)
    count = 0
    for completed in returns:
        with in_partnership(completed.partnership.pk, switch=True):
            _record_one(form, wave, completed, by, reason)
        count += 1
    record("returns.recorded", on=wave, by=by, reason=reason, count=count)
    return count


def _record_one(form: Form, wave: Wave, completed: Completed, by: Actor, reason: str) -> None:
    partnership = completed.partnership
    rows = Return.objects.select_for_update(of=("self",)).filter(wave=wave, state__in=Return.OPEN)
    annual_return = rows.first()
    if annual_return is None:
        raise Refused(f"The return of {partnership} is not open in the {wave}.")
    annual_return.ready_at, annual_return.ready_by = completed.submitted_at, completed.ready_by
    submission = submission_of(form, partnership, completed.answers)
    try:
        submit(
            annual_return=annual_return,
            submission=submission,
            by=completed.submitted_by,
            at=completed.submitted_at,
        )
    except Incomplete as refusal:
        first = refusal.findings[0].message
        raise Refused(f"The return of {partnership} is not complete: {first}") from None
    record(
        "return.recorded",
        on=annual_return,
        by=by,
        reason=reason,
        state=annual_return.state,
        document_sha256=annual_return.document_sha256,
    )
