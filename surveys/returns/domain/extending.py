"""More time for one partnership alone."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Missing, Refused
from portal.tenancy.context import in_partnership
from surveys.returns.duties import OWING
from surveys.returns.emails.waves import tell_of_more_time
from surveys.returns.models import Return, Wave
from surveys.returns.wave_dates import why_not_last_day


@transaction.atomic
def extend_return(
    *, partnership: Partnership, year: int, until: date, reason: str, by: User
) -> Return:
    """Let the partnership work on its return until the end of that working day.

    Its team is told by email. Raises Missing, or Refused with what to choose instead.
    """
    with in_partnership(partnership.pk, user_id=by.pk, switch=True):
        rows = Return.objects.select_related("wave", "partnership").select_for_update(of=("self",))
        annual_return = rows.filter(wave__year=year).first()
        if annual_return is None:
            raise Missing(f"{partnership} has no return in the {year} survey.")
        _refuse_state(annual_return)
        _refuse_day(annual_return, until)
        if not reason.strip():
            raise Refused("Say why the partnership gets more time. Its team reads the reason.")
        before = annual_return.due_on
        annual_return.extended_to, annual_return.extension_reason = until, reason.strip()
        annual_return.save(update_fields=["extended_to", "extension_reason"])
        record(
            "return.extended",
            on=annual_return,
            by=by,
            reason=reason.strip(),
            before=before.isoformat(),
            until=until.isoformat(),
        )
        tell_of_more_time(annual_return, by=by)
        return annual_return


def _refuse_state(annual_return: Return) -> None:
    wave = annual_return.wave
    if wave.state == Wave.State.DRAFT:
        raise Refused(f"The {wave} is not open yet. Change its closing date instead.")
    if wave.settled_at is not None:
        raise Refused(f"The {wave} is settled: its results are final and nobody gets more time.")
    if annual_return.state not in OWING:
        raise Refused(
            f"The return of {annual_return.partnership} is signed off, so it needs no more time."
        )


def _refuse_day(annual_return: Return, until: date) -> None:
    closes_on = annual_return.wave.closes_on
    if until <= closes_on:
        day = date_format(closes_on, "j F Y")
        raise Refused(f"Every partnership has until {day}. Choose a later working day.")
    if why_not := why_not_last_day(until, timezone.localdate()):
        raise Refused(why_not)
