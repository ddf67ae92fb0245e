"""Reminders of sections that are due: once ahead, once on the day, on working days only."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.working_days import add_working_days, is_working_day
from surveys.questionnaires.structure import Section
from surveys.returns import openness
from surveys.returns.emails.team import sections_due
from surveys.returns.models import Assignment, Return
from surveys.returns.progress import COMPLETE, NOT_NEEDED
from surveys.returns.queries.team import assignments_due, hearers_of
from surveys.returns.standing import Standing, standing_of

AHEAD = 3  # working days
NOTHING_TO_DO = (COMPLETE, NOT_NEEDED)


@transaction.atomic
def remind_of_sections(*, today: date, by: Actor) -> int:
    """Remind those in the current partnership whose sections are due soon or now and are not
    complete; returns how many emails that made.

    Nothing on a day of rest, for a return that takes no answers, or for a section that a
    reopening left closed. Safe to run twice, even at the same time.
    """
    if not is_working_day(today):
        return 0
    by_return: dict[int, list[Assignment]] = defaultdict(list)
    for each in assignments_due(add_working_days(today, AHEAD)):
        by_return[each.annual_return_id].append(each)
    open_ones = [
        given
        for given in by_return.values()
        if openness.takes_answers(given[0].annual_return, today)
    ]
    made = 0
    for given in open_ones:
        annual_return = given[0].annual_return
        if sent := _remind(annual_return, given, today, by):
            record("sections.reminded", on=annual_return, by=by, emails=sent)
            made += sent
    return made


def _remind(annual_return: Return, given: list[Assignment], today: date, by: Actor) -> int:
    wanting = _wanting(standing_of(annual_return))
    hearers = hearers_of(given)
    # (person, day) → sections, so that somebody with many of one day gets one email
    owed: dict[tuple[int, date], tuple[User, dict[str, Section]]] = {}
    for each in given:
        if each.section not in wanting or each.due_on is None:
            continue
        for person in hearers[each.pk]:
            _, mine = owed.setdefault((person.pk, each.due_on), (person, {}))
            mine[each.section] = wanting[each.section]
    return sum(
        sections_due(
            annual_return,
            person,
            sorted(mine.values(), key=lambda section: section.number),
            due_on=due_on,
            today=today,
            by=by,
        )
        for (_, due_on), (person, mine) in owed.items()
    )


def _wanting(standing: Standing) -> dict[str, Section]:
    """Sections that something is still to be done in, by code."""
    pairs = zip(standing.form.sections, standing.progress.sections, strict=True)
    opened = standing.open_sections
    return {
        section.code: section
        for section, progress in pairs
        if progress.state not in NOTHING_TO_DO and (opened is None or section.code in opened)
    }
