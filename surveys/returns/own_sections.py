"""The sections of a return that were given to one person: "my sections"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Section
from surveys.returns.models import Assignment, Return
from surveys.returns.queries.team import own_assignments


@dataclass(frozen=True)
class OwnSection:
    """A section given to a person: in person, or `through` organisations (their names), or both.

    `due_on`: the first of its days, if any was named.
    """

    section: Section
    in_person: bool
    through: tuple[str, ...]
    due_on: date | None

    @property
    def whose(self) -> str:
        """Given to you and Anytown Trust"""
        names = ["you"] * self.in_person + list(self.through)
        *most, last = names
        return f"Given to {', '.join(most)} and {last}" if most else f"Given to {last}"


def sections_of(user: User, annual_return: Return) -> list[OwnSection]:
    """The sections of the return given to the person or to an organisation whose member the person
    is today, in the order of the questionnaire. One query."""
    return grouped(own_assignments(annual_return, user), annual_return)


def grouped(assignments: Iterable[Assignment], annual_return: Return) -> list[OwnSection]:
    """The same from the rows: each section once. Sections that the form lacks are left out."""
    by_section: dict[str, list[Assignment]] = {}
    for each in assignments:
        by_section.setdefault(each.section, []).append(each)
    form = form_of(annual_return.wave.questionnaire.sha256)
    return [_own(s, by_section[s.code]) for s in form.sections if s.code in by_section]


def _own(section: Section, given: list[Assignment]) -> OwnSection:
    return OwnSection(
        section=section,
        in_person=any(each.person_id for each in given),
        through=tuple(sorted(str(each.organisation) for each in given if each.organisation_id)),
        due_on=min((each.due_on for each in given if each.due_on), default=None),
    )
