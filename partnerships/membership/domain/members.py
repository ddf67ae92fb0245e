"""What can happen to members: they are added, change and leave."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.membership.domain.leaving import end_memberships
from partnerships.membership.domain.storing import store_once
from partnerships.membership.models import Member, Organisation, Tenure
from partnerships.membership.queries.seats import accounts_here
from partnerships.membership.queries.serving import running_on
from partnerships.membership.wording import day_words
from portal.accounts.models import User
from portal.accounts.queries import user_by_email
from portal.audit.record import Actor, record
from portal.errors import Conflict, Refused

CHANGEABLE = frozenset(
    {"name", "job_title", "email", "phone", "may_sign", "name_public", "since", "user"}
)
CHANGED_MEANWHILE = (
    "Somebody else changed this member after you opened the page. Compare what is stored now with"
    " what you typed, then save again."
)


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    name: str,
    job_title: str = "",
    email: str = "",
    phone: str = "",
    may_sign: bool = False,
    name_public: bool = False,
    since: date | None = None,
    user: User | None = None,
    by: Actor,
) -> Member:
    """Add a person who serves for the organisation, linked to the account of that e-mail address
    if it has a role here. Raises Refused if the organisation has left or has a member with that
    address."""
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.left_on and current.left_on < (since or timezone.localdate()):
        raise Refused(
            f"{current} left the partnership on {day_words(current.left_on)}, so nobody can be"
            " added for it. Choose another organisation."
        )
    member = Member(
        organisation=current,
        user=user or account_with(email),
        name=name.strip(),
        job_title=job_title.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        may_sign=may_sign,
        name_public=name_public,
        since=since,
    )
    _store(member)
    record("member.added", on=member, by=by, organisation=current.pk)
    return member


@transaction.atomic
def change_member(*, member: Member, revision: int, by: Actor, **changes: Any) -> Member:
    """Change a member as they were at this revision. Raises Conflict if that is no longer so."""
    current = Member.objects.select_for_update(of=("self",)).select_related("organisation")
    stored = current.get(pk=member.pk)
    if stored.revision != revision:
        raise Conflict(CHANGED_MEANWHILE)
    if "email" in changes:
        changes["email"] = changes["email"].strip().lower()
    changed = sorted(key for key, value in changes.items() if getattr(stored, key) != value)
    if unknown := set(changed) - CHANGEABLE:
        raise TypeError(f"a member has no changeable {sorted(unknown)}")
    if not changed:
        return stored
    for key in changed:
        setattr(stored, key, changes[key])
    stored.revision += 1
    _store(stored)
    record("member.changed", on=stored, by=by, fields=changed)
    return stored


@transaction.atomic
def link_account(*, member: Member, user: User | None, by: Actor) -> Member:
    """Say which account the member is; None: none. The person then belongs where the member does.

    Raises Refused for an account without a role here, and for one that would sit twice on a body.
    """
    stored = Member.objects.select_for_update().get(pk=member.pk)
    if user is not None:
        if not accounts_here([user.pk]):
            raise Refused(f"{user} has no role here. Invite the person first, then link the two.")
        _refuse_two_seats(stored, user)
    changes = {"user": user}
    return change_member(member=stored, revision=stored.revision, by=by, **changes)


def account_with(email: str) -> User | None:
    """The account with this address, if it is open and has a role in the current partnership."""
    found = user_by_email(email.strip().lower()) if email.strip() else None
    return next(iter(accounts_here([found.pk])), None) if found else None


@transaction.atomic
def member_leaves(*, member: Member, on: date, by: Actor, why: str = "") -> int:
    """The member's last day; their seats fall vacant after it. Returns how many.

    Their role in the portal is another matter: see end_role in domain/roles.py.
    """
    stored = Member.objects.select_for_update().get(pk=member.pk)
    if stored.until and stored.until <= on:
        raise Refused(f"{stored} left on {day_words(stored.until)}. There is nothing more to do.")
    if stored.since and on < stored.since:
        raise Refused(
            f"{stored} has served since {day_words(stored.since)}, so cannot have left before."
            " Check the day."
        )
    _, tenures = end_memberships([stored], on=on, why=why or f"{stored} left", by=by)
    return tenures


def _refuse_two_seats(member: Member, user: User) -> None:
    running = Tenure.objects.filter(running_on(timezone.localdate())).select_related("seat__body")
    own = {tenure.seat.body_id for tenure in running.filter(member=member)}
    others = running.filter(member__user=user, seat__body__in=own).exclude(member=member)
    if other := others.first():
        raise Refused(
            f"{user} sits on {other.seat.body} as “{other.seat}” already, and nobody can be counted"
            " twice. End one of the two seats first."
        )


def _store(member: Member) -> None:
    if not member.name:
        raise Refused("Enter the member’s name.")
    if member.since and member.until and member.until < member.since:
        raise Refused(
            f"{member} left on {day_words(member.until)}, so cannot have begun later. Check the"
            " day."
        )
    taken = (
        f"{member.organisation} has a member with the address {member.email} already."
        " Open that member, or check the address."
    )
    store_once(member, "member_once_an_organisation", taken)
