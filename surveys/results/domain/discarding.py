"""Discarding an edition that nobody outside has relied on."""

from django.db import transaction

from portal.audit.record import Actor, record
from portal.errors import Refused
from surveys.results.domain.steps import held, refuse_unless
from surveys.results.models import Edition


@transaction.atomic
def discard_edition(*, edition: Edition, by: Actor, reason: str) -> Edition:
    """Put a draft or checked edition aside; its number is not used again.

    Refuses a frozen or released one, which is only ever replaced, and a missing reason.
    """
    edition = held(edition)
    refuse_discarding(edition=edition)
    if not reason.strip():
        raise Refused(f"Say why the {edition} is discarded.")
    edition.state = Edition.State.DISCARDED
    edition.note = reason.strip()
    edition.save(update_fields=["state", "note"])
    record(
        "edition.discarded",
        on=edition,
        by=by,
        reason=edition.note,
        year=edition.wave.year,
        number=edition.number,
    )
    return edition


def refuse_discarding(*, edition: Edition) -> None:
    """Refuses an edition that somebody may have used."""
    refuse_unless(edition, Edition.State.DRAFT, Edition.State.CHECKED, doing="discarded")
