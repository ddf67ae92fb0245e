"""Opening a signed-off return again, by section: what was signed stands as a version."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.questionnaires.types.base import cleaned
from surveys.returns import openness
from surveys.returns.domain.bringing_back import bring_back_answers
from surveys.returns.domain.locking import lock_return
from surveys.returns.emails import sending
from surveys.returns.models import Query, Return, Side, Wave

STATE = Return.State
# What the row says of a sign-off; the version keeps it.
SIGNED: dict[str, Any] = {
    "document": None,
    "document_sha256": "",
    "codes": None,
    "numbers": None,
    "stratum": None,
    "submitted_at": None,
    "submitted_by": None,
    "ready_at": None,
    "ready_by": None,
    "ready_note": "",
    "decision": None,
    "effort": None,
}


@transaction.atomic
def recall_return(
    *, annual_return: Return, sections: Collection[str], reason: str, by: User
) -> Return:
    """The chair takes a return back that nobody has accepted or asked about yet.

    Raises Refused later, once the time is over, and without sections or a reason.
    """
    current = lock_return(annual_return)
    if why_not := why_no_recall(current):
        raise Refused(why_not)
    _refuse_settled(current)
    _open_again(current, sections, reason, by)
    record("return.recalled", on=current, by=by, **_facts(current))
    sending.return_recalled(current, by)
    return current


@transaction.atomic
def reopen_return(
    *, annual_return: Return, sections: Collection[str], reason: str, due_on: date, by: User
) -> Return:
    """The evaluator opens sections of a signed-off return until a day, whatever its state.

    Of a return that is reopened already, more sections: what was changed meanwhile stays. Raises
    Refused once the wave's results are final, for a return that was never signed off or is declared
    ready, without sections or a reason, and for a day that has passed.
    """
    current = lock_return(annual_return)
    _refuse_settled(current)
    if due_on < timezone.localdate():
        raise Refused("Choose today or a later day by which the return has to be signed off again.")
    current.extended_to, current.extension_reason = due_on, ""
    if more := not current.is_frozen:
        _open_more(current, sections, reason)
    else:
        _open_again(current, sections, reason, by)
    _settle_asked(current, by)
    record("return.reopened", on=current, by=by, due_on=due_on.isoformat(), **_facts(current))
    sending.return_reopened(current, by, more=more)
    return current


def why_no_recall(current: Return) -> str:
    """Why the chair cannot take the return back and what to do next; empty when it can be."""
    if not current.is_frozen:
        return "This return is not signed off, so there is nothing to take back."
    if current.state not in (STATE.SUBMITTED, STATE.INELIGIBLE):
        words = current.get_state_display().lower()
        return (
            f"This return is {words}, so you cannot take it back yourself. Ask the national"
            " evaluation team to reopen it."
        )
    if not openness.in_time(current, timezone.localdate()):
        return (
            f"The {current.wave} is closed, so the return cannot be taken back. Ask the national"
            " evaluation team to reopen it."
        )
    return ""


def why_no_reopening(current: Return) -> str:
    """Why the evaluation team cannot reopen sections of the return; empty when it can."""
    if current.is_reopened and current.state == STATE.READY:
        return (
            "This return waits for the chair’s sign-off. Close the reopening, or wait for the chair"
            " and reopen what was signed."
        )
    if not current.is_frozen and not current.reopened_sections:
        return "This return is open already: the partnership can change its answers."
    if current.wave.settled_at is not None:
        return (
            f"The results of the {current.wave} are final, so its returns stay as they are. Say in"
            " a query what should be done differently in the next survey."
        )
    return ""


def _open_again(current: Return, sections: Collection[str], reason: str, by: User) -> None:
    form = form_of(current.wave.questionnaire.sha256)
    chosen = _chosen(form, sections, reason)
    bring_back_answers(current, form)
    for name, value in SIGNED.items():
        setattr(current, name, value)
    current.state = STATE.REOPENED
    current.reopened_sections, current.reopening_reason = chosen, cleaned(reason)
    current.save()


def _open_more(current: Return, sections: Collection[str], reason: str) -> None:
    """Beside those that are open; every reason stands."""
    form = form_of(current.wave.questionnaire.sha256)
    opened = {*current.reopened_sections, *_chosen(form, sections, reason)}
    if opened == {*current.reopened_sections}:  # a second click
        raise Refused("These sections are open already. Choose others, or none.")
    current.reopened_sections = [each.code for each in form.sections if each.code in opened]
    current.reopening_reason = f"{current.reopening_reason}\n\n{cleaned(reason)}"
    current.save()


def _chosen(form: Form, sections: Collection[str], reason: str) -> list[str]:
    chosen = [section.code for section in form.sections if section.code in sections]
    if not chosen or len(chosen) < len(set(sections)):
        raise Refused("Choose at least one section of this return to open.")
    if not cleaned(reason):
        raise Refused("Say why the return is opened again, so that the team knows what to change.")
    return chosen


def _settle_asked(current: Return, by: User) -> None:
    """What the partnership asked for has been done."""
    asked = current.queries.filter(raised_by_side=Side.PARTNERSHIP)
    asked.exclude(state=Query.State.SETTLED).update(
        state=Query.State.SETTLED, settled_by=by, settled_at=timezone.now()
    )


def _refuse_settled(current: Return) -> None:
    # Held while the return opens, so that nobody makes the results final at the same moment.
    held = Wave.objects.select_for_update(no_key=True)
    current.wave.refresh_from_db(fields=["settled_at"], from_queryset=held)
    if why_not := why_no_reopening(current):
        raise Refused(why_not)


def _facts(current: Return) -> dict[str, Any]:
    return {
        "reason": current.reopening_reason,
        "sections": current.reopened_sections,
        "version": current.version,
    }
