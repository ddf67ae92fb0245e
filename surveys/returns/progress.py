"""How far a return is, section by section. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

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
    """One line of the task list. `asked` and `answered` count questions, `cannot` those reported as
    not answerable; `left` counts required questions without a (whole) answer; `problems` are
    failing hard checks; `to_confirm` are unusual answers and answers copied from an earlier year.
    """

    code: str
    number: int
    title: str
    state: str
    asked: int
    answered: int
    left: int
    problems: int
    cannot: int = 0
    to_confirm: int = 0


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
    form: Form, routed: Routed, findings: Sequence[Finding], cannot: Collection[str] = ()
) -> Progress:
    """The state of each section, given what is asked, answered, not answerable and wrong."""
    sections = tuple(_section(s, routed, findings, cannot) for s in form.sections)
    needed = [s for s in sections if s.state != NOT_NEEDED]
    return Progress(
        sections=sections,
        done=sum(s.state == COMPLETE for s in needed),
        total=len(needed),
        can_be_declared=not any(f.blocks for f in findings),
    )


def _section(
    section: Section, routed: Routed, findings: Sequence[Finding], cannot: Collection[str]
) -> SectionProgress:
    questions = [q.code for q in section.questions if q.code in routed.questions]
    answered = sum(code in routed.answers for code in questions)
    unable = sum(code in cannot for code in questions)
    kinds = Counter(f.kind for f in findings if f.section == section.code and f.blocks)
    to_confirm = kinds["soft"] + kinds["carried"]
    begun = bool(answered or unable)
    wrong = kinds["hard"] + to_confirm
    state = _state(section, routed, cannot, begun, kinds["required"], wrong)
    return SectionProgress(
        code=section.code,
        number=section.number,
        title=section.title,
        state=state,
        asked=len(questions),
        answered=answered,
        left=kinds["required"],
        problems=kinds["hard"],
        cannot=unable,
        to_confirm=to_confirm,
    )


def _state(
    section: Section,
    routed: Routed,
    cannot: Collection[str],
    begun: bool,
    left: int,
    wrong: int,
) -> str:
    if section.code not in routed.sections:
        open_questions = conditions.references(section.show_if) - set(routed.answers) - set(cannot)
        return CANNOT_START if open_questions else NOT_NEEDED
    if wrong:
        return ATTENTION
    if not begun:
        return NOT_STARTED
    return IN_PROGRESS if left else COMPLETE
