"""From answers to a signed-off return: declare ready, send back, sign off, accept."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partnerships.meetings.models import Decision
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused
from surveys.questionnaires.types.base import cleaned
from surveys.returns import openness
from surveys.returns.burden import burden_of
from surveys.returns.domain.locking import lock_return
from surveys.returns.domain.submitting import Submission, submission_from, submit
from surveys.returns.emails import sending
from surveys.returns.endorsed import as_kept, said_digest, tally
from surveys.returns.models import Query, Return, Side
from surveys.returns.printing.files import NEWEST, request_print
from surveys.returns.standing import Standing, standing_of

STATE = Return.State
READY_FIELDS = ["state", "ready_at", "ready_by"]


@transaction.atomic
def declare_ready(*, annual_return: Return, by: User, seen: str, note: str = "") -> None:
    """The co-ordinator says the return is complete; only the chair can act on it now.

    `seen`: digest of the answers as they were read (Standing.digest). `note`: what the chair and
    the evaluation team should know. Raises Refused while something blocks, Conflict when the
    answers are others than those seen.
    """
    current = lock_return(annual_return)
    submission = refuse_declaring(standing_of(current))
    _refuse_unseen(submission, seen, "declare the return ready")
    current.state = STATE.READY
    current.ready_at, current.ready_by = timezone.now(), by
    current.ready_note = cleaned(note)
    current.save(update_fields=[*READY_FIELDS, "ready_note"])
    record("return.declared_ready", on=current, by=by, reason=current.ready_note)
    sending.return_ready(current, by)


@transaction.atomic
def send_back(*, annual_return: Return, by: User, reason: str) -> None:
    """Open a declared return again: the chair declines, or the co-ordinator takes it back.

    One that was reopened is reopened again, in the same sections.
    """
    reason = cleaned(reason)
    if not reason:
        raise Refused("Say why the return goes back, so that the team knows what to change.")
    current = lock_return(annual_return)
    refuse_sending_back(current)
    current.state = STATE.REOPENED if current.version else STATE.IN_PROGRESS
    current.ready_at = current.ready_by = None
    current.save(update_fields=READY_FIELDS)
    record("return.sent_back", on=current, by=by, reason=reason)
    sending.return_sent_back(current, reason, by)


@transaction.atomic
def sign_off(
    *,
    annual_return: Return,
    by: User,
    seen: str,
    said: str | None = None,
    decision: Decision | None = None,
) -> Return:
    """The chair signs off: the answers are frozen as the return's next version, once.

    Submitted, or not eligible when the answers say so. `seen`: digest of the answers as read
    (Standing.digest); `said`: endorsed.said_digest of the partners' words as read, None where no
    page showed them; `decision`: the board's. A second click of the same person changes nothing.
    Raises Refused when something blocks, the time is over, or the chair declared it ready too;
    Conflict when answers or words are others.
    """
    current = lock_return(annual_return)
    if _done(current, by, seen):
        return current
    refuse_signing(current, by)
    submission = submission_from(standing := standing_of(current))
    _refuse_unseen(submission, seen, "sign off")
    _refuse_unheard(current, said)
    current.decision = decision
    current.effort = burden_of(current).sections or None
    _submit(current, submission, standing, by)
    _answer_queries(current)
    record(
        "return.signed_off",
        on=current,
        by=by,
        state=current.state,
        version=current.version,
        document_sha256=current.document_sha256,
    )
    sending.return_signed_off(current, by)
    request_print(annual_return=current, version=NEWEST, by=by)  # the receipt, ready to download
    return current


@transaction.atomic
def accept_return(*, annual_return: Return, by: User, seen: str) -> None:
    """The evaluator accepts a submitted return.

    `seen`: fingerprint of the version that was read (document_sha256); Conflict when another one
    has taken its place.
    """
    current = lock_return(annual_return)
    if current.state not in (STATE.SUBMITTED, STATE.QUERIED):
        raise Refused("Only a return that has been submitted can be accepted.")
    if current.document_sha256 != seen:
        raise Conflict(
            f"Version {current.version} was signed off after you opened this page. Read it, then"
            " accept the return."
        )
    if _asked(current).exclude(state=Query.State.SETTLED).exists():
        raise Refused(
            "There are queries about this return that are not settled. Settle them, then accept it."
        )
    current.state = STATE.ACCEPTED
    current.save(update_fields=["state"])
    record("return.accepted", on=current, by=by, version=current.version)
    sending.return_accepted(current, by)


def refuse_declaring(standing: Standing) -> Submission:
    """What would be declared. Raises Refused while nothing can be: its state, the time, gaps."""
    _refuse_unless(standing.annual_return, allowed=Return.OPEN, verb="declared ready")
    submission = submission_from(standing)
    submission.refuse_if_blocked()
    return submission


def refuse_sending_back(current: Return) -> None:
    """Raise Refused unless the return waits for its sign-off, in time."""
    _refuse_unless(current, allowed=(STATE.READY,), verb="sent back")


def refuse_signing(current: Return, by: User) -> None:
    """Raise Refused unless the return waits, in time, for the sign-off of somebody like `by`."""
    _refuse_unless(current, allowed=(STATE.READY,), verb="signed off")
    if current.ready_by_id == by.pk:
        raise Refused(
            "You declared this return ready yourself, so somebody else has to sign it off."
            " Ask the chair or the vice-chair."
        )


def _done(current: Return, by: User, seen: str) -> bool:
    mine = current.is_frozen and current.submitted_by_id == by.pk
    return mine and current.document_sha256 == seen


def _answer_queries(annual_return: Return) -> None:
    """A new version is the partnership's answer to what was asked of the one before."""
    asked = _asked(annual_return).filter(state=Query.State.OPEN)
    asked.update(state=Query.State.ANSWERED)


def _asked(annual_return: Return) -> QuerySet[Query]:
    """What the evaluation team asked."""
    return annual_return.queries.filter(raised_by_side=Side.EVALUATOR)


def _submit(current: Return, submission: Submission, standing: Standing, by: User) -> None:
    kept = as_kept(tally(current, standing))
    submit(annual_return=current, submission=submission, by=by, at=timezone.now(), tally=kept)


def _refuse_unheard(current: Return, said: str | None) -> None:
    if said is not None and said != said_digest(current):
        raise Conflict(
            "Partners said something after you opened this page. Read it, then sign off."
        )


def _refuse_unseen(submission: Submission, seen: str, verb: str) -> None:
    if submission.frozen.document_sha256 != seen:
        raise Conflict(
            f"The answers changed after you opened this page. Read them again, then {verb}."
        )


def _refuse_unless(current: Return, *, allowed: Iterable[str], verb: str) -> None:
    if current.state not in allowed:
        words = current.get_state_display().lower()
        raise Refused(f"This return is {words}, so it cannot be {verb} now.")
    if not openness.in_time(current, timezone.localdate()):
        raise Refused(openness.too_late(current))
