"""Inviting for tests: alpha's co-ordinator at work, and what became of it."""

from typing import Any

import pytest
from django.db.models import Q

from partnerships.membership.domain.invitations import invite
from partnerships.membership.models import Invitation, RoleAssignment
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast

ANN = {"name": "Ann Lee", "email": "Ann@Acorn.example ", "role": "member", "title": "Acorn"}
PASSWORD = "a very long password"


class Desk:
    """Every verb opens alpha's room by itself."""

    def __init__(self, cast: Cast):
        self.cast = cast

    def room(self):  # type: ignore[no-untyped-def]
        """Alpha's room."""
        return in_partnership(self.cast.alpha.pk, switch=True)

    def invite(self, by: User | None = None, **more: Any) -> Invitation:
        """Ann Lee is invited as a member."""
        with self.room():
            return invite(**(ANN | more), by=by or self.cast.alpha_coordinator)

    def again(self, invitation: Invitation) -> Invitation:
        """The invitation as it is stored."""
        with self.room():
            return Invitation.objects.get(pk=invitation.pk)

    def letters(self, kind: str = "invitation") -> list[Delivery]:
        """Emails of this kind, oldest first."""
        with self.room():
            found = Delivery.objects.filter(kind=kind).select_related("recipient", "partnership")
            return list(found.order_by("created_at"))

    def link(self) -> str:
        """Where the newest invitation's email leads."""
        return self.letters()[-1].path

    def secret(self) -> str:
        """The key in that link."""
        return self.link().rstrip("/").rpartition("/")[2]

    def roles(self, user: User) -> list[tuple[str, str]]:
        """(role, title) of the person's running roles in alpha."""
        with self.room():
            held = RoleAssignment.objects.filter(partnership=self.cast.alpha, user=user)
            running = held.filter(ended_at=None).order_by("role")
            return list(running.values_list("role", "title"))

    def events(self) -> list[tuple[str, str, str]]:
        """(name, who, reason) of what happened in alpha since the cast was made."""
        with self.room():
            told = AuditEvent.objects.exclude(Q(actor_words="system: tests")).order_by("id")
            return list(told.values_list("name", "actor_words", "reason"))

    def account(self, email: str = "ann@acorn.example", **more: Any) -> User:
        """An account that exists already."""
        with in_national(switch=True):
            return User.objects.create_user(email, PASSWORD, **({"name": "Ann Lee"} | more))


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """The co-ordinator's desk."""
    return Desk(cast)
