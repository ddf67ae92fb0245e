"""Reminders of returns that are not signed off: by hand in the background, and by the clock."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from portal.mail.queries import deliveries_about
from portal.tenancy.context import in_partnership
from portal.working_days import is_working_day, working_days_between
from surveys.returns import audience as told
from surveys.returns.asked import Audience, preview_of
from surveys.returns.domain.waves import locked
from surveys.returns.duties import CHAIR, duty_of, owes
from surveys.returns.emails.waves import remind_by_clock, remind_by_hand
from surveys.returns.models import Reminder, Return, Wave
from surveys.returns.queries import partnerships_asked
from surveys.returns.queries.collecting import reminder_by_id, returns_of

SEND = "surveys.returns.tasks.send_reminder"
MOST_WORDS = 2000


@transaction.atomic
def remind(*, wave: Wave, audience: Audience, words: str, by: User) -> Job:
    """Queue a reminder to those of the audience who owe their return.

    Refuses when nobody would get it, and the same reminder twice on a day.
    """
    wave = locked(wave)
    if wave.state == Wave.State.DRAFT:
        raise Refused(f"The {wave} is not open yet, so nobody owes a return.")
    if not words.strip() or len(words) > MOST_WORDS:
        raise Refused(f"Write what the reminder says, in at most {MOST_WORDS} characters.")
    today = timezone.localdate()
    same = wave.reminders.filter(audience=audience.as_json(), words=words.strip())
    if same.filter(asked_at__date=today).exists():
        raise Refused(
            "This reminder was sent today already. Change its words or whom it goes to if you"
            " need another one."
        )
    if not preview_of(wave, audience, today).asked:
        raise Refused(
            "Nobody would get this reminder: either their returns are signed off, or nobody"
            " there has an account. Choose other partnerships."
        )
    reminder = Reminder.objects.create(
        wave=wave, audience=audience.as_json(), words=words.strip(), sent_by=by
    )
    record("reminder.asked", on=reminder, by=by, year=wave.year, audience=reminder.audience)
    return enqueue(
        SEND,
        key=f"reminder-{reminder.pk}",
        by=by,
        label=f"Send a reminder of the {wave}",
        reminder_id=reminder.pk,
        year=wave.year,
    )


def send_reminder(*, reminder_id: int, year: int, by: Actor, progress: Progress) -> dict[str, Any]:
    """Email everybody of the audience who still owes the return when it is their turn.

    Safe to run twice, also after it stopped half way: nobody gets the same reminder twice.
    """
    with progress.scope():
        reminder = reminder_by_id(reminder_id, year=year)
        asked = partnerships_asked()
    audience, today = Audience.of(reminder.audience), timezone.localdate()
    known = returns_of(reminder.wave)
    meant = [
        each for each in asked if each.pk in known and audience.takes_in(each, known[each.pk].state)
    ]
    counts = []
    for place, partnership in enumerate(meant):
        progress.report(place, len(meant), f"Emailing {partnership}")
        with progress.scope(), in_partnership(partnership.pk, switch=True):
            counts.append(_remind_one(reminder, partnership, today, by))
    with progress.scope():
        _note(reminder, sum(map(bool, counts)), sum(counts), by)
    return {
        "url": reverse("response:reminder", args=[year, reminder.pk]),
        "words": "See what became of it",
        "partnerships": sum(map(bool, counts)),
        "people": sum(counts),
    }


@transaction.atomic
def remind_here(*, by: Actor, today: date | None = None) -> int:
    """Remind those in the current partnership who owe a return, on its reminder days.

    Counted in working days before the partnership's own due date, extension and all; returns how
    many emails were written. Does nothing on days of rest. Safe to run twice.
    """
    today = today or timezone.localdate()
    if not is_working_day(today):
        return 0
    rows = Return.objects.select_related("wave", "partnership").select_for_update(of=("self",))
    open_ones = rows.filter(wave__state__in=(Wave.State.OPEN, Wave.State.CLOSED))
    return sum(_remind_by_clock(each, today, by) for each in open_ones.order_by("id"))


def _remind_by_clock(annual_return: Return, today: date, by: Actor) -> int:
    left = working_days_between(today, annual_return.due_on)
    wave = annual_return.wave
    if left not in wave.reminder_days or not owes(annual_return, wave, today):
        return 0
    state = duty_of(annual_return.state).owes
    told_now = remind_by_clock(annual_return, _people(annual_return), state, days=left, by=by)
    if told_now:
        record("return.reminded", on=annual_return, by=by, days_left=left, people=len(told_now))
    return len(told_now)


def _remind_one(reminder: Reminder, partnership: Partnership, today: date, by: Actor) -> int:
    """Judge the return as it stands now; how many in this partnership were told in all."""
    rows = Return.objects.select_related("wave", "partnership").select_for_update(of=("self",))
    own = rows.get(wave=reminder.wave)
    meant = Audience.of(reminder.audience).takes_in(partnership, own.state)
    if meant and owes(own, own.wave, today):
        state = duty_of(own.state).owes
        told_now = remind_by_hand(own, _people(own), state, reminder=reminder, by=by)
        if told_now:
            record("return.reminded", on=own, by=by, people=len(told_now))
    return deliveries_about(reminder).count()


def _people(annual_return: Return) -> list[User]:
    """Whose turn it is, in the current partnership."""
    return told.chairs() if duty_of(annual_return.state).who == CHAIR else told.coordinators()


def _note(reminder: Reminder, partnerships: int, people: int, by: Actor) -> None:
    if reminder.sent_at is None:
        reminder.sent_at = timezone.now()
    reminder.partnerships, reminder.people = partnerships, people
    reminder.save(update_fields=["sent_at", "partnerships", "people"])
    record("reminder.sent", on=reminder, by=by, partnerships=partnerships, people=people)
