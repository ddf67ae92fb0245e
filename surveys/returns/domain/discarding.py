"""A drafted wave is discarded before anybody has been asked anything."""

from django.db import transaction

from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.jobs.queries import latest_job
from surveys.returns.domain.opening import OPEN
from surveys.returns.domain.waves import locked
from surveys.returns.models import Wave
from surveys.returns.queries.collecting import returns_of


@transaction.atomic
def discard_wave(*, wave: Wave, by: Actor) -> None:
    """Delete the draft for good; its questionnaire can have another wave then.

    Refused once the wave is open, while it is being opened, and when an opening that stopped half
    way has left returns behind.
    """
    found = locked(wave)
    if found.state != Wave.State.DRAFT:
        raise Refused(f"The {found} has been opened, so it cannot be discarded.")
    job = latest_job(OPEN, f"wave-{found.year}")
    if (job and job.is_active) or returns_of(found):
        raise Refused(
            f"The {found} is being opened, so it cannot be discarded. Open it, then close it."
        )
    record("wave.discarded", on=found, by=by, year=found.year)
    # Not delete(): that looks for returns in every partnership, which no role may do.
    Wave.objects.filter(pk=found.pk)._raw_delete("default")  # noqa: SLF001
