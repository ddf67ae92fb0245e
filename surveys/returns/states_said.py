"""The state of a return in words, for those who may read its answers and for those who may not."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from surveys.returns.models import Return, Wave
from surveys.returns.standing import Standing

STATE = Return.State


@dataclass(frozen=True)
class SaidState:
    """`words`: for a tag; `colour`: of that tag; `sentence`: what it means, with dates."""

    words: str
    colour: str
    sentence: str


COLOURS = {
    STATE.NOT_STARTED: "",
    STATE.IN_PROGRESS: "teal",
    STATE.READY: "purple",
    STATE.SUBMITTED: "green",
    STATE.ACCEPTED: "green",
    STATE.QUERIED: "orange",
    STATE.REOPENED: "orange",
    STATE.INELIGIBLE: "grey",
}


def state_said(standing: Standing) -> SaidState:
    """The state of this return today: without a word about any answer."""
    annual_return = standing.annual_return
    state = STATE(annual_return.state)
    if annual_return.is_frozen:
        return SaidState(state.label, COLOURS[state], _signed(annual_return))
    if not standing.in_time:
        return _closed(annual_return)
    if standing.is_late:
        return SaidState(f"{state.label}, late", "red", f"It was due on {_due(annual_return)}.")
    return SaidState(state.label, COLOURS[state], f"It is due on {_due(annual_return)}.")


def more_time(annual_return: Return, *, why: bool = True) -> str:
    """That this partnership got more time, until when and why; empty if it did not."""
    if annual_return.extended_to is None or annual_return.due_on == annual_return.wave.closes_on:
        return ""
    words = (
        f"This partnership has until {date_format(annual_return.due_on, 'l j F Y')} instead"
        f" of {date_format(annual_return.wave.closes_on, 'j F Y')}."
    )
    reason = annual_return.extension_reason
    return f"{words} The reason given: “{reason}”" if reason and why else words


def reopened(standing: Standing) -> str:
    """Which sections are open again; empty unless the return is reopened."""
    if standing.annual_return.state not in (STATE.REOPENED, STATE.READY):
        return ""
    named = [
        f"{section.number}. {section.title}"
        for section in standing.form.sections
        if section.code in standing.annual_return.reopened_sections
    ]
    if not named:
        return ""
    return f"Open again: {'; '.join(named)}."


def _signed(annual_return: Return) -> str:
    at = date_format(localtime(annual_return.submitted_at), "j F Y")
    sentence = f"It was signed off on {at}."
    if annual_return.state == STATE.QUERIED:
        return f"{sentence} The evaluation team has asked about some answers."
    if annual_return.state == STATE.SUBMITTED:
        return f"{sentence} The evaluation team has not accepted it yet."
    return sentence


def _closed(annual_return: Return) -> SaidState:
    wave = annual_return.wave
    if wave.state == Wave.State.DRAFT:
        opens = date_format(wave.opens_on, "l j F Y")
        return SaidState("Not open yet", "grey", f"The survey opens on {opens}.")
    due = _due(annual_return)
    return SaidState("Not signed off in time", "red", f"The survey is closed. It was due on {due}.")


def _due(annual_return: Return) -> str:
    return date_format(annual_return.due_on, "l j F Y")
