"""What people are told of actions and of attendance. Nothing restricted stands in an e-mail."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from partnerships.meetings.clock import day_words
from partnerships.meetings.models import Action, AttendanceReport
from partnerships.meetings.queries.actions import hearers
from partnerships.meetings.reading import is_restricted
from partnerships.membership.queries.seats import accounts_of
from portal.accounts.models import User
from portal.audit.record import Actor
from portal.mail.domain import notify


def tell_of_new_action(action: Action, *, by: User) -> list[User]:
    """Tell whoever has to do it; people who gave it to themselves know. Returns who is told."""
    people = [u for u in hearers(action.organisation, action.owner) if u.pk != by.pk]
    notify(
        kind="action_assigned",
        to=people,
        subject=f"Action {action.number} is for you, due {day_words(action.due_on)}",
        lines=[action_words(action), "", f"It is due on {day_words(action.due_on)}."],
        path=_path(action),
        by=by,
        about=action,
    )
    return people


def tell_of_due(person: User, actions: Sequence[Action], *, today: date, by: Actor) -> None:
    """Remind one person of actions that are due soon; `actions` is never empty."""
    subject = (
        "Your action {} is due soon" if len(actions) == 1 else "{} of your actions are due soon"
    )
    _remind("action_due", person, actions, subject, today, by)


def tell_of_overdue(person: User, actions: Sequence[Action], *, today: date, by: Actor) -> None:
    """Remind one person of actions whose day has passed; `actions` is never empty."""
    subject = "Your action {} is overdue" if len(actions) == 1 else "{} of your actions are overdue"
    _remind("action_overdue", person, actions, subject, today, by)


def tell_of_report(report: AttendanceReport, *, by: User) -> list[User]:
    """Tell each organisation in the report that its line waits for a reply."""
    people = accounts_of(line["organisation"] for line in report.figures)
    own = (
        "You see your own organisation's line first, and you can reply to it before"
        f" {day_words(report.opens_on)}. From that day everybody in the partnership sees all lines"
        " with the replies."
    )
    notify(
        kind="attendance_shown",
        to=people,
        subject=f"Attendance {_period(report)}: your organisation can reply",
        lines=[f"The co-ordinator counted attendance at meetings {_period(report)}.", own],
        path=reverse("meetings:attendance_report", args=[report.partnership.slug, report.pk]),
        by=by,
        about=report,
    )
    return people


def action_words(action: Action) -> str:
    """The action's words, or that they are restricted."""
    if is_restricted(action):
        return "Its words are restricted: sign in to read them."
    return action.text


def _remind(
    kind: str,
    person: User,
    actions: Sequence[Action],
    subject: str,
    today: date,
    by: Actor,
) -> None:
    slug = actions[0].partnership.slug
    mine = f"{reverse('meetings:actions', args=[slug])}?whose=mine"
    one = actions[0] if len(actions) == 1 else None
    notify(
        kind=kind,
        to=[person],
        subject=subject.format(one.number if one else len(actions)),
        lines=[line for action in actions for line in _lines(action)]
        + ["Say how they are coming along, or close them with a note."],
        path=_path(one) if one else mine,
        by=by,
        about=one,
        once=f"{kind}-{today.isoformat()}",
    )


def _lines(action: Action) -> list[str]:
    return [f"{action.number}, due {day_words(action.due_on)}", action_words(action), ""]


def _path(action: Action) -> str:
    return reverse("meetings:action", args=[action.partnership.slug, action.pk])


def _period(report: AttendanceReport) -> str:
    return f"from {day_words(report.first_on)} to {day_words(report.last_on)}"
