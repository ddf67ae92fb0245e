"""What partnerships are told of waves: the opening, more time, reminders."""

from collections.abc import Sequence

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format

from portal.accounts.models import User
from portal.audit.record import Actor
from portal.mail.domain import notify
from portal.mail.models import Delivery
from surveys.returns.audience import chairs, coordinators, team
from surveys.returns.models import Reminder, Return

OPENED, EXTENDED, REMINDER = "wave_opened", "return_extended", "return_reminder"

SHARES = (
    "The co-ordinator shares out its sections and declares the return ready; the chair or the"
    " vice-chair signs it off."
)


def tell_of_opening(annual_return: Return, *, by: Actor) -> list[Delivery]:
    """Tell the co-ordinators and chairs of the current partnership; each is told once."""
    wave = annual_return.wave
    return notify(
        kind=OPENED,
        to=(*coordinators(), *chairs()),
        subject=f"The {wave.year} annual survey is open until {_due(annual_return)}",
        lines=[
            "Your partnership can answer the survey now.",
            SHARES,
            "",
            f"The last day is {_due(annual_return)}.",
        ],
        path=_path(annual_return),
        by=by,
        about=wave,
        once=f"wave-{wave.year}-opened",
    )


def tell_of_more_time(annual_return: Return, *, by: Actor) -> list[Delivery]:
    """Tell everybody at work on the return of its new last day, and why it has it."""
    return notify(
        kind=EXTENDED,
        to=team(annual_return),
        subject=f"Your {annual_return.wave.year} annual return is now due on {_due(annual_return)}",
        lines=[
            "The national evaluation team gave your partnership more time. The reason:",
            annual_return.extension_reason,
        ],
        path=_path(annual_return),
        by=by,
        about=annual_return,
    )


def remind_by_hand(
    annual_return: Return, people: Sequence[User], state: str, *, reminder: Reminder, by: Actor
) -> list[Delivery]:
    """The evaluator's words, then how far the return is; each person gets a reminder once."""
    lines = [reminder.words, "", *_how_far(annual_return, state)]
    return _remind(
        annual_return, people, lines, once=f"reminder-{reminder.pk}", about=reminder, by=by
    )


def remind_by_clock(
    annual_return: Return, people: Sequence[User], state: str, *, days: int, by: Actor
) -> list[Delivery]:
    """So many working days before the due date; an extension has reminders of its own."""
    once = f"due-{annual_return.due_on:%Y-%m-%d}-{days}"
    lines = _how_far(annual_return, state)
    return _remind(annual_return, people, lines, once=once, about=annual_return.wave, by=by)


def _remind(
    annual_return: Return,
    people: Sequence[User],
    lines: list[str],
    *,
    once: str,
    about: Model,
    by: Actor,
) -> list[Delivery]:
    year = annual_return.wave.year
    return notify(
        kind=REMINDER,
        to=people,
        subject=f"The {year} annual return is due on {_due(annual_return)}",
        lines=lines,
        path=_path(annual_return),
        by=by,
        about=about,
        once=once,
    )


def _how_far(annual_return: Return, state: str) -> list[str]:
    return [f"Your partnership’s return {state}. It is due on {_due(annual_return)}."]


def _due(annual_return: Return) -> str:
    return date_format(annual_return.due_on, "j F Y")


def _path(annual_return: Return) -> str:
    place = annual_return.partnership.slug
    return reverse("returns:task_list", args=[place, annual_return.wave.year])
