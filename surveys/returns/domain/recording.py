"""Many signed-off returns at once: for demonstration data and for returns that come on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from partnerships.register.models import Partnership
from partnerships.register.queries import survey_attributes
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.tenancy.context import in_partnership
from surveys.questionnaires import checks
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.freezing import freeze
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
    """Record whole returns as submitted; all or none. Returns how many.

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
    attributes = survey_attributes(partnership)
    blocking = [f for f in checks.run(form, completed.answers, attributes) if f.blocks]
    if blocking:
        raise Refused(f"The return of {partnership} is not complete: {blocking[0].message}")
    frozen = freeze(
        form=form,
        slug=partnership.slug,
        place=(partnership.nrf, partnership.authority_type, partnership.region),
        attributes=attributes,
        answers=completed.answers,
    )
    written = Return.objects.filter(wave=wave, state__in=Return.OPEN).update(
        state=Return.State.SUBMITTED,
        ready_at=completed.submitted_at,
        ready_by=completed.ready_by,
        submitted_at=completed.submitted_at,
        submitted_by=completed.submitted_by,
        document=frozen.document,
        document_sha256=frozen.document_sha256,
        codes=frozen.codes,
        numbers=frozen.numbers,
        stratum=frozen.stratum,
    )
    if not written:
        raise Refused(f"The return of {partnership} is not open in the {wave}.")
    record("return.recorded", on=None, by=by, reason=reason, document_sha256=frozen.document_sha256)
