"""The next number of a register."""

from django.db import transaction

from partnerships.membership.models import Counter


@transaction.atomic
def next_number(*, register: str, year: int) -> int:
    """1, 2, 3, … within the current partnership, register and year. Numbers given in a transaction
    that fails are given again; two transactions never get the same."""
    Counter.objects.get_or_create(register=register, year=year)
    counter = Counter.objects.select_for_update().get(register=register, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
