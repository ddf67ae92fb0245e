"""Releasing an edition: departments read it from now on."""

from django.db import transaction
from django.utils import timezone

from portal.audit.record import Person, record
from portal.errors import Refused
from surveys.results.domain.freezing import refuse_dangers
from surveys.results.domain.steps import held, refuse_unless
from surveys.results.models import Edition
from surveys.results.queries import successor
from surveys.returns.domain.waves import locked, settle_wave, why_not_settled
from surveys.returns.models import Wave
from surveys.returns.queries import partnerships_asked
from surveys.returns.queries.collecting import reopened_in, returns_of
from surveys.returns.response_picture import response_of


@transaction.atomic
def release_edition(*, edition: Edition, by: Person) -> Edition:
    """Let departments read a frozen edition from now on.

    The results of a closed wave are final with that, unless a return of it is reopened. Refuses
    an edition that is not frozen, that is released already, or that another one has replaced.
    """
    edition = held(edition)
    refuse_release(edition=edition)
    edition.state = Edition.State.RELEASED
    edition.released_at = timezone.now()
    edition.released_by_id = by.pk
    edition.save(update_fields=["state", "released_at", "released_by"])
    record("edition.released", on=edition, by=by, year=edition.wave.year, number=edition.number)
    _settle(edition.wave, by)
    return edition


def refuse_release(*, edition: Edition) -> None:
    """Refuses an edition that cannot be released."""
    if edition.is_released:
        raise Refused(f"{edition} is already released. There is nothing left to do.")
    refuse_unless(edition, Edition.State.FROZEN, doing="released")
    if newer := successor(edition, released_only=False):
        raise Refused(
            f"The {edition} was replaced by edition {newer.number}. Release that one instead."
        )
    _refuse_before_earlier(edition)
    refuse_dangers(edition)


def _refuse_before_earlier(edition: Edition) -> None:
    """Refuses an edition whose change between waves holds figures that are not released."""
    earlier = edition.earlier
    if earlier is None or earlier.is_released:
        return
    year, number = earlier.wave.year, earlier.number
    if newer := successor(earlier, released_only=False):
        raise Refused(
            f"The {edition} is compared with edition {number} of the {year} survey, which edition"
            f" {newer.number} replaced before it was released. Release edition {newer.number} of"
            f" the {year} survey first, then build this one anew: it is compared with that."
        )
    raise Refused(
        f"Release edition {number} of the {year} survey first: its figures stand in the change"
        f" between waves of the {edition}."
    )


def _settle(wave: Wave, by: Person) -> None:
    # Held from here on, so that no return is reopened between looking and settling.
    current = locked(wave)
    closed = current.state == Wave.State.CLOSED and current.settled_at is None
    if closed and not reopened_in(wave):
        settle_wave(wave=wave, by=by)


def still_out(wave: Wave) -> int | None:
    """How many partnerships asked have not signed off yet; None once the wave is closed."""
    if wave.state != Wave.State.OPEN:
        return None
    return response_of(partnerships_asked(), returns_of(wave)).outstanding


def finality(wave: Wave) -> str:
    """Whether the wave's results are final, in words; empty while it is open."""
    if wave.settled_at is not None:
        return f"The results of the {wave} are final."
    if wave.state != Wave.State.CLOSED:
        return ""
    return why_not_settled(len(reopened_in(wave)))
