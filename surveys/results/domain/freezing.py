"""Freezing an edition: from here on it is only ever replaced, by a later one that says why."""

from django.db import transaction
from django.utils import timezone

from portal.audit.record import Actor, record
from portal.errors import Refused
from surveys.results.domain.comparing import dangers
from surveys.results.domain.steps import held, person_of, refuse_unless
from surveys.results.models import Edition
from surveys.results.queries import inputs_recorded, standing_edition
from surveys.returns.models import Wave


@transaction.atomic
def freeze_edition(*, edition: Edition, by: Actor, note: str = "") -> Edition:
    """Freeze a checked edition; where its wave has a frozen or released one, it replaces that.

    `note` says why it replaces it. Refuses an edition that is not checked, one older than the one
    it would replace, a missing note, and one that must not stand beside a released edition.
    """
    Wave.objects.select_for_update().get(pk=edition.wave_id)
    edition = held(edition)
    standing = would_replace(edition=edition)
    if standing and not note.strip():
        raise Refused(
            f"The {edition} replaces edition {standing.number}. Say in a note why, for those who"
            " have used that one."
        )
    edition.state = Edition.State.FROZEN
    edition.frozen_at = timezone.now()
    edition.frozen_by_id = person_of(by)
    edition.replaces = standing
    edition.note = note.strip() if standing else ""
    edition.save(update_fields=["state", "frozen_at", "frozen_by", "replaces", "note"])
    record(
        "edition.frozen",
        on=edition,
        by=by,
        reason=edition.note,
        year=edition.wave.year,
        number=edition.number,
        replaces=standing.number if standing else None,
    )
    return edition


def would_replace(*, edition: Edition) -> Edition | None:
    """The frozen or released edition that this one replaces when it is frozen, if there is one.

    Refuses an edition that cannot be frozen.
    """
    refuse_unless(edition, Edition.State.CHECKED, doing="frozen")
    standing = standing_edition(edition.wave)
    if standing and standing.number > edition.number:
        raise Refused(
            f"Edition {standing.number} of the {edition.wave} is newer and already frozen. Discard"
            f" edition {edition.number}; to correct edition {standing.number}, build a new one."
        )
    refuse_dangers(edition)
    return standing


def refuse_dangers(edition: Edition) -> None:
    """Refuses an edition that would give returns away beside one that departments can read."""
    if found := dangers(edition, inputs_recorded(edition) or {}):
        raise Refused(" ".join(found))
