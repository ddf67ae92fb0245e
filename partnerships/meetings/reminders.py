"""Who is reminded of which action today. Actions due within five working days are told of once,
overdue ones each week until they are closed; nobody hears of one action twice on a day."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.emails.registers import tell_of_due, tell_of_overdue
from partnerships.meetings.models import Action
from partnerships.meetings.queries.actions import hearers
from portal.accounts.models import User
from portal.audit.record import Actor
from portal.working_days import add_working_days, is_working_day

SOON = 5  # working days
WEEK = timedelta(days=7)


@transaction.atomic
def remind_owners(*, by: Actor, today: date | None = None) -> int:
    """Remind everybody in the current partnership who owes something; returns how many people.

    Does nothing on a day that is no working day. Safe to run twice and at the same time: rows are
    locked, and marked with the day.
    """
    today = today or timezone.localdate()
    if not is_working_day(today):
        return 0
    due, told = _owed(today), []
    people: dict[int, tuple[User, list[Action]]] = {}
    for action in due:
        for person in hearers(action.organisation, action.owner):
            people.setdefault(person.pk, (person, []))[1].append(action)
            told.append(action.pk)
    for person, actions in people.values():
        _tell(person, actions, today, by)
    Action.objects.filter(pk__in=told).update(reminded_on=today)
    return len(people)


def wants_reminding(action: Action, today: date) -> bool:
    """The rule, for one open action."""
    last = action.reminded_on
    if action.due_on < today:
        return last is None or last <= action.due_on or last + WEEK <= today
    opens = add_working_days(action.due_on, -SOON)
    return opens <= today and (last is None or last < opens)


def _owed(today: date) -> list[Action]:
    """Open actions to tell of today, locked, the most urgent first."""
    rows = Action.objects.select_for_update(of=("self",)).filter(
        state=Action.State.OPEN, due_on__lte=add_working_days(today, SOON)
    )
    joined = rows.select_related("organisation", "owner__user", "item", "partnership")
    return [action for action in joined.order_by("due_on", "id") if wants_reminding(action, today)]


def _tell(person: User, actions: list[Action], today: date, by: Actor) -> None:
    parts: dict[bool, list[Action]] = defaultdict(list)
    for action in actions:
        parts[action.due_on < today].append(action)
    if parts[True]:
        tell_of_overdue(person, parts[True], today=today, by=by)
    if parts[False]:
        tell_of_due(person, parts[False], today=today, by=by)
