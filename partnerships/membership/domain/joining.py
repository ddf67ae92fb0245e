"""Coming in by an invitation's link: from outside, so the partnership's scope is opened here."""

import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships.membership.domain.invitations import accept_invitation, fingerprint
from partnerships.membership.models import Invitation, RoleAssignment
from partnerships.membership.queries.invitations import State, invitation_by_fingerprint, state_of
from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from portal.accounts.domain import create_user
from portal.accounts.models import User
from portal.accounts.queries import user_by_email
from portal.audit.record import System
from portal.errors import Refused
from portal.tenancy.context import in_partnership

BY = System("invitation")


@dataclass(frozen=True)
class Offer:
    """What a link leads to. `account`: the account with the invited address, if there is one."""

    partnership: Partnership
    invitation: Invitation
    state: State
    account: User | None


def offer_of(*, slug: str, secret: str) -> Offer | None:
    """What this link offers, or None for a link that nobody sent."""
    partnership = partnership_by_slug(slug)
    if partnership is None:
        return None
    sha256 = fingerprint(secret)
    with in_partnership(partnership.pk, switch=True):
        invitation = invitation_by_fingerprint(sha256)
    if invitation is None or not secrets.compare_digest(invitation.secret_sha256, sha256):
        return None
    state = state_of(invitation, timezone.now())
    return Offer(partnership, invitation, state, user_by_email(invitation.email))


def accept(*, offer: Offer, secret: str, by: User) -> RoleAssignment:
    """Take the offer with the account one is signed in to."""
    with in_partnership(offer.partnership.pk, user_id=by.pk, switch=True):
        return accept_invitation(secret=secret, by=by)


def join(*, offer: Offer, secret: str, name: str, password: str) -> User:
    """Open an account for the invited address and take the offer with it: both or neither.

    Raises ValidationError for a weak password, Refused as accept_invitation does.
    """
    with in_partnership(offer.partnership.pk, switch=True):
        try:
            with transaction.atomic():
                user = create_user(
                    email=offer.invitation.email, name=name, password=password, by=BY
                )
        except IntegrityError:
            raise Refused(
                "An account with this address was opened a moment ago. Open the link again and"
                " sign in."
            ) from None
        accept_invitation(secret=secret, by=user)
    return user
