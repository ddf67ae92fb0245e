"""The daily digest: one email per person and holder with everything that waited for it."""

from itertools import groupby

from django.db import transaction

from portal.accounts.models import User
from portal.audit.record import Actor
from portal.jobs.queue import enqueue
from portal.mail.emails import digest_lines
from portal.mail.kinds import DIGEST
from portal.mail.models import Delivery

SEND = "portal.mail.tasks.send_mail"


@transaction.atomic
def make_digests(*, by: Actor) -> list[Delivery]:
    """Put the waiting emails of the current scope into digests and queue those.

    Each waiting email goes into one digest only; accounts that were switched off get none.
    """
    waiting = (
        Delivery.objects.filter(state=Delivery.State.WAITING, digest=None)
        .select_for_update(of=("self",))
        .select_related("recipient")
        .order_by("recipient_id", "created_at", "id")
    )
    made = []
    for person, parts in groupby(waiting, key=lambda each: each.recipient):
        if digest := _digest(person, list(parts)):
            made.append(digest)
    if made:
        enqueue(SEND, key=str(made[0].pk), by=by, label="Send the daily digests")
    return made


def _digest(person: User, parts: list[Delivery]) -> Delivery | None:
    waited = Delivery.objects.filter(pk__in=[part.pk for part in parts])
    if not person.is_active:
        waited.update(state=Delivery.State.OFF)
        return None
    count = "1 thing" if len(parts) == 1 else f"{len(parts)} things"
    digest = Delivery.objects.create(
        recipient=person,
        email=person.email,
        kind=DIGEST.key,
        subject=f"Your daily digest: {count} to know",
        body="\n".join(digest_lines(parts)),
    )
    waited.update(digest=digest)
    return digest
