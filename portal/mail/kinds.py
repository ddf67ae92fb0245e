"""What the portal sends emails about; the table of kinds is the roof's (settings.NOTIFICATIONS)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of email. `words`: what has happened, as a sentence without a full stop.

    People choose when they get an `optional` one; the others are always sent at once. `group` is
    the heading under which the page of choices shows it.
    """

    key: str
    words: str
    optional: bool = True
    group: str = ""


# The mail room's own kind: it carries emails of the other kinds and is not chosen by itself.
DIGEST = Kind("digest", "Daily digest", optional=False)


def kinds() -> dict[str, Kind]:
    """Every kind of the roof's table by its key, in the table's order."""
    table: Sequence[Kind] = import_string(settings.NOTIFICATIONS)
    return {kind.key: kind for kind in table}


def kind_of(key: str) -> Kind:
    """The kind with this key. Raises KeyError: a kind must stand in the roof's table."""
    return DIGEST if key == DIGEST.key else kinds()[key]


def kind_words(key: str) -> str:
    """The kind's words; a key that is no longer in the table speaks for itself."""
    known = {**kinds(), DIGEST.key: DIGEST}
    return known[key].words if key in known else key
