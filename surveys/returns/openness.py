"""Until when a return takes answers, and in which sections."""

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format

from surveys.returns.models import Return, Wave

NOT_OPEN = {
    Return.State.READY: (
        "This return has been declared ready for sign-off, so its answers cannot change."
        " The co-ordinator can take it back from the review page."
    ),
}
FROZEN = (
    "This return has been signed off, so its answers cannot change. Ask the national evaluation"
    " team to reopen it if something has to."
)


def in_time(annual_return: Return, today: date) -> bool:
    """Whether the return can still be worked on: its wave is open, or it has more time.

    Not once the wave's results are final, whatever was granted before.
    """
    if annual_return.wave.settled_at is not None:
        return False
    if annual_return.wave.state == Wave.State.OPEN:
        return True
    more = annual_return.extended_to
    return annual_return.wave.state == Wave.State.CLOSED and more is not None and today <= more


def takes_answers(annual_return: Return, today: date) -> bool:
    """Whether answers may change now."""
    return annual_return.is_open and in_time(annual_return, today)


def why_not(annual_return: Return, today: date) -> str:
    """Why answers may not change now and what to do next; empty when they may."""
    if not annual_return.is_open:
        return NOT_OPEN.get(Return.State(annual_return.state), FROZEN)
    return "" if in_time(annual_return, today) else too_late(annual_return)


def too_late(annual_return: Return) -> str:
    """What to say when the time is over."""
    wave = annual_return.wave
    if wave.state == Wave.State.DRAFT:
        return f"The {wave} is not open yet. It opens on {date_format(wave.opens_on, 'j F Y')}."
    if wave.settled_at is not None:
        return (
            f"The results of the {wave} are final, so its returns stay as they are. Tell the"
            " national evaluation team what should be done differently in the next survey."
        )
    return f"The {wave} is closed. Ask the national evaluation team for more time if you need it."


def open_sections(annual_return: Return, missing: Collection[str]) -> frozenset[str] | None:
    """Codes of the sections whose answers may change; None: all of them.

    A reopened return opens the sections named, and those where an answer is missing (`missing`),
    since a new answer may lead to questions that were not asked before. A rule broken together
    with a closed section opens nothing: the answer that stands there was signed.
    """
    if not annual_return.reopened_sections:
        return None
    return frozenset(annual_return.reopened_sections) | frozenset(missing)
