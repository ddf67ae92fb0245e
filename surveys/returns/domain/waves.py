"""What can happen to a wave."""

from datetime import date

from django.db import transaction

from partnerships.register.queries import active_partnerships
from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.tenancy.context import in_partnership
from surveys.questionnaires.models import Questionnaire
from surveys.returns.models import Return, Wave


@transaction.atomic
def open_wave(*, questionnaire: Questionnaire, opens_on: date, closes_on: date, by: Actor) -> Wave:
    """Open the wave of the questionnaire's year: every active partnership gets its return.

    One small INSERT in each partnership's own scope: no role may write across partnerships.
    """
    if questionnaire.state != Questionnaire.State.PUBLISHED:
        raise Refused("This questionnaire is still a draft. Publish it, then open the wave.")
    if Wave.objects.filter(year=questionnaire.year).exists():
        raise Refused(f"The {questionnaire.year} wave exists already.")
    wave = Wave.objects.create(
        year=questionnaire.year,
        questionnaire=questionnaire,
        opens_on=opens_on,
        closes_on=closes_on,
        state=Wave.State.OPEN,
    )
    partnerships = list(active_partnerships().values_list("pk", flat=True))
    for partnership_id in partnerships:
        with in_partnership(partnership_id, switch=True):
            Return.objects.create(wave=wave)
    record("wave.opened", on=wave, by=by, year=wave.year, partnerships=len(partnerships))
    return wave


@transaction.atomic
def close_wave(*, wave: Wave, by: Actor) -> None:
    """Close the wave: nothing can be signed off any more."""
    if wave.state != Wave.State.OPEN:
        raise Refused(f"The {wave} is not open.")
    wave.state = Wave.State.CLOSED
    wave.save(update_fields=["state"])
    record("wave.closed", on=wave, by=by, year=wave.year)
