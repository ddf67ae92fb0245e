"""The lines of the response monitor: one partnership each, how far it is, who acts next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime

from partnerships.register.models import Partnership
from portal.web.print.document import Table
from surveys.returns.duties import CHAIR, COORDINATOR, EVALUATOR, Duty, due_on, duty_of, is_late
from surveys.returns.models import Return, Wave
from surveys.returns.queries import partnerships_asked
from surveys.returns.queries.collecting import Actors, actors_of, asked_still

STATE = Return.State
COLOURS = {
    STATE.NOT_STARTED: "grey",
    STATE.IN_PROGRESS: "blue",
    STATE.READY: "purple",
    STATE.SUBMITTED: "",
    STATE.ACCEPTED: "green",
    STATE.QUERIED: "orange",
    STATE.REOPENED: "yellow",
    STATE.INELIGIBLE: "grey",
}
ROLES = {COORDINATOR: "Co-ordinator", CHAIR: "Chair", EVALUATOR: "Evaluation team"}
NO_ACCOUNT = {
    COORDINATOR: "No co-ordinator has an account",
    CHAIR: "No chair or vice-chair has an account",
}
NO_RETURN = "Joined after the survey opened"


@dataclass(frozen=True)
class Line:
    """One partnership asked; `annual_return` is None where the wave came before it.

    `answered`: no query of the evaluation team waits for it.
    """

    partnership: Partnership
    annual_return: Return | None
    due_on: date
    late: bool
    answered: bool = False
    names: tuple[str, ...] = ()

    @property
    def duty(self) -> Duty | None:
        """What somebody has to do about its return."""
        own = self.annual_return
        return duty_of(own.state, answered=self.answered) if own else None

    @property
    def state(self) -> str:
        """Where its return stands, in words."""
        return self.annual_return.get_state_display() if self.annual_return else "Outstanding"

    @property
    def colour(self) -> str:
        """Of the tag."""
        return COLOURS[STATE(self.annual_return.state)] if self.annual_return else "grey"

    @property
    def role(self) -> str:
        """Whose turn it is: Co-ordinator, Chair, Evaluation team; empty for nobody's."""
        if self.duty is None:
            return NO_RETURN
        who = self.duty.who
        return (NO_ACCOUNT if who in NO_ACCOUNT and not self.names else ROLES).get(who, "")

    @property
    def task(self) -> str:
        """What for."""
        return self.duty.words if self.duty else ""


def lines_of(
    wave: Wave, found: Mapping[int, Return], wanted: Mapping[str, str], today: date
) -> list[Line]:
    """The partnerships asked by name, narrowed by the filters (see forms.ResponseSearch)."""
    asked = partnerships_asked(
        search=wanted.get("q", ""),
        region=wanted.get("region", ""),
        authority_type=wanted.get("authority_type", ""),
    )
    nrf = {"yes": (True,), "no": (False,)}.get(wanted.get("nrf", ""), (True, False))
    waited_for = asked_still(wave)
    lines = [
        _line(each, found.get(each.pk), wave, today, waited_for)
        for each in asked
        if each.nrf in nrf
    ]
    state = wanted.get("state", "")
    return [line for line in lines if not state or state in _places(line)]


def with_names(lines: Sequence[Line]) -> list[Line]:
    """The same lines with the names of those who act next. Two queries."""
    actors = actors_of([line.partnership.pk for line in lines])
    return [replace(line, names=_names(line, actors[line.partnership.pk])) for line in lines]


def table_of(wave: Wave, lines: Sequence[Line]) -> Table:
    """What the CSV file holds: one row a partnership."""
    head = ("Partnership", "Region", "Type of authority", "NRF", "Return", "Late", "Last day",
            "More time because", "Signed off", "Who acts next", "Names", "What for")  # fmt: skip
    rows = tuple(_row(line) for line in with_names(lines))
    return Table(caption=f"Response of the {wave}", head=head, rows=rows)


def _line(
    partnership: Partnership,
    own: Return | None,
    wave: Wave,
    today: date,
    waited_for: Collection[int],
) -> Line:
    due = due_on(own, wave) if own else wave.closes_on
    answered = own is not None and own.pk not in waited_for
    return Line(partnership, own, due, is_late(own, wave, today), answered)


def _names(line: Line, actors: Actors) -> tuple[str, ...]:
    return tuple(person.name for person in actors.of(line.duty.who)) if line.duty else ()


def _places(line: Line) -> Collection[str]:
    """The filters of the state that a line falls under."""
    own = line.annual_return
    if own is None:
        return {"out"}
    if own.state == STATE.INELIGIBLE:
        return {"not-eligible"}
    late = {"late"} if line.late else set()
    return {own.state, "in" if own.is_counted else "out"} | late


def _row(line: Line) -> tuple[str, ...]:
    place, own = line.partnership, line.annual_return
    signed = own.submitted_at if own and own.is_frozen else None
    return (
        place.name,
        place.get_region_display(),
        place.get_authority_type_display(),
        "yes" if place.nrf else "no",
        line.state,
        "yes" if line.late else "no",
        date_format(line.due_on, "Y-m-d"),
        own.extension_reason if own else "",
        date_format(localtime(signed), "Y-m-d") if signed else "",
        line.role,
        ", ".join(line.names),
        line.task,
    )
