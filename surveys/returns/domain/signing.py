"""From answers to a signed-off return: declare ready, send back, sign off, accept."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused
from surveys.questionnaires.queries import form_of
from surveys.returns.domain.submitting import Submission, submission_of, submit
from surveys.returns.models import Return, Wave

STATE = Return.State
DONE = (STATE.SUBMITTED, STATE.INELIGIBLE)
READY_FIELDS = ["state", "ready_at", "ready_by"]


@transaction.atomic
def declare_ready(*, annual_return: Return, by: User, seen: str, note: str = "") -> None:
    """The co-ordinator says the return is complete; only the chair can act on it now.

    `seen`: digest of the answers as they were read (Standing.digest). `note`: why answers that a
    soft check found unusual are right. Raises Refused while something blocks or the note is
    missing, Conflict when the answers are others than those seen.
    """
    current = _locked(annual_return, allowed=Return.OPEN, verb="declared ready")
    submission = _submission(current)
    submission.refuse_if_blocked()
    _refuse_unseen(submission, seen, "declare the return ready")
    if submission.unusual and not note.strip():
        raise Refused(
            "Some answers look unusual. Say in the note why they are right, or change them, then"
            " declare the return ready."
        )
    current.state = STATE.READY
    current.ready_at, current.ready_by = timezone.now(), by
    current.ready_note = note.strip()
    current.save(update_fields=[*READY_FIELDS, "ready_note"])
    record("return.declared_ready", on=current, by=by, reason=current.ready_note)


@transaction.atomic
def send_back(*, annual_return: Return, by: User, reason: str) -> None:
    """Open a declared return again: the chair declines, or the co-ordinator takes it back."""
    if not reason.strip():
        raise Refused("Say why the return goes back, so that the team knows what to change.")
    current = _locked(annual_return, allowed=(STATE.READY,), verb="sent back")
    current.state = STATE.IN_PROGRESS
    current.ready_at = current.ready_by = None
    current.save(update_fields=READY_FIELDS)
    record("return.sent_back", on=current, by=by, reason=reason.strip())


@transaction.atomic
def sign_off(*, annual_return: Return, by: User, seen: str) -> Return:
    """The chair signs off: the answers are frozen and the return is sent, once.

    Submitted, or not eligible when the answers say so. `seen`: digest of the answers as they were
    read (Standing.digest). A second click of the same person finds it done and changes nothing.
    Raises Refused when something still blocks, when the wave is closed, or when the chair declared
    it ready too; Conflict when the answers are others than those seen.
    """
    current = _lock(annual_return)
    if current.state in DONE and current.submitted_by_id == by.pk:
        return current
    _refuse_unless(current, allowed=(STATE.READY,), verb="signed off")
    if current.ready_by_id == by.pk:
        raise Refused(
            "You declared this return ready yourself, so somebody else has to sign it off."
            " Ask the chair or the vice-chair."
        )
    submission = _submission(current)
    _refuse_unseen(submission, seen, "sign off")
    submit(annual_return=current, submission=submission, by=by, at=timezone.now())
    record(
        "return.signed_off",
        on=current,
        by=by,
        state=current.state,
        document_sha256=current.document_sha256,
    )
    return current


@transaction.atomic
def accept_return(*, annual_return: Return, by: User) -> None:
    """The evaluator accepts a submitted return."""
    current = _lock(annual_return)
    if current.state != STATE.SUBMITTED:
        raise Refused("Only a return that has been submitted can be accepted.")
    current.state = STATE.ACCEPTED
    current.save(update_fields=["state"])
    record("return.accepted", on=current, by=by)


def _submission(annual_return: Return) -> Submission:
    form = form_of(annual_return.wave.questionnaire.sha256)
    given = annual_return.answers.filter(value__isnull=False).values_list("question", "value")
    return submission_of(form, annual_return.partnership, dict(given))


def _refuse_unseen(submission: Submission, seen: str, verb: str) -> None:
    if submission.frozen.document_sha256 != seen:
        raise Conflict(
            f"The answers changed after you opened this page. Read them again, then {verb}."
        )


def _lock(annual_return: Return) -> Return:
    rows = Return.objects.select_for_update(of=("self",))
    joined = rows.select_related("wave__questionnaire", "partnership")
    return joined.defer("wave__questionnaire__document").get(pk=annual_return.pk)


def _locked(annual_return: Return, *, allowed: Iterable[str], verb: str) -> Return:
    current = _lock(annual_return)
    _refuse_unless(current, allowed=allowed, verb=verb)
    return current


def _refuse_unless(current: Return, *, allowed: Iterable[str], verb: str) -> None:
    if current.state not in allowed:
        words = current.get_state_display().lower()
        raise Refused(f"This return is {words}, so it cannot be {verb} now.")
    if current.wave.state != Wave.State.OPEN:
        raise Refused(f"The {current.wave} is closed. Ask the national evaluator to extend it.")
