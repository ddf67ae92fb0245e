"""From signed to superseded: into force, reviewed, replaced by the next version, withdrawn."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from partnerships.membership.queries.serving import ended
from partnerships.protocols import emails
from partnerships.protocols.domain.locking import locked, refuse_unless
from partnerships.protocols.domain.printing import print_public_copy
from partnerships.protocols.models import ProtocolVersion
from portal.audit.record import Actor, record
from portal.errors import Refused

STATE = ProtocolVersion.State


@transaction.atomic
def bring_into_force(*, version: ProtocolVersion, on: date, review_on: date, by: Actor) -> None:
    """The signed version binds from `on`; the version that bound before is superseded. The public
    copy of a public protocol is printed. Tells the parties' members."""
    current = locked(version)
    refuse_unless(current, STATE.SIGNED, verb="brought into force")
    today = timezone.localdate()
    last = current.signatures.filter(lapsed_at=None, withdrawn_at=None).latest("signed_at")
    signed_on = timezone.localdate(last.signed_at)
    if not signed_on <= on <= today:
        raise Refused(
            f"A protocol comes into force after the last party signed ({signed_on:%-d %B %Y}) and"
            " not before its day has come. Choose a day from then up to today."
        )
    if review_on <= on:
        raise Refused("Choose a review day after the day on which it comes into force.")
    _refuse_gone(current, today)
    _supersede(current, on, by)
    current.state, current.in_force_on, current.review_on = STATE.IN_FORCE, on, review_on
    current.save(update_fields=["state", "in_force_on", "review_on"])
    record("version.in_force", on=current, by=by, day=str(on), review_on=str(review_on))
    emails.in_force(current, by=by)
    if current.protocol.is_public:
        print_public_copy(version=current, by=by)


@transaction.atomic
def change_review_day(*, version: ProtocolVersion, review_on: date, why: str, by: Actor) -> None:
    """The version was looked at and nothing has to change, or the review moves."""
    current = locked(version)
    refuse_unless(current, STATE.IN_FORCE, verb="given another review day")
    if review_on <= timezone.localdate():
        raise Refused("Choose a review day after today.")
    if not why.strip():
        raise Refused("Say why: for example, that the parties met and nothing has to change.")
    current.review_on, current.reminded_on = review_on, None
    current.save(update_fields=["review_on", "reminded_on"])
    record("review.moved", on=current, by=by, reason=why.strip(), review_on=str(review_on))


@transaction.atomic
def start_review(*, version: ProtocolVersion, by: Actor) -> None:
    """The version goes on binding until the next one replaces it or it is withdrawn."""
    current = locked(version)
    refuse_unless(current, STATE.IN_FORCE, verb="put under review")
    current.state = STATE.UNDER_REVIEW
    current.save(update_fields=["state"])
    record("review.started", on=current, by=by)


@transaction.atomic
def withdraw_version(*, version: ProtocolVersion, why: str, by: Actor) -> None:
    """End a version with a reason, at any point of its life but after its end."""
    current = locked(version)
    ended = (STATE.SUPERSEDED, STATE.WITHDRAWN)
    refuse_unless(current, *(s for s in STATE if s not in ended), verb="withdrawn")
    if not why.strip():
        raise Refused("Say why the version is withdrawn: it stays in the register with the reason.")
    bound = current.is_binding
    current.state, current.ended_why = STATE.WITHDRAWN, why.strip()
    current.ended_on = timezone.localdate()
    current.save(update_fields=["state", "ended_on", "ended_why"])
    record("version.withdrawn", on=current, by=by, reason=current.ended_why, bound=bound)
    emails.withdrawn(current, by=by)


def _refuse_gone(version: ProtocolVersion, today: date) -> None:
    """A protocol binds those who are in the partnership; who signed and left cannot be bound."""
    for party in version.parties.select_related("organisation"):
        left_on = party.organisation.left_on
        if ended(left_on, today):
            raise Refused(
                f"{party.organisation} left the partnership on {left_on:%-d %B %Y}, after it had"
                " signed. Withdraw this version, then draft the next one without it and have it"
                " signed."
            )


def _supersede(version: ProtocolVersion, on: date, by: Actor) -> None:
    """The version that binds now goes by way of its review, as every superseded one does."""
    binding = version.protocol.versions.filter(state__in=ProtocolVersion.BINDING).first()
    if binding is None:
        return
    if binding.state == STATE.IN_FORCE:
        start_review(version=binding, by=by)
    old = locked(binding)
    old.state, old.ended_on = STATE.SUPERSEDED, on
    old.ended_why = f"Superseded by version {version.number}"
    old.save(update_fields=["state", "ended_on", "ended_why"])
    record("version.superseded", on=old, by=by, number=version.number)
