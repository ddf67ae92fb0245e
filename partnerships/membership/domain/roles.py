"""What can happen to roles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from partnerships.membership import emails
from partnerships.membership.models import NationalRole, RoleAssignment
from partnerships.membership.queries.invitations import invitations_by
from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Missing, Refused
from portal.tenancy.context import current_partnership_id

CHAIR, COORDINATOR = "chair", "coordinator"
GONE = "This person no longer has that role."
OWN_CHAIR = (
    "Nobody can make themselves chair: who declares a return ready and who signs it off are two"
    " people. Ask another LSP co-ordinator to invite you, or invite the person who chairs."
)


@transaction.atomic
def give_role(
    *, user: User, role: str, by: Actor, title: str = "", reason: str = ""
) -> RoleAssignment:
    """Give a role in the current partnership; giving it twice changes nothing.

    Raises Refused if somebody would make themselves chair.
    """
    if role not in PARTNERSHIP_ROLES:
        raise Refused(f"There is no role '{role}' in a partnership.")
    _refuse_own_chair(user, role, by)
    assignment, created = RoleAssignment.objects.get_or_create(
        partnership_id=current_partnership_id(),
        user=user,
        role=role,
        ended_at=None,
        defaults={"title": title},
    )
    if created:
        record("role.given", on=assignment, by=by, reason=reason, role=role, user=user.pk)
    return assignment


@transaction.atomic
def change_role(
    *, assignment_id: int, role: str, title: str, by: Actor, reason: str
) -> RoleAssignment:
    """Give the person another role, or the same with another title; told to them by e-mail.

    Another role ends the old one, which stays for the record. Raises Missing, or Refused: no
    reason, nothing changes, a role held already, the last co-ordinator, one's own chair.
    """
    held = _locked(assignment_id)
    _refuse_silence(reason, "changes")
    if role not in PARTNERSHIP_ROLES:
        raise Refused(f"There is no role '{role}' in a partnership. Choose one from the list.")
    title, before = title.strip(), emails.named(held)
    if (role, title) == (held.role, held.title):
        raise Refused("Nothing has changed. Choose another role or title, or go back.")
    changed = _retitled(held, title) if role == held.role else _replaced(held, role, title, by)
    record(
        "role.changed", on=changed, by=by, reason=reason, before=before, after=emails.named(changed)
    )
    emails.role_changed(changed, before=before, reason=reason, by=by)
    return changed


@transaction.atomic
def end_role(
    *, assignment_id: int, by: Actor, reason: str, revoke_invitations: bool = False
) -> int:
    """End a role at once: the person's next request no longer has it. Told to them by e-mail.

    Returns how many of the invitations they sent, and nobody answered yet, are revoked with it.

    Raises Missing, or Refused: no reason, or the last co-ordinator.
    """
    held = _locked(assignment_id)
    _refuse_silence(reason, "ends")
    _refuse_last_coordinator(held)
    _end(held)
    record("role.ended", on=held, by=by, reason=reason, role=held.role)
    emails.role_ended(held, reason=reason, by=by)
    return _revoke(held.user, by, reason) if revoke_invitations else 0


@dataclass(frozen=True)
class NewNationalRole:
    """A national role to give: region for observers, department for department readers."""

    user: User
    role: str
    region: str = ""
    department: str = ""


@transaction.atomic
def give_national_roles(*, roles: Iterable[NewNationalRole], by: Actor, reason: str = "") -> None:
    """Give national roles; a role already held changes nothing."""
    for new in roles:
        held, created = NationalRole.objects.get_or_create(
            user=new.user, role=new.role, region=new.region, department=new.department
        )
        if created:
            record("national_role.given", on=held, by=by, reason=reason, role=new.role)


def _locked(assignment_id: int) -> RoleAssignment:
    """The running role, with all co-ordinators' so that no two of them end each other's at once."""
    running = people_with_roles().select_related("partnership")
    locked = running.select_for_update(of=("self",))
    list(locked.filter(role=COORDINATOR).order_by("pk"))
    held = locked.filter(pk=assignment_id).first()
    if held is None:
        raise Missing(GONE)
    return held


def _replaced(held: RoleAssignment, role: str, title: str, by: Actor) -> RoleAssignment:
    words = PARTNERSHIP_ROLES[role].words
    if people_with_roles().filter(user=held.user_id, role=role).exists():
        raise Refused(f"{held.user} is {words} here already. End this role instead.")
    _refuse_own_chair(held.user, role, by)
    _refuse_last_coordinator(held)
    _end(held)
    given = RoleAssignment.objects.create(user=held.user, role=role, title=title)
    given.partnership = held.partnership
    return given


def _retitled(held: RoleAssignment, title: str) -> RoleAssignment:
    held.title = title
    held.save(update_fields=["title"])
    return held


def _end(held: RoleAssignment) -> None:
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])


def _revoke(inviter: User, by: Actor, reason: str) -> int:
    waiting = list(invitations_by(inviter).select_for_update(of=("self",)))
    for invitation in waiting:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record("invitation.revoked", on=invitation, by=by, reason=reason, role=invitation.role)
    return len(waiting)


def _refuse_silence(reason: str, what: str) -> None:
    if not reason.strip():
        raise Refused(f"Say why the role {what}: the reason is kept and told to the person.")


def _refuse_own_chair(user: User, role: str, by: Actor) -> None:
    if role == CHAIR and by == user:
        raise Refused(OWN_CHAIR)


def _refuse_last_coordinator(held: RoleAssignment) -> None:
    if held.role != COORDINATOR:
        return
    others = people_with_roles().filter(role=COORDINATOR, user__is_active=True)
    if not others.exclude(pk=held.pk).exists():
        raise Refused(
            f"{held.user} is the only LSP co-ordinator of {held.partnership}. Invite another"
            " co-ordinator first; once they have accepted, this role can end."
        )
