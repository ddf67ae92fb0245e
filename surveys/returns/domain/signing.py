"""From answers to a signed-off return: declare ready, send back, sign off, accept."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.register.models import Partnership
from partnerships.register.queries import survey_attributes
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from surveys.questionnaires import checks
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.freezing import Frozen, freeze
from surveys.returns.models import Return, Wave

STATE = Return.State
READY_FIELDS = ["state", "ready_at", "ready_by"]


@transaction.atomic
def declare_ready(*, annual_return: Return, by: User, note: str = "") -> None:
    """The co-ordinator says the return is complete; only the chair can act on it now.

    `note`: what there is to say about answers that a soft check found unusual.
    """
    current = _locked(annual_return, allowed=Return.OPEN, verb="declared ready")
    _refuse_if_blocked(current)
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
def sign_off(*, annual_return: Return, by: User) -> Return:
    """The chair signs off: the answers are frozen and the return is submitted, once.

    A second click of the same person finds it submitted and changes nothing. Raises Refused when
    something still blocks, when the wave is closed, or when the chair declared it ready too.
    """
    current = _lock(annual_return)
    if current.state == STATE.SUBMITTED and current.submitted_by_id == by.pk:
        return current
    _refuse_unless(current, allowed=(STATE.READY,), verb="signed off")
    if current.ready_by_id == by.pk:
        raise Refused(
            "You declared this return ready yourself, so somebody else has to sign it off."
            " Ask the chair or the vice-chair."
        )
    _refuse_if_blocked(current)
    frozen = freeze_return(current)
    _store(current, frozen, by)
    record("return.signed_off", on=current, by=by, document_sha256=frozen.document_sha256)
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


def freeze_return(annual_return: Return) -> Frozen:
    """The frozen form of the return as its answers stand now."""
    form, partnership, attributes, answers = _inputs(annual_return)
    return freeze(
        form=form,
        slug=partnership.slug,
        place=(partnership.nrf, partnership.authority_type, partnership.region),
        attributes=attributes,
        answers=answers,
    )


def _store(annual_return: Return, frozen: Frozen, by: User) -> None:
    annual_return.state = STATE.SUBMITTED
    annual_return.submitted_at, annual_return.submitted_by = timezone.now(), by
    annual_return.document = frozen.document
    annual_return.document_sha256 = frozen.document_sha256
    annual_return.codes = frozen.codes
    annual_return.numbers = frozen.numbers
    annual_return.stratum = frozen.stratum
    annual_return.save()


def _inputs(annual_return: Return) -> tuple[Form, Partnership, dict[str, Any], dict[str, Any]]:
    form = form_of(annual_return.wave.questionnaire.sha256)
    partnership = annual_return.partnership
    answers = dict(
        annual_return.answers.filter(value__isnull=False).values_list("question", "value")
    )
    return form, partnership, survey_attributes(partnership), answers


def _refuse_if_blocked(annual_return: Return) -> None:
    form, _, attributes, answers = _inputs(annual_return)
    blocking = [f for f in checks.run(form, answers, attributes) if f.blocks]
    if blocking:
        one = len(blocking) == 1
        raise Refused(
            f"{len(blocking)} {'thing still needs' if one else 'things still need'} an answer or a"
            " correction. The review page lists each one with a link to it."
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
