"""What can happen to a wave: drafted, changed, opened, closed, settled. Opening by job: opening.py."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from partnerships.register.queries import active_partnerships
from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.tenancy.context import in_partnership
from surveys.questionnaires.models import Questionnaire
from surveys.returns.models import Return, Wave
from surveys.returns.models.waves import usual_reminders
from surveys.returns.queries.collecting import reopened_in
from surveys.returns.wave_dates import why_not_last_day

MOST_REMINDERS, FURTHEST_REMINDER = 10, 60


@transaction.atomic
def create_wave(
    *,
    questionnaire: Questionnaire,
    opens_on: date,
    closes_on: date,
    by: Actor,
    reminder_days: Sequence[int] | None = None,
) -> Wave:
    """Draft the wave of the questionnaire's year; nobody sees it before it is opened."""
    if questionnaire.state != Questionnaire.State.PUBLISHED:
        raise Refused("This questionnaire is still a draft. Publish it, then open the wave.")
    # The row that every wave of the year must name: two people at once make one wave.
    Questionnaire.objects.select_for_update().only("pk").get(pk=questionnaire.pk)
    if Wave.objects.filter(year=questionnaire.year).exists():
        raise Refused(f"The {questionnaire.year} wave exists already.")
    _refuse_wrong_order(opens_on, closes_on)
    wave = Wave.objects.create(
        year=questionnaire.year,
        questionnaire=questionnaire,
        opens_on=opens_on,
        closes_on=closes_on,
        reminder_days=_in_order(usual_reminders() if reminder_days is None else reminder_days),
    )
    record("wave.drafted", on=wave, by=by, year=wave.year)
    return wave


@transaction.atomic
def change_wave(
    *, wave: Wave, opens_on: date, closes_on: date, reminder_days: Sequence[int], by: Actor
) -> None:
    """Change the dates and reminder days. Once open, the opening date stays as it was.

    Another closing date is a working day, and once open none that has passed.
    """
    wave = locked(wave)
    if wave.state == Wave.State.CLOSED:
        raise Refused(
            f"The {wave} is closed, so its dates cannot change. Give single partnerships more time"
            " instead."
        )
    if wave.state == Wave.State.OPEN and opens_on != wave.opens_on:
        raise Refused(f"The {wave} is open already, so its opening date stays as it is.")
    _refuse_wrong_order(opens_on, closes_on)
    if closes_on != wave.closes_on:
        today = timezone.localdate() if wave.state == Wave.State.OPEN else None
        if why_not := why_not_last_day(closes_on, today):
            raise Refused(why_not)
    before = _dates(wave)
    wave.opens_on, wave.closes_on = opens_on, closes_on
    wave.reminder_days = _in_order(reminder_days)
    wave.save(update_fields=["opens_on", "closes_on", "reminder_days"])
    record("wave.changed", on=wave, by=by, year=wave.year, before=before, after=_dates(wave))


@transaction.atomic
def open_wave(*, questionnaire: Questionnaire, opens_on: date, closes_on: date, by: Actor) -> Wave:
    """Draft and open the wave of the questionnaire's year at once, telling nobody.

    Every active partnership gets its return: one small INSERT in each partnership's own scope,
    since no role may write across partnerships.
    """
    wave = create_wave(questionnaire=questionnaire, opens_on=opens_on, closes_on=closes_on, by=by)
    partnerships = list(active_partnerships().values_list("pk", flat=True))
    for partnership_id in partnerships:
        with in_partnership(partnership_id, switch=True):
            Return.objects.create(wave=wave)
    mark_open(wave=wave, by=by, partnerships=len(partnerships))
    return wave


@transaction.atomic
def mark_open(*, wave: Wave, by: Actor, partnerships: int) -> None:
    """From now on answers are taken. The returns are there already."""
    wave.state = Wave.State.OPEN
    wave.save(update_fields=["state"])
    record("wave.opened", on=wave, by=by, year=wave.year, partnerships=partnerships)


@transaction.atomic
def close_wave(*, wave: Wave, by: Actor) -> None:
    """Close the wave: nothing can be signed off any more, except by those given more time."""
    found = locked(wave)
    if found.state != Wave.State.OPEN:
        raise Refused(f"The {wave} is not open.")
    wave.state = found.state = Wave.State.CLOSED
    found.save(update_fields=["state"])
    record("wave.closed", on=wave, by=by, year=wave.year)


@transaction.atomic
def settle_wave(*, wave: Wave, by: Actor) -> None:
    """The wave's national results are final: no return is reopened any more.

    Refused while a signed-off return is open again: it would drop out of the count for good.
    """
    found = locked(wave)
    if found.settled_at is not None:
        raise Refused(f"The {wave} is settled already.")
    if found.state != Wave.State.CLOSED:
        raise Refused(f"The {wave} is not closed yet. Close it, then settle it.")
    if why_not := why_not_settled(len(reopened_in(found))):
        raise Refused(why_not)
    wave.settled_at = found.settled_at = timezone.now()
    found.save(update_fields=["settled_at"])
    record("wave.settled", on=wave, by=by, year=wave.year)


def why_not_settled(reopened: int) -> str:
    """Why so many reopened returns keep the results from being final; empty for none."""
    if not reopened:
        return ""
    are = "1 return is" if reopened == 1 else f"{reopened} returns are"
    whose = "its partnership" if reopened == 1 else "their partnerships"
    page = "its page" if reopened == 1 else "their pages"
    return (
        f"{are} reopened and not signed off again, so the results are not final yet. Give {whose}"
        f" more time, or close the reopening on {page} in the response monitor."
    )


def locked(wave: Wave) -> Wave:
    """The wave's row as it is now, held until the transaction ends."""
    return Wave.objects.select_for_update().get(pk=wave.pk)


def _refuse_wrong_order(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise Refused("A wave closes after it opens. Swap the dates.")


def _in_order(days: Sequence[int]) -> list[int]:
    """Each number once, the earliest reminder first. Refuses too many and too far ones."""
    kept = sorted(set(days), reverse=True)
    if len(kept) > MOST_REMINDERS or any(not 0 <= n <= FURTHEST_REMINDER for n in kept):
        raise Refused(
            f"Give at most {MOST_REMINDERS} reminders, each 0 to {FURTHEST_REMINDER} working days"
            " before the due date."
        )
    return kept


def _dates(wave: Wave) -> dict[str, object]:
    return {
        "opens_on": wave.opens_on.isoformat(),
        "closes_on": wave.closes_on.isoformat(),
        "reminder_days": wave.reminder_days,
    }
