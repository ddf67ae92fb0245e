"""Opening a drafted wave in the background: every return first, then the wave, then the emails."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from partnerships.register.models import Partnership
from partnerships.register.queries import active_partnerships
from portal.audit.record import Actor, Person
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.progress import Progress
from portal.jobs.queue import enqueue
from portal.mail.queries import deliveries_about
from portal.tenancy.context import in_partnership
from surveys.returns.domain.waves import mark_open
from surveys.returns.emails.waves import OPENED, tell_of_opening
from surveys.returns.models import Return, Wave
from surveys.returns.queries.collecting import wave_by_id

OPEN = "surveys.returns.tasks.open_wave"


def request_opening(*, wave: Wave, by: Person) -> Job:
    """Queue the opening. Refuses a wave that has been opened before."""
    _refuse_opened(wave)
    return enqueue(OPEN, key=f"wave-{wave.year}", by=by, label=f"Open the {wave}", wave_id=wave.pk)


def open_drafted_wave(*, wave_id: int, by: Actor, progress: Progress) -> dict[str, Any]:
    """Give every active partnership its return, open the wave, email co-ordinators and chairs.

    Safe to run twice, also after it stopped half way: a return is made once, and nobody is told
    twice. Nobody is told before the wave is open for all.
    """
    with progress.scope():
        wave = wave_by_id(wave_id)
        _refuse_closed(wave)
        partnerships = list(active_partnerships().prefetch_related(None))
    steps = 2 * len(partnerships)

    def each(start: int, doing: str, work: Callable[[Partnership], int]) -> int:
        done = 0
        for place, partnership in enumerate(partnerships, start):
            progress.report(place, steps, f"{doing} {partnership}")
            with progress.scope(), in_partnership(partnership.pk, switch=True):
                done += work(partnership)
        return done

    each(0, "Making the return of", lambda partnership: _make(wave))
    with progress.scope():
        found = wave_by_id(wave_id, for_update=True)
        _refuse_closed(found)
        if found.state == Wave.State.DRAFT:
            mark_open(wave=found, by=by, partnerships=len(partnerships))
    people = each(len(partnerships), "Emailing", lambda partnership: _tell(wave, by))
    return {
        "url": reverse("response:wave", args=[wave.year]),
        "words": f"See the {wave}",
        "partnerships": len(partnerships),
        "people": people,
    }


def _make(wave: Wave) -> int:
    return int(Return.objects.get_or_create(wave=wave)[1])


def _tell(wave: Wave, by: Actor) -> int:
    own = Return.objects.select_related("wave", "partnership").get(wave=wave)
    tell_of_opening(own, by=by)
    return deliveries_about(wave, kind=OPENED).count()  # those of an earlier run too


def _refuse_opened(wave: Wave) -> None:
    if wave.state != Wave.State.DRAFT:
        raise Refused(f"The {wave} has been opened already.")


def _refuse_closed(wave: Wave) -> None:
    if wave.state == Wave.State.CLOSED:
        raise Refused(f"The {wave} is closed. A closed wave is not opened again.")
