"""What people are told of sections given to them. Titles of sections, never an answer."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format

from portal.accounts.models import User
from portal.audit.record import Actor
from portal.mail.domain import notify
from portal.mail.queries import occasions_told
from surveys.questionnaires.structure import Section
from surveys.returns.models import Assignment, Return
from surveys.returns.queries.team import hearers_of

ASSIGNED, DUE = "section_assigned", "section_due"
LONGEST_ONCE = 120  # sections beyond it would be told of once more


def sections_given(
    annual_return: Return, sections: Sequence[Section], given: Assignment, *, by: User
) -> None:
    """To whom the sections are given: one email for all of them. `given` stands for each."""
    what = "a section" if len(sections) == 1 else f"{len(sections)} sections"
    year = annual_return.wave.year
    lines = [
        f"{by} asks {_whom(given)} to answer {what} of the {year} annual return:",
        "",
        *map(named, sections),
        "",
    ]
    _tell(annual_return, given, f"You are asked to answer {what} of the return", lines, by)


def day_changed(annual_return: Return, section: Section, changed: Assignment, *, by: User) -> None:
    """To who has the section."""
    subject = f"Another day for section {section.number} of the return"
    lines = [f"{by} changed the day for a section that {_whom(changed)} answer:", named(section)]
    _tell(annual_return, changed, subject, lines, by)


def section_taken_back(
    annual_return: Return, section: Section, withdrawn: Assignment, *, by: User
) -> None:
    """To who had the section."""
    lines = [
        f"{by} took back a section that {_whom(withdrawn)} were asked to answer:",
        named(section),
        "What has been answered stays. There is nothing for you to do.",
    ]
    notify(
        kind=ASSIGNED,
        to=told(withdrawn, by),
        subject=f"Section {section.number} of the return is no longer with you",
        lines=lines,
        path=_path(annual_return),
        by=by,
        about=annual_return,
    )


def sections_due(
    annual_return: Return,
    person: User,
    sections: Sequence[Section],
    *,
    due_on: date,
    today: date,
    by: Actor,
) -> int:
    """Remind one person of sections, never none, due on one day; how many emails that made.

    Told of each section once ahead of the day and once when it has come, however often this runs.
    """
    came = due_on <= today
    occasion = f"{annual_return.pk} {due_on.isoformat()} {'came' if came else 'ahead'}"
    if not (sections := _not_told(person, sections, occasion)):
        return 0
    one = len(sections) == 1
    what = f"Section {sections[0].number}" if one else f"{len(sections)} sections"
    verb = {(True, True): "was", (True, False): "is", (False, True): "were", (False, False): "are"}
    when = f"{verb[one, came]} due on {date_format(due_on, 'j F Y')}"
    these = "This section" if one else "These sections"
    year, be = annual_return.wave.year, "is" if one else "are"
    written = notify(
        kind=DUE,
        to=[person],
        subject=f"{what} of the return {when}",
        lines=[
            f"{these} of the {year} annual return {be} with you, and {be} not complete:",
            "",
            *map(named, sections),
            "",
            f"{'It' if one else 'They'} {when}.",
        ],
        path=_path(annual_return),
        by=by,
        about=annual_return,
        once=" ".join((occasion, *(section.code for section in sections)))[:LONGEST_ONCE],
    )
    return len(written)


def _not_told(person: User, sections: Sequence[Section], occasion: str) -> list[Section]:
    """Those given after the email of this occasion went out, or all if there was none."""
    earlier = occasions_told(kind=DUE, beginning=f"{occasion} ", email=person.email)
    known = {code for each in earlier for code in each.split()[3:]}
    return [section for section in sections if section.code not in known]


def told(assignment: Assignment, by: User) -> list[User]:
    """Who hears when something happens to this assignment: never who does it."""
    (people,) = hearers_of([assignment]).values()
    return [person for person in people if person.pk != by.pk]


def named(section: Section) -> str:
    """Section 3: Partnership working"""
    return f"Section {section.number}: {section.title}"


def _whom(assignment: Assignment) -> str:
    return f"members of {assignment.organisation}" if assignment.organisation_id else "you"


def _tell(
    annual_return: Return, given: Assignment, subject: str, lines: Sequence[str], by: User
) -> None:
    day = given.due_on
    when = f"It should be done by {date_format(day, 'j F Y')}." if day else "No day is set."
    notify(
        kind=ASSIGNED,
        to=told(given, by),
        subject=subject,
        lines=[*lines, when],
        path=_path(annual_return),
        by=by,
        about=annual_return,
    )


def _path(annual_return: Return) -> str:
    return reverse("returns:mine", args=[annual_return.partnership.slug, annual_return.wave.year])
