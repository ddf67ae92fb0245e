"""The history of a return as its timeline says it: what happened, who did it, when and why."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from portal.audit.models import AuditEvent
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.models import Return
from surveys.returns.queries.history import Often, events_of, often_of

Words = Callable[[Form, Mapping[str, Any]], str]


@dataclass(frozen=True)
class Moment:
    """One entry. `version`: number of the version it made; `query`: number of the query it is about;
    `tone`: "done", "open" (something has to be done now) or empty."""

    at: datetime
    title: str
    who: str
    why: str = ""
    tone: str = ""
    version: int = 0
    query: int = 0


def _sections(form: Form, facts: Mapping[str, Any]) -> str:
    codes = facts.get("sections", ())
    numbers = [str(section.number) for section in form.sections if section.code in codes]
    if not numbers:
        return ""
    *first, last = numbers
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{'section' if not first else 'sections'} {listed}"


def _day(facts: Mapping[str, Any], name: str) -> str:
    given = facts.get(name)
    return date_format(date.fromisoformat(given), "j F Y") if given else ""


def _section(form: Form, facts: Mapping[str, Any]) -> str:
    found = next((s for s in form.sections if s.code == facts.get("section")), None)
    return f"section {found.number}" if found else "a section"


def _about(form: Form, facts: Mapping[str, Any]) -> str:
    question = form.by_code.get(facts.get("question", ""))
    if question is None:
        return "the whole return"
    return f"question {question.number} of section {form.section(question.section).number}"


def _signed(form: Form, facts: Mapping[str, Any]) -> str:
    eligible = "" if facts.get("state") != Return.State.INELIGIBLE else ": the area is not eligible"
    return f"Version {facts.get('version', 1)} signed off{eligible}"


def _opened(form: Form, facts: Mapping[str, Any]) -> str:
    until = _day(facts, "due_on")
    return f"Reopened in {_sections(form, facts)}" + (f" until {until}" if until else "")


# Name of an event → its words; what both sides read, then what stays in the partnership's room.
SHARED: dict[str, Words] = {
    "return.signed_off": _signed,
    "return.recorded": lambda form, facts: "Recorded as a whole, from elsewhere",
    "return.accepted": lambda form, facts: "Accepted",
    "return.recalled": lambda form, facts: f"Taken back in {_sections(form, facts)}",
    "return.reopened": _opened,
    "return.reopening_closed": lambda form, facts: (
        f"Reopening closed: version {facts['version']} stands again"
    ),
    "return.extended": lambda form, facts: f"More time, until {_day(facts, 'until')}",
    "query.raised": lambda form, facts: (
        f"Query {facts['number']} raised about {_about(form, facts)}"
    ),
    "query.reopening_asked": lambda form, facts: (
        f"Query {facts['number']}: the partnership asks to reopen {_sections(form, facts)}"
    ),
    "query.replied": lambda form, facts: f"Query {facts['number']}: a reply",
    "query.settled": lambda form, facts: f"Query {facts['number']} settled",
}
OWN: dict[str, Words] = {
    "return.declared_ready": lambda form, facts: "Declared ready for sign-off",
    "return.sent_back": lambda form, facts: "Sent back",
    "section.dissented": lambda form, facts: (
        f"{facts['organisation']} does not agree with {_section(form, facts)}"
    ),
    "section.endorsed": lambda form, facts: (
        f"{facts['organisation']} endorses {_section(form, facts)}"
    ),
    "endorsement.withdrawn": lambda form, facts: (
        f"{facts['organisation']} takes back what it said of {_section(form, facts)}"
    ),
    "section.assigned": lambda form, facts: (
        f"{_section(form, facts).capitalize()} given to {facts['to']}"
    ),
    "section.taken_back": lambda form, facts: (
        f"{_section(form, facts).capitalize()} taken back from {facts['to']}"
    ),
}
# What happens many times a day: one line for a person and day.
OFTEN = {
    "return.answered": "Answers saved",
    "return.check_confirmed": "Unusual answers confirmed",
    "return.read": "Read by the evaluation team",
}
TONES = {
    "return.signed_off": "done",
    "return.recorded": "done",
    "return.accepted": "done",
    "return.reopening_closed": "done",
    "query.settled": "done",
    "return.sent_back": "open",
    "return.recalled": "open",
    "return.reopened": "open",
    "query.raised": "open",
    "query.reopening_asked": "open",
    "section.dissented": "open",
}


def timeline_of(annual_return: Return, *, shared_only: bool = False) -> list[Moment]:
    """Everything that happened to the return, newest first; `shared_only`: what the evaluation team
    may know of it. In the partnership's own scope; two queries, or one."""
    form = form_of(annual_return.wave.questionnaire.sha256)
    words = SHARED if shared_only else SHARED | OWN
    often: Collection[str] = () if shared_only else OFTEN
    moments = [_moment(form, words, event) for event in events_of(annual_return, words)]
    if often:
        moments += [_often(each) for each in often_of(annual_return, often)]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _moment(form: Form, words: Mapping[str, Words], event: AuditEvent) -> Moment:
    facts = event.facts
    signed = event.name == "return.signed_off"
    return Moment(
        at=event.at,
        title=words[event.name](form, facts),
        who=event.actor_words,
        why=event.reason,
        tone=TONES.get(event.name, ""),
        version=facts.get("version", 1) if signed else 0,
        query=facts.get("number", 0) if event.name.startswith("query.") else 0,
    )


def _often(often: Often) -> Moment:
    times = f", {often.times} times" if often.times > 1 else ""
    return Moment(at=often.at, title=f"{OFTEN[often.name]}{times}", who=often.who)
