"""manage.py give_role EMAIL ROLE …: give a person a role, opening an account if there is none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from partnerships.membership.domain.roles import NewNationalRole, give_national_roles, give_role
from partnerships.membership.models import NationalRole
from partnerships.membership.roles import NATIONAL_ROLES, PARTNERSHIP_ROLES
from partnerships.register.models import Partnership, Region
from partnerships.register.queries import partnership_by_slug
from portal.accounts.domain import create_user
from portal.accounts.models import User
from portal.accounts.queries import user_by_email
from portal.audit.record import System
from portal.tenancy.context import in_national, in_partnership

BY = System("give_role")


class Command(BaseCommand):
    """The first people of a new site; they choose a password by “Forgotten your password?”."""

    help = "Give a person a role in the nation or, with --partnership, in one partnership."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, what, where and why."""
        parser.add_argument("email")
        parser.add_argument("role", choices=[*NATIONAL_ROLES, *PARTNERSHIP_ROLES])
        parser.add_argument("--name", default="", help="full name, for a new account")
        parser.add_argument("--partnership", default="", help="slug, for a partnership's role")
        parser.add_argument("--region", default="", choices=Region.values)
        parser.add_argument("--department", default="", choices=NationalRole.Department.values)
        parser.add_argument("--reason", required=True, help="kept in the audit trail")

    def handle(self, *args: Any, email: str, role: str, **options: Any) -> None:
        """Find or open the account, then give the role."""
        with in_national():
            partnership = self._partnership(role, options["partnership"])
            user = self._user(email, options["name"])
            if partnership is None:
                self._give_national(user, role, options)
        if partnership is not None:
            with in_partnership(partnership.pk):
                give_role(user=user, role=role, by=BY, reason=options["reason"])
        where = f" of {partnership}" if partnership else ""
        self.stdout.write(f"{user} is now {role}{where}.")

    def _partnership(self, role: str, slug: str) -> Partnership | None:
        if (role in PARTNERSHIP_ROLES) != bool(slug):
            raise CommandError("Name a partnership with --partnership for its own roles only.")
        if not slug:
            return None
        found = partnership_by_slug(slug)
        if found is None:
            raise CommandError(f"There is no partnership '{slug}'.")
        return found

    def _user(self, email: str, name: str) -> User:
        found = user_by_email(email)
        if found is None and not name:
            raise CommandError(f"There is no account for {email}. Give --name to open one.")
        return found or create_user(email=email, name=name, by=BY)

    def _give_national(self, user: User, role: str, options: dict[str, Any]) -> None:
        new = NewNationalRole(user, role, options["region"], options["department"])
        try:
            give_national_roles(roles=[new], by=BY, reason=options["reason"])
        except IntegrityError as error:
            raise CommandError(
                "An observer needs --region, a department reader --department, others neither."
            ) from error
