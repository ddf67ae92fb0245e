"""Closing a reopening that came to nothing: what was signed last stands again."""

from django.db import transaction

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.types.base import cleaned
from surveys.returns.domain.bringing_back import bring_back_answers
from surveys.returns.domain.locking import lock_return
from surveys.returns.domain.submitting import frozen_from
from surveys.returns.emails import sending
from surveys.returns.models import Return, Version


@transaction.atomic
def close_reopening(*, annual_return: Return, reason: str, by: User) -> Return:
    """The evaluator ends a reopening: the newest version stands again and is counted.

    What was changed meanwhile stays as earlier revisions of the answers. The team is told by email.
    Raises Refused for a return that is not reopened, and without a reason.
    """
    current = lock_return(annual_return)
    if why_not := why_no_closing(current):
        raise Refused(why_not)
    if not cleaned(reason):
        raise Refused("Say why the reopening ends, so that the team knows what happened.")
    version = current.versions.select_related("decision").get(number=current.version)
    bring_back_answers(current, form_of(current.wave.questionnaire.sha256))
    _stand_again(current, version)
    current.save()
    record(
        "return.reopening_closed",
        on=current,
        by=by,
        reason=cleaned(reason),
        version=current.version,
        document_sha256=current.document_sha256,
    )
    sending.reopening_closed(current, cleaned(reason), by)
    return current


def why_no_closing(current: Return) -> str:
    """Why there is no reopening to close; empty when there is one."""
    if not current.is_reopened:
        return "This return is not reopened, so there is nothing to close."
    return ""


def _stand_again(current: Return, version: Version) -> None:
    frozen = frozen_from(version.document, current.partnership)
    if frozen.document_sha256 != version.document_sha256:
        raise Refused(
            f"Version {version.number} of this return does not have its fingerprint, so it cannot"
            " stand again. Give the partnership more time instead, and tell the portal’s"
            " administrator."
        )
    current.state = version.state
    current.document, current.document_sha256 = version.document, version.document_sha256
    current.codes, current.numbers = frozen.codes, frozen.numbers
    current.stratum = frozen.stratum
    current.ready_by_id, current.ready_at = version.ready_by_id, version.ready_at
    current.ready_note = version.ready_note
    current.submitted_by_id, current.submitted_at = version.signed_by_id, version.signed_at
    current.decision, current.effort = version.decision, version.effort
    # The time given for the reopening ends with it.
    current.extended_to, current.extension_reason = None, ""
    current.reopened_sections, current.reopening_reason = [], ""
