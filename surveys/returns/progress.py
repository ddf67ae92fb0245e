"""How far a return is, section by section. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires import conditions
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.routing import Routed
from surveys.questionnaires.structure import Form, Section

CANNOT_START = "cannot_start"
NOT_NEEDED = "not_needed"
NOT_STARTED = "not_started"
IN_PROGRESS = "in_progress"
ATTENTION = "attention"
COMPLETE = "complete"


@dataclass(frozen=True)
class SectionProgress:
    """One line of the task list. `asked` and `answered` count questions; `left` counts required
    questions without a (whole) answer; `problems` are failing hard checks."""

    code: str
    number: int
    title: str
    state: str
    asked: int
    answered: int
    left: int
    problems: int


@dataclass(frozen=True)
class Progress:
    """The whole task list. `done` and `total` count the sections that this partnership needs."""

    sections: tuple[SectionProgress, ...]
    done: int
    total: int
    can_be_declared: bool

    @property
    def words(self) -> str:
        """5 of 13 sections complete"""
        return f"{self.done} of {self.total} sections complete"


def progress_of(
    form: Form, routed: Routed, answers: Mapping[str, Any], findings: Sequence[Finding]
) -> Progress:
    """The state of each section, given what is asked, what is answered and what is wrong."""
    sections = tuple(_section(s, routed, answers, findings) for s in form.sections)
    needed = [s for s in sections if s.state != NOT_NEEDED]
    return Progress(
        sections=sections,
        done=sum(s.state == COMPLETE for s in needed),
        total=len(needed),
        can_be_declared=not any(f.blocks for f in findings),
    )


def _section(
    section: Section, routed: Routed, answers: Mapping[str, Any], findings: Sequence[Finding]
) -> SectionProgress:
    questions = [q for q in section.questions if q.code in routed.questions]
    answered = sum(q.code in routed.answers for q in questions)
    mine = [f for f in findings if f.section == section.code]
    left = sum(f.kind == "required" for f in mine)
    problems = sum(f.kind == "hard" for f in mine)
    return SectionProgress(
        code=section.code,
        number=section.number,
        title=section.title,
        state=_state(section, routed, answered, left, problems),
        asked=len(questions),
        answered=answered,
        left=left,
        problems=problems,
    )


def _state(section: Section, routed: Routed, answered: int, left: int, problems: int) -> str:
    if section.code not in routed.sections:
        open_questions = conditions.references(section.show_if) - set(routed.answers)
        return CANNOT_START if open_questions else NOT_NEEDED
    if problems:
        return ATTENTION
    if not answered:
        return NOT_STARTED
    return IN_PROGRESS if left else COMPLETE
