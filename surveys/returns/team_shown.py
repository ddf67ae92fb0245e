"""The team page's lines, somebody's own sections, and how people and organisations are offered for a section."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from partnerships.membership.models import Organisation
from portal.accounts.models import User
from portal.web.components import Task, TaskGroup
from surveys.returns.models import Assignment
from surveys.returns.own_sections import OwnSection
from surveys.returns.progress import COMPLETE, NOT_NEEDED, SectionProgress
from surveys.returns.standing import Standing
from surveys.returns.tasks_shown import SHOWN, UNLINKED

SIGNED_OFF = ("Signed off", None)
Address = Callable[[str], str]


@dataclass(frozen=True)
class Given:
    """Somebody who has a section. `late`: its day has passed and something is left to do."""

    assignment: Assignment
    who: str
    is_organisation: bool
    late: bool


@dataclass(frozen=True)
class TeamLine:
    """One section with who has it; `words` and `colour` say how far it is, as the task list."""

    progress: SectionProgress
    words: str
    colour: str | None
    given: tuple[Given, ...]
    needed: bool


def team_lines(
    standing: Standing, assignments: Iterable[Assignment], today: date
) -> list[TeamLine]:
    """Every section in order with who has it."""
    by_section: dict[str, list[Assignment]] = {}
    for each in assignments:
        by_section.setdefault(each.section, []).append(each)
    return [
        _line(standing, p, by_section.get(p.code, ()), today) for p in standing.progress.sections
    ]


def _line(
    standing: Standing, progress: SectionProgress, given: Sequence[Assignment], today: date
) -> TeamLine:
    words, colour = SHOWN[progress.state]
    needed = progress.state != NOT_NEEDED
    if standing.annual_return.is_frozen and needed:
        words, colour = SIGNED_OFF
    done = standing.annual_return.is_frozen or progress.state in (COMPLETE, NOT_NEEDED)
    return TeamLine(
        progress=progress,
        words=words,
        colour=colour,
        given=tuple(
            Given(
                assignment=each,
                who=str(each.person or each.organisation),
                is_organisation=each.organisation_id is not None,
                late=not done and each.due_on is not None and each.due_on < today,
            )
            for each in given
        ),
        needed=needed,
    )


def own_tasks(
    standing: Standing, own: Iterable[OwnSection], address: Address, title: str = "My sections"
) -> TaskGroup:
    """Somebody's sections as a group of a task list. `address(code)` gives a section's URL."""
    progress = {each.code: each for each in standing.progress.sections}
    tasks = tuple(_own_task(standing, progress[each.section.code], each, address) for each in own)
    return TaskGroup("mine", title, tasks)


def _own_task(
    standing: Standing, progress: SectionProgress, own: OwnSection, address: Address
) -> Task:
    words, colour = SHOWN[progress.state]
    if standing.annual_return.is_frozen and progress.state not in UNLINKED:
        words, colour = SIGNED_OFF
    due = f"; due {date_format(own.due_on, 'j F Y')}" if own.due_on else ""
    return Task(
        key=f"mine-{progress.code}",
        name=f"{progress.number}. {progress.title}",
        status=words,
        url="" if progress.state in UNLINKED else address(progress.code),
        colour=colour,
        hint=f"{own.whose}{due}",
    )


def choices_of_sections(standing: Standing) -> list[tuple[str, str]]:
    """(code, words) of the sections that can be given to somebody."""
    return [
        (each.code, f"{each.number}. {each.title}")
        for each in standing.progress.sections
        if each.state != NOT_NEEDED
    ]


def choices_of_takers(
    people: Iterable[User], organisations: Iterable[Organisation]
) -> list[tuple[str, object]]:
    """People and organisations in groups of a select; keys "person-5" and "organisation-7"."""
    return [
        ("", "Choose"),
        ("People", [(f"person-{each.pk}", str(each)) for each in people]),
        ("Organisations", [(f"organisation-{each.pk}", str(each)) for each in organisations]),
    ]
