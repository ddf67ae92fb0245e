"""Sharing out the sections of a return: give them to people or organisations, change, take back."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.membership.models import Organisation
from partnerships.membership.queries.serving import ended
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Missing, Refused
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Section
from surveys.returns import openness
from surveys.returns.domain.locking import lock_return
from surveys.returns.emails import team as emails
from surveys.returns.models import Assignment, Return
from surveys.returns.queries.team import answerers, assignment_of


def assign_section(
    *,
    annual_return: Return,
    section: str,
    by: User,
    person: User | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
) -> Assignment:
    """Give one section to a person or to an organisation; see assign_sections."""
    return assign_sections(
        annual_return=annual_return,
        sections=[section],
        by=by,
        person=person,
        organisation=organisation,
        due_on=due_on,
    )[0]


@transaction.atomic
def assign_sections(
    *,
    annual_return: Return,
    sections: Sequence[str],
    by: User,
    person: User | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
) -> list[Assignment]:
    """Give sections to one person or to one organisation, and tell those who may answer now.

    They may answer these sections until it is taken back. Raises Refused for no section or no
    one, for who cannot answer here, for a day outside the survey, for what was given before, and
    when the return is signed off or its time over.
    """
    locked = lock_working(annual_return)
    chosen = refuse_or_name(
        annual_return=locked,
        sections=sections,
        person=person,
        organisation=organisation,
        due_on=due_on,
    )
    now = timezone.now()
    given = [
        Assignment.objects.create(
            annual_return=locked,
            section=section.code,
            person=person,
            organisation=organisation,
            due_on=due_on,
            assigned_by=by,
            assigned_at=now,
        )
        for section in chosen
    ]
    for each in given:
        record("section.assigned", on=locked, by=by, **_facts(each))
    emails.sections_given(locked, chosen, given[0], by=by)
    return given


def refuse_or_name(
    *,
    annual_return: Return,
    sections: Sequence[str],
    person: User | None,
    organisation: Organisation | None,
    due_on: date | None,
) -> list[Section]:
    """The sections that assign_sections would give; raises Refused where it would."""
    if why := not_working(annual_return):
        raise Refused(why)
    chosen = sections_named(annual_return, sections)
    _refuse_who(person, organisation)
    _refuse_day(annual_return, due_on)
    _refuse_again(annual_return, chosen, person, organisation)
    return chosen


@transaction.atomic
def change_due_date(*, assignment: Assignment, due_on: date | None, by: User) -> None:
    """Another day, or none, by which a section given to somebody should be answered; they are told.

    The same day again changes nothing. Raises Refused as assign_sections does, Missing if it was
    taken back meanwhile.
    """
    locked, current = _locked_pair(assignment)
    if current.due_on == due_on:
        return
    _refuse_day(locked, due_on)
    before, current.due_on = current.due_on, due_on
    current.save(update_fields=["due_on"])
    record("section.due_changed", on=locked, by=by, before=_day(before), **_facts(current))
    emails.day_changed(locked, sections_named(locked, [current.section])[0], current, by=by)


@transaction.atomic
def withdraw_assignment(*, assignment: Assignment, by: User) -> None:
    """Take a section back from who has it; they are told. What they answered stays.

    Raises Refused once the return is signed off, Missing if it was taken back meanwhile.
    """
    locked, current = _locked_pair(assignment)
    section = sections_named(locked, [current.section])[0]
    record("section.taken_back", on=locked, by=by, **_facts(current))
    emails.section_taken_back(locked, section, current, by=by)
    current.delete()


def lock_working(annual_return: Return) -> Return:
    """The row, locked. Raises Refused unless the return can still be worked on."""
    locked = lock_return(annual_return)
    if why := not_working(locked):
        raise Refused(why)
    return locked


def not_working(annual_return: Return) -> str:
    """Why sections are not given out nor endorsed any more; empty while they can be."""
    if annual_return.is_frozen:
        return openness.FROZEN
    in_time = openness.in_time(annual_return, timezone.localdate())
    return "" if in_time else openness.too_late(annual_return)


def sections_named(annual_return: Return, codes: Iterable[str]) -> list[Section]:
    """The sections of these codes, in order. Raises Refused for none or for an unknown one."""
    wanted = set(codes)
    form = form_of(annual_return.wave.questionnaire.sha256)
    found = [section for section in form.sections if section.code in wanted]
    if not wanted:
        raise Refused("Choose at least one section.")
    if len(found) < len(wanted):
        raise Refused("The questionnaire has no such section. Choose from the list.")
    return found


def _locked_pair(assignment: Assignment) -> tuple[Return, Assignment]:
    locked = lock_working(assignment.annual_return)
    current = assignment_of(locked, assignment.pk)
    if current is None:
        raise Missing("This section was taken back meanwhile. Open the team page again.")
    return locked, current


def _refuse_who(person: User | None, organisation: Organisation | None) -> None:
    if (person is None) == (organisation is None):
        raise Refused("Choose one person or one organisation.")
    if person and person not in answerers():
        raise Refused(
            f"{person} cannot answer questions here. Choose a member of the partnership, or invite"
            " them as one first."
        )
    if organisation and ended(organisation.left_on, timezone.localdate()):
        raise Refused(f"{organisation} has left the partnership. Choose another organisation.")


def _refuse_day(annual_return: Return, due_on: date | None) -> None:
    first, last = annual_return.wave.opens_on, annual_return.due_on
    if due_on and not first <= due_on <= last:
        raise Refused(
            f"Choose a day between {_day(first)}, when the survey opens, and {_day(last)}, when"
            " the return is due."
        )


def _refuse_again(
    annual_return: Return,
    sections: Sequence[Section],
    person: User | None,
    organisation: Organisation | None,
) -> None:
    whose = Q(person=person) if person else Q(organisation=organisation)
    held = annual_return.assignments.filter(whose, section__in=[s.code for s in sections])
    given = set(held.values_list("section", flat=True))
    again = [str(section.number) for section in sections if section.code in given]
    if again:
        *most, last = again
        words = f"Sections {', '.join(most)} and {last} are" if most else f"Section {last} is"
        raise Refused(
            f"{words} with {person or organisation} already. Leave out what they have, and change"
            " its day on the team page."
        )


def _facts(assignment: Assignment) -> dict[str, str]:
    return {
        "section": assignment.section,
        "to": str(assignment.person or assignment.organisation),
        "due_on": _day(assignment.due_on),
    }


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
