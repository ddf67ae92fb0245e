"""Who has to act on a return, what for, and whether it is late. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from surveys.returns.models import Return, Wave

STATE = Return.State
COORDINATOR, CHAIR, EVALUATOR, NOBODY = "coordinator", "chair", "evaluator", ""


@dataclass(frozen=True)
class Duty:
    """Whose turn it is in a state. `owes`: completes "Your partnership's return …" while the
    partnership owes its return; empty once that is signed off, and nobody is reminded then."""

    who: str
    words: str
    owes: str = ""


DUTIES = {
    STATE.NOT_STARTED: Duty(COORDINATOR, "start the return", "has not been started"),
    STATE.IN_PROGRESS: Duty(COORDINATOR, "finish the return", "is not finished"),
    STATE.REOPENED: Duty(
        COORDINATOR, "finish the reopened sections", "was reopened and is not finished"
    ),
    STATE.READY: Duty(CHAIR, "sign off the return", "waits for the chair’s sign-off"),
    STATE.SUBMITTED: Duty(EVALUATOR, "read the return"),
    STATE.QUERIED: Duty(COORDINATOR, "settle the query with the evaluation team"),
    STATE.ACCEPTED: Duty(NOBODY, "nothing left to do"),
    STATE.INELIGIBLE: Duty(NOBODY, "nothing left to do"),
}
# Every query of the evaluation team has its answer.
ANSWERED = Duty(EVALUATOR, "settle the query or ask again")
OWING = tuple(state for state, duty in DUTIES.items() if duty.owes)


def duty_of(state: str, *, answered: bool = False) -> Duty:
    """The duty of a return in this state. `answered`: no query of the evaluation team is open."""
    if answered and state == STATE.QUERIED:
        return ANSWERED
    return DUTIES[STATE(state)]


def due_on(annual_return: Return, wave: Wave) -> date:
    """The last day of a return read without its wave."""
    return annual_return.due_in(wave)


def owes(annual_return: Return, wave: Wave, today: date) -> bool:
    """Whether the partnership can and should still act: not signed off, and not too late to."""
    if annual_return.state not in OWING:
        return False
    more = annual_return.extended_to
    return wave.state == Wave.State.OPEN or (
        wave.state == Wave.State.CLOSED and more is not None and today <= more
    )


def is_late(annual_return: Return | None, wave: Wave, today: date) -> bool:
    """Not signed off although its last day has passed."""
    return (
        annual_return is not None
        and annual_return.state in OWING
        and due_on(annual_return, wave) < today
    )


def counts_by_state(states: Collection[str]) -> list[tuple[STATE, int]]:
    """(state, how many) in the order of work, none left out."""
    held = list(states)
    return [(state, held.count(state)) for state in STATE]
