"""Invitations of the current partnership, with what became of their e-mails."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from partnerships.membership.models import Invitation, RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import holders_of
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.accounts.models import User
from portal.mail.models import Delivery
from portal.mail.queries import about_fields, deliveries


class State(models.TextChoices):
    """open → accepted | revoked; an open one expires and can be sent again."""

    OPEN = "open", "Waiting for an answer"
    EXPIRED = "expired", "Expired"
    ACCEPTED = "accepted", "Accepted"
    REVOKED = "revoked", "Revoked"


@dataclass(frozen=True)
class Listed:
    """An invitation as a list shows it, with the newest e-mail of its link. `orphaned`: whoever
    sent it may no longer invite people here."""

    invitation: Invitation
    state: State
    delivery: Delivery | None
    orphaned: bool = False

    @property
    def waits(self) -> bool:
        """It can be sent again or revoked."""
        return self.state in (State.OPEN, State.EXPIRED)

    @property
    def failed(self) -> bool:
        """It waits for an answer that cannot come: the e-mail did not arrive."""
        return self.state == State.OPEN and self._is(Delivery.State.FAILED)

    @property
    def on_its_way(self) -> bool:
        """The e-mail is being sent."""
        return self.state == State.OPEN and self._is(Delivery.State.QUEUED, Delivery.State.SENDING)

    def _is(self, *states: Delivery.State) -> bool:
        return self.delivery is not None and self.delivery.state in states


def state_of(invitation: Invitation, now: datetime) -> State:
    """Where the invitation stands at this moment."""
    if invitation.accepted_at:
        return State.ACCEPTED
    if invitation.revoked_at:
        return State.REVOKED
    return State.OPEN if now < invitation.expires_at else State.EXPIRED


def invitations(*, state: str = "", now: datetime) -> QuerySet[Invitation]:
    """All of them, newest first; with `state` only those that stand there."""
    found = Invitation.objects.select_related("invited_by", "member__organisation")
    waiting = Q(accepted_at=None, revoked_at=None)
    wanted = {
        State.OPEN: waiting & Q(expires_at__gt=now),
        State.EXPIRED: waiting & Q(expires_at__lte=now),
        State.ACCEPTED: Q(accepted_at__isnull=False),
        State.REVOKED: Q(revoked_at__isnull=False),
    }
    return found.filter(wanted[State(state)]) if state else found


def waiting_invitations() -> QuerySet[Invitation]:
    """Neither accepted nor revoked, expired ones included, by name."""
    found = Invitation.objects.select_related("invited_by", "member__organisation")
    return found.filter(accepted_at=None, revoked_at=None).order_by("name", "id")


def invitations_by(inviter: User) -> QuerySet[Invitation]:
    """Those that this person sent and that wait for an answer, expired ones included, by name."""
    return Invitation.objects.filter(
        invited_by=inviter, accepted_at=None, revoked_at=None
    ).order_by("name", "id")


def invitations_left_by(held: RoleAssignment) -> QuerySet[Invitation]:
    """What would be left waiting if this role ended: only those who may invite leave any."""
    inviting = P.ROLES_MANAGE in PARTNERSHIP_ROLES[held.role].rights
    return invitations_by(held.user) if inviting else Invitation.objects.none()


def listed(found: Iterable[Invitation], now: datetime) -> list[Listed]:
    """The same with states and e-mails. Two queries, none for an empty list."""
    shown = list(found)
    newest = _newest_deliveries(shown)
    inviters = {user.pk for user in holders_of(P.ROLES_MANAGE)} if shown else set()
    return [
        Listed(
            each,
            state_of(each, now),
            newest.get(str(each.pk)),
            orphaned=each.invited_by_id not in inviters,
        )
        for each in shown
    ]


def invitation_of(invitation_id: int) -> Invitation | None:
    """The invitation of this id here."""
    return Invitation.objects.filter(pk=invitation_id).first()


def invitation_by_fingerprint(sha256: str) -> Invitation | None:
    """The invitation whose secret has this hash."""
    found = Invitation.objects.select_related("invited_by", "member__organisation", "assignment")
    return found.filter(secret_sha256=sha256).first()


def _newest_deliveries(shown: list[Invitation]) -> dict[str, Delivery]:
    if not shown:
        return {}
    sent = deliveries(kind="invitation").filter(
        about_type=about_fields(shown[0])["about_type"], about_id__in=[str(i.pk) for i in shown]
    )
    return {each.about_id: each for each in sent.order_by("created_at", "id")}
