"""How a line of the table of truth is written."""

from dataclasses import dataclass

from partnerships.membership.permissions import P

PUBLIC = "public"
SIGNED_IN = "signed in"

Who = str | P
READ_CODES = frozenset({200})
# A write with an empty body: done, sent back to its form, or refused by a rule of the business.
WRITE_CODES = frozenset({200, 201, 202, 204, 302, 400, 409, 422})


@dataclass(frozen=True)
class Entry:
    """Who may use a method, and the answers they may get."""

    who: Who
    codes: frozenset[int]


def allow(who: Who, *codes: int) -> Entry:
    """An entry whose answer differs from the usual ones."""
    return Entry(who, frozenset(codes))


Row = dict[str, Who | Entry]


def api(**row: Who | Entry) -> Row:
    """A line of the API: OPTIONS describes a view to those who may use it."""
    return {**row, "options": next(iter(row.values()))}
