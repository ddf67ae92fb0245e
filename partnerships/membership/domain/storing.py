"""Storing what may exist once only."""

from django.db import IntegrityError, transaction
from django.db.models import Model

from portal.errors import Refused


def store_once(row: Model, constraint: str, refusal: str) -> None:
    """Save the row; Refused in these words if the named constraint of the database says that
    somebody else stored the same this very moment."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        if constraint not in str(fault):
            raise
        raise Refused(refusal) from None
