"""Numbers of agenda items: 1 to n when the agenda is published, 12a for what comes late. Pure."""

import re
from collections.abc import Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def late_number(after: str, taken: Sequence[str]) -> tuple[str, str] | None:
    """Number of an item that comes late after the item `after` ("12", or "12a" itself), and the
    number that it follows on the agenda. None if the letters are used up.

    >>> late_number("12", ["11", "12", "13"])
    ('12a', '12')
    >>> late_number("12", ["11", "12", "12a", "13"])
    ('12b', '12a')
    """
    base = re.match(r"\d+", after)[0]  # type: ignore[index]
    used = [number for number in taken if number.rstrip(LETTERS) == base]
    letters = [number[len(base) :] for number in used]
    free = next((letter for letter in LETTERS if letter > max(letters)), None)
    return (f"{base}{free}", f"{base}{max(letters)}") if free else None
