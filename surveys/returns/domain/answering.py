"""Saving answers while a return is open. Nobody's answer is ever overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from surveys.returns.models import Answer, Return, Wave

NOT_OPEN = {
    Return.State.READY: (
        "This return has been declared ready for sign-off, so its answers cannot change."
        " The co-ordinator can take it back from the review page."
    ),
}
FROZEN = "This return has been signed off, so its answers cannot change."


@dataclass(frozen=True)
class Edit:
    """A new value for one question (None: cleared) and the revision its editor saw (0: none)."""

    value: Any
    base: int


@dataclass(frozen=True)
class Clash:
    """Somebody else's answer that the editor had not seen; theirs stands, the edit was not saved."""

    question: str
    theirs: Any
    by: str
    at: datetime
    revision: int


@dataclass
class Saved:
    """What became of a save: questions written, and clashes for the editor to decide."""

    questions: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


@transaction.atomic
def save_answers(*, annual_return: Return, edits: Mapping[str, Edit], by: User) -> Saved:
    """Save the edits that do not clash. Raises Refused if the return or its wave is not open."""
    locked = _lock_open(annual_return)
    stored = {
        answer.question: answer
        for answer in locked.answers.filter(question__in=edits).select_related("answered_by")
    }
    saved = Saved()
    now = timezone.now()
    writes = []
    for question, edit in edits.items():
        answer = stored.get(question)
        revision = answer.revision if answer else 0
        if (answer.value if answer else None) == edit.value:
            continue
        if answer and revision != edit.base:
            saved.clashes.append(_clash(answer))
            continue
        writes.append(
            Answer(
                annual_return=locked,
                question=question,
                value=edit.value,
                revision=revision + 1,
                answered_by=by,
                answered_at=now,
            )
        )
    _write(locked, writes, by)
    saved.questions = [answer.question for answer in writes]
    return saved


def _lock_open(annual_return: Return) -> Return:
    locked = Return.objects.select_for_update(of=("self",)).select_related("wave")
    current = locked.get(pk=annual_return.pk)
    if not current.is_open:
        raise Refused(NOT_OPEN.get(Return.State(current.state), FROZEN))
    if current.wave.state != Wave.State.OPEN:
        raise Refused(f"The {current.wave} is closed, so answers cannot change any more.")
    return current


def _clash(answer: Answer) -> Clash:
    return Clash(
        question=answer.question,
        theirs=answer.value,
        by=str(answer.answered_by),
        at=answer.answered_at,
        revision=answer.revision,
    )


def _write(annual_return: Return, writes: list[Answer], by: User) -> None:
    if not writes:
        return
    Answer.objects.bulk_create(
        writes,
        update_conflicts=True,
        unique_fields=["partnership", "annual_return", "question"],
        update_fields=["value", "revision", "answered_by", "answered_at"],
    )
    if annual_return.state == Return.State.NOT_STARTED:
        Return.objects.filter(pk=annual_return.pk).update(state=Return.State.IN_PROGRESS)
    record(
        "return.answered", on=annual_return, by=by, questions=[answer.question for answer in writes]
    )
