"""A return's row, held until the transaction ends: whoever comes second sees what the first did."""

from surveys.returns.models import Return


def lock_return(annual_return: Return) -> Return:
    """The row as it is now, with its wave and partnership, locked."""
    rows = Return.objects.select_for_update(of=("self",))
    joined = rows.select_related("wave__questionnaire", "partnership", "ready_by", "submitted_by")
    return joined.defer("wave__questionnaire__document").get(pk=annual_return.pk)
