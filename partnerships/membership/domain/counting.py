"""The next number of a register."""

from django.db import connection

from portal.tenancy.context import current_partnership_id


def next_number(*, register: str, year: int) -> int:
    """1, 2, 3, … within the current partnership, register and year. Numbers given in a transaction
    that fails are given again; two transactions never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO membership_counter (partnership_id, register, year, last)"
            " VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (partnership_id, register, year)"
            " DO UPDATE SET last = membership_counter.last + 1 RETURNING last",
            [current_partnership_id(), register, year],
        )
        return cursor.fetchone()[0]
