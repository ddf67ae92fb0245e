"""Roles of people: in one partnership, or in the nation."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.membership.roles import NATIONAL_ROLES, PARTNERSHIP_ROLES
from partnerships.register.models import Region
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import OwnFloor


class RoleAssignment(TenantModel):
    """One person's role in one partnership. Ended assignments stay for the record."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(
        max_length=20, choices=[(r.key, r.words) for r in PARTNERSHIP_ROLES.values()]
    )
    title = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["user", "partnership"], name="role_by_user")]
        constraints = [
            # The evaluator sees who answers for a return and who signs it off, nobody else.
            OwnFloor(
                name="role_assignment_floor",
                national_read="role IN ('coordinator', 'chair') AND ended_at IS NULL",
            ),
            models.UniqueConstraint(
                fields=["partnership", "user", "role"],
                condition=Q(ended_at__isnull=True),
                name="role_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class NationalRole(models.Model):
    """One person's national role. An observer has a region, a department reader a department."""

    class Department(models.TextChoices):
        """The two departments that commissioned the evaluation."""

        ODPM = "odpm", "Office of the Deputy Prime Minister"
        DFT = "dft", "Department for Transport"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="national_roles"
    )
    role = models.CharField(
        max_length=20, choices=[(r.key, r.words) for r in NATIONAL_ROLES.values()]
    )
    region = models.CharField(max_length=24, choices=Region, blank=True)
    department = models.CharField(max_length=8, choices=Department, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region", "department"], name="national_role_once"
            ),
            models.CheckConstraint(
                condition=Q(role="observer") ^ Q(region=""), name="national_role_region"
            ),
            models.CheckConstraint(
                condition=Q(role="department_reader") ^ Q(department=""),
                name="national_role_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
