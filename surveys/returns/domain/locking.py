"""A return's row, held until the transaction ends: whoever comes second sees what the first did."""

from django.db.models import BigIntegerField, QuerySet

from portal.prepared import Prepared, Slot
from surveys.returns.models import Return
from surveys.returns.queries import with_authority_codes


def lock_return(annual_return: Return) -> Return:
    """The row as it is now, with its wave and partnership, locked."""
    found = _LOCKED.first(pk=annual_return.pk)
    if found is None:
        raise Return.DoesNotExist
    return found


def _locked() -> QuerySet[Return]:
    rows = Return.objects.select_for_update(of=("self",))
    joined = rows.select_related("wave__questionnaire", "partnership", "ready_by", "submitted_by")
    one = joined.defer("wave__questionnaire__document").filter(pk=Slot("pk", BigIntegerField()))
    return with_authority_codes(one).order_by()


_LOCKED: Prepared[Return] = Prepared(_locked)
