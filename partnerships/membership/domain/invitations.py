"""What can happen to invitations: sent, sent again, revoked, accepted."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from partnerships.membership import emails
from partnerships.membership.domain.members import change_member
from partnerships.membership.domain.roles import CHAIR, OWN_CHAIR, give_role
from partnerships.membership.models import Invitation, Member, RoleAssignment
from partnerships.membership.queries.invitations import State, state_of
from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.roles import PARTNERSHIP_ROLES
from partnerships.membership.wording import day_words
from portal.accounts.models import User
from portal.accounts.queries import user_by_email
from portal.audit.record import record
from portal.errors import Missing, Refused

LIFE = timedelta(days=14)
UNKNOWN = (
    "This link is not known. Check that you copied all of it from the newest email, or ask the LSP"
    " co-ordinator to send the invitation again."
)
CLOSED = {
    State.ACCEPTED: "This invitation has been accepted already. If it was you, sign in.",
    State.REVOKED: (
        "This invitation was withdrawn. If you think that is a mistake, ask the LSP co-ordinator."
    ),
    State.EXPIRED: "This link has expired. Ask the LSP co-ordinator to send the invitation again.",
}


def fingerprint(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    name: str,
    email: str,
    role: str,
    title: str = "",
    member: Member | None = None,
    by: User,
) -> Invitation:
    """Send a link to an address; whoever accepts it gets the role and becomes the member.

    Raises Refused: no such role, held already, invited already, the member left, one's own chair.
    """
    address = email.strip().lower()
    _refuse_unneeded(address, role, by)
    if member is not None:
        _refuse_gone(member)
    secret, now = secrets.token_urlsafe(32), timezone.now()
    invitation = Invitation(
        member=member,
        name=name.strip(),
        email=address,
        role=role,
        title=title.strip(),
        secret_sha256=fingerprint(secret),
        invited_by=by,
        sent_at=now,
        expires_at=now + LIFE,
    )
    _store(invitation)
    record("invitation.sent", on=invitation, by=by, role=role)
    emails.invitation_sent(invitation, secret=secret, by=by)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send a new link for as long again; the old one stops working."""
    current = _open(Invitation.objects.filter(pk=invitation.pk))
    if current.member:
        _refuse_gone(current.member)
    secret, now = secrets.token_urlsafe(32), timezone.now()
    current.secret_sha256 = fingerprint(secret)
    current.sent_at, current.expires_at = now, now + LIFE
    current.times_sent += 1
    current.save(update_fields=["secret_sha256", "sent_at", "expires_at", "times_sent"])
    record("invitation.sent_again", on=current, by=by, times=current.times_sent)
    emails.invitation_sent(current, secret=secret, by=by)
    return current


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """The link stops working at once."""
    current = _open(Invitation.objects.filter(pk=invitation.pk))
    current.revoked_at = timezone.now()
    current.save(update_fields=["revoked_at"])
    record("invitation.revoked", on=current, by=by, role=current.role)
    return current


@transaction.atomic
def accept_invitation(*, secret: str, by: User) -> RoleAssignment:
    """Take the role of a link, once, and become the members with the invited address.

    Raises Missing for an unknown link; Refused for one that is used, withdrawn or expired, for a
    member who left or has another account, and for one's own invitation to chair.
    """
    sha256 = fingerprint(secret)
    current = _open(Invitation.objects.filter(secret_sha256=sha256), for_use=True)
    if not secrets.compare_digest(current.secret_sha256, sha256):
        raise Missing(UNKNOWN)
    _become_members(current, by)
    assignment = give_role(
        user=by,
        role=current.role,
        title=current.title,
        by=current.invited_by,
        reason="invitation accepted",
    )
    current.accepted_at, current.assignment = timezone.now(), assignment
    current.save(update_fields=["accepted_at", "assignment"])
    record("invitation.accepted", on=current, by=by, role=current.role)
    return assignment


def _store(invitation: Invitation) -> None:
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as fault:  # somebody invited the same person in the same moment
        if "invitation_open_once" not in str(fault):
            raise
        raise Refused(_open_words(invitation.email)) from None


def _open(found: QuerySet[Invitation], *, for_use: bool = False) -> Invitation:
    """The one invitation, locked, if it still waits. An expired one can be sent again, not used."""
    locked = found.select_for_update(of=("self",)).select_related(
        "partnership", "invited_by", "member"
    )
    current = locked.first()
    if current is None:
        raise Missing(UNKNOWN)
    state = state_of(current, timezone.now())
    if for_use and state in CLOSED:
        raise Refused(CLOSED[state])
    if state in (State.ACCEPTED, State.REVOKED):
        done = "accepted" if state == State.ACCEPTED else "revoked"
        raise Refused(
            f"The invitation of {current.name} has been {done}. There is nothing more to do with it;"
            " to give another role, invite the person again."
        )
    return current


def _refuse_unneeded(address: str, role: str, by: User) -> None:
    if role not in PARTNERSHIP_ROLES:
        raise Refused("Choose the role from the list.")
    person = user_by_email(address)
    if person is not None:
        _refuse_person(person, role, by)
    waiting = Invitation.objects.filter(email=address, role=role, accepted_at=None, revoked_at=None)
    if waiting.exists():
        raise Refused(_open_words(address))


def _refuse_person(person: User, role: str, by: User) -> None:
    words = PARTNERSHIP_ROLES[role].words
    if not person.is_active:
        raise Refused(
            f"The account of {person.email} is closed. Ask the portal administrator to open it"
            " again, then invite the person."
        )
    if role == CHAIR and person == by:
        raise Refused(OWN_CHAIR)
    if people_with_roles().filter(user=person, role=role).exists():
        raise Refused(f"{person} is {words} here already, so needs no invitation to it.")


def _open_words(address: str) -> str:
    return (
        f"{address} has been invited to this role already. Send that invitation again, or revoke it"
        " first."
    )


def _refuse_gone(member: Member) -> None:
    if member.until and member.until < timezone.localdate():
        left = day_words(member.until)
        raise Refused(
            f"{member} left on {left}. Change the member’s last day first, or invite somebody else."
        )


def _become_members(invitation: Invitation, user: User) -> None:
    """The invited member, and everybody else here with the address that the link went to."""
    chosen = invitation.member
    if chosen is not None:
        _refuse_gone(chosen)
        if chosen.user is not None and chosen.user != user:
            raise Refused(
                f"{chosen} has another account: {chosen.user.email}. Sign in with that one, then"
                " open the link again."
            )
    same = Q(email__iexact=invitation.email) | Q(pk=invitation.member_id)
    serving = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    for member in Member.objects.filter(same & serving, user=None).order_by("pk"):
        change_member(member=member, revision=member.revision, user=user, by=user)
