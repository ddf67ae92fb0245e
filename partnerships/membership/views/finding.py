"""What an address of the directory names, or 404."""

from typing import TypeVar

from django.db.models import Model
from django.http import Http404

from partnerships.membership.models import (
    Body,
    Interest,
    Member,
    MemberImport,
    Organisation,
    Seat,
    Tenure,
)
from partnerships.membership.queries import bodies, directory

Row = TypeVar("Row", bound=Model)


def organisation_or_404(organisation_id: int) -> Organisation:
    """The organisation of this id here."""
    return _found(directory.organisation_of(organisation_id))


def member_or_404(member_id: int) -> Member:
    """The member of this id here."""
    return _found(directory.member_of(member_id))


def interest_or_404(interest_id: int) -> Interest:
    """The line of the register of interests of this id here."""
    return _found(directory.interest_of(interest_id))


def import_or_404(import_id: int) -> MemberImport:
    """The import of this id here."""
    return _found(directory.import_of(import_id))


def body_or_404(body_id: int) -> Body:
    """The body of this id here."""
    return _found(bodies.body_of(body_id))


def seat_or_404(seat_id: int) -> Seat:
    """The seat of this id here."""
    return _found(bodies.seat_of(seat_id))


def tenure_or_404(tenure_id: int) -> Tenure:
    """The tenure of this id here."""
    return _found(bodies.tenure_of(tenure_id))


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
