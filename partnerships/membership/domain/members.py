"""What can happen to members: they are added, change and leave."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.membership.domain.leaving import end_memberships
from partnerships.membership.models import Member, Organisation
from portal.accounts.models import User
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
    """Add a person who serves for the organisation. Raises Refused if the organisation has left
    or has a member with that e-mail address."""
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.left_on and current.left_on < (since or timezone.localdate()):
        raise Refused(
            f"{current} left the partnership on {_day(current.left_on)}, so nobody can be added for"
            " it. Choose another organisation."
        )
    member = Member(
        organisation=current,
        user=user,
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
def member_leaves(*, member: Member, on: date, by: Actor, why: str = "") -> int:
    """The member's last day; their seats fall vacant after it. Returns how many.

    Their role in the portal is another matter: see end_role in domain/roles.py.
    """
    stored = Member.objects.select_for_update().get(pk=member.pk)
    if stored.until and stored.until <= on:
        raise Refused(f"{stored} left on {_day(stored.until)}. There is nothing more to do.")
    if stored.since and on < stored.since:
        raise Refused(
            f"{stored} has served since {_day(stored.since)}, so cannot have left before."
            " Check the day."
        )
    _, tenures = end_memberships([stored], on=on, why=why or f"{stored} left", by=by)
    return tenures


def _store(member: Member) -> None:
    if not member.name:
        raise Refused("Enter the member’s name.")
    if member.since and member.until and member.until < member.since:
        raise Refused(
            f"{member} left on {_day(member.until)}, so cannot have begun later. Check the day."
        )
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as fault:
        if "member_once_an_organisation" not in str(fault):
            raise
        raise Refused(
            f"{member.organisation} has a member with the address {member.email} already."
            " Open that member, or check the address."
        ) from None


def _day(day: date) -> str:
    return date_format(day, "j F Y")
