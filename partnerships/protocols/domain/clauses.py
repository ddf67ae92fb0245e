"""Clauses of a version that may still change: add, change, move, remove."""

from django.db import transaction
from django.db.models import F, Max

from partnerships.protocols.domain.locking import editable, touched
from partnerships.protocols.models import Clause, ProtocolVersion
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused

UP, DOWN = "up", "down"


@transaction.atomic
def add_clause(*, version: ProtocolVersion, heading: str, text: str, by: User) -> Clause:
    """A new clause after the others."""
    current = editable(version)
    _refuse_empty(heading, text)
    last = current.clauses.aggregate(last=Max("position"))["last"] or 0
    clause = Clause.objects.create(
        version=current, position=last + 1, heading=heading.strip(), text=text.strip()
    )
    touched(current, by=by)
    record("clause.added", on=clause, by=by)
    return clause


@transaction.atomic
def change_clause(*, clause: Clause, revision: int, heading: str, text: str, by: User) -> None:
    """Change the words of a clause. Raises Conflict when `revision` is stale."""
    version = editable(clause.version)
    _refuse_empty(heading, text)
    found = Clause.objects.filter(pk=clause.pk, revision=revision)
    if not found.update(heading=heading.strip(), text=text.strip(), revision=F("revision") + 1):
        raise Conflict(
            "Somebody else changed this clause after you opened it. Compare your words with theirs"
            " below, then save again."
        )
    touched(version, by=by)
    record("clause.changed", on=clause, by=by)


@transaction.atomic
def move_clause(*, clause: Clause, direction: str, by: User) -> None:
    """One place up or down; at the end of the row nothing changes."""
    version = editable(clause.version)
    order = list(version.clauses.all())
    here = next(n for n, each in enumerate(order) if each.pk == clause.pk)
    there = here + (-1 if direction == UP else 1)
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    _number(order)
    touched(version, by=by)
    record("clause.moved", on=clause, by=by, position=there + 1)


@transaction.atomic
def remove_clause(*, clause: Clause, by: User) -> None:
    """Take a clause out. Comments on it stay and say what it was called; obligations stay too."""
    version = editable(clause.version)
    clause.comments.update(clause=None)
    clause.obligations.update(clause=None)
    record("clause.removed", on=clause, by=by, heading=clause.heading)
    clause.delete()
    _number(list(version.clauses.all()))
    touched(version, by=by)


def _number(order: list[Clause]) -> None:
    """Positions 1, 2, 3; the database compares them when the transaction ends."""
    for position, clause in enumerate(order, 1):
        clause.position = position
    Clause.objects.bulk_update(order, ["position"])


def _refuse_empty(heading: str, text: str) -> None:
    if not heading.strip() or not text.strip():
        raise Refused("A clause needs a heading and a text. Fill in both, then save it.")
