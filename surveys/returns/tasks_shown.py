"""A return's progress as the groups of a task list."""

from collections.abc import Callable

from portal.web.components import Task, TaskGroup
from surveys.returns import progress
from surveys.returns.models import Return, Wave
from surveys.returns.next_step import RECEIPT, REVIEW, SECTION
from surveys.returns.progress import SectionProgress
from surveys.returns.standing import Standing

STATE = Return.State
# State → (words, colour of the tag or None for plain words)
SHOWN: dict[str, tuple[str, str | None]] = {
    progress.CANNOT_START: ("Cannot start yet", None),
    progress.NOT_NEEDED: ("Not needed", None),
    progress.NOT_STARTED: ("Not yet started", ""),
    progress.IN_PROGRESS: ("In progress", "teal"),
    progress.ATTENTION: ("There is a problem", "red"),
    progress.COMPLETE: ("Completed", None),
}
UNLINKED = (progress.CANNOT_START, progress.NOT_NEEDED)
Address = Callable[..., str]


def task_groups(standing: Standing, address: Address) -> tuple[TaskGroup, TaskGroup]:
    """The sections, then checking and signing off. `address(page, *code)` gives URLs."""
    sections = tuple(_section(standing, s, address) for s in standing.progress.sections)
    title = "Answer the survey" if standing.takes_answers else "Answers"
    return (
        TaskGroup("sections", title, sections),
        TaskGroup("send", "Check and sign off", _sending(standing, address)),
    )


def _section(standing: Standing, section: SectionProgress, address: Address) -> Task:
    words, colour = SHOWN[section.state]
    if standing.annual_return.is_frozen and section.state not in UNLINKED:
        words, colour = "Signed off", None
    url = "" if section.state in UNLINKED else address(SECTION, section.code)
    if section.state == progress.ATTENTION:
        url += "?problems=1"
    return Task(
        key=f"section-{section.code}",
        name=f"{section.number}. {section.title}",
        status=words,
        url=url,
        colour=colour,
        hint=_hint(section),
    )


def _hint(section: SectionProgress) -> str:
    if section.state == progress.CANNOT_START:
        return "An earlier answer decides whether you are asked this"
    if section.state == progress.NOT_NEEDED:
        return "Your answers say that this does not apply to you"
    if section.state == progress.ATTENTION:
        one = section.problems == 1
        return f"{section.problems} {'answer needs' if one else 'answers need'} attention"
    if section.state == progress.IN_PROGRESS:
        left = f"; {section.left} still to answer" if section.left else ""
        return f"{section.answered} of {section.asked} questions answered{left}"
    if section.state == progress.COMPLETE and section.answered < section.asked:
        return f"{section.answered} of {section.asked} questions answered; the rest is optional"
    return ""


def _sending(standing: Standing, address: Address) -> tuple[Task, Task]:
    state = standing.annual_return.state
    review = address(REVIEW)
    if standing.annual_return.is_frozen:
        return (
            Task("check", "Check the answers and declare them ready", "Completed", review),
            Task("sign", "Sign-off by the chair", "Completed", address(RECEIPT)),
        )
    if state == STATE.READY:
        return (
            Task("check", "Check the answers and declare them ready", "Completed", review),
            Task("sign", "Sign-off by the chair", "Waiting for the chair", review, "purple"),
        )
    return (_checking(standing, review), _not_yet_signed(standing))


def _checking(standing: Standing, review: str) -> Task:
    name = "Check the answers and declare them ready"
    if standing.annual_return.wave.state != Wave.State.OPEN:
        return Task("check", name, "Not done in time", review)
    if standing.progress.can_be_declared:
        return Task("check", name, "Ready to check", review, "")
    left = len(standing.blocking)
    things = "thing is" if left == 1 else "things are"
    hint = f"{left} {things} still missing or wrong: see them all"
    return Task("check", name, "Cannot be declared yet", review, hint=hint)


def _not_yet_signed(standing: Standing) -> Task:
    name = "Sign-off by the chair"
    if standing.annual_return.wave.state != Wave.State.OPEN:
        return Task("sign", name, "Not done in time")
    hint = "The chair or the vice-chair signs off once the return is declared ready"
    return Task("sign", name, "Cannot start yet", hint=hint)
