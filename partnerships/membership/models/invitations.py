"""Invitations into a partnership's room."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.membership.models.people import Member
from partnerships.membership.models.roles import RoleAssignment
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Invitation(TenantModel):
    """A link sent to an address. Whoever holds the link before it expires or is revoked gets the
    role and, with `member`, becomes that member. Only the secret's hash is stored."""

    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    role = models.CharField(
        max_length=20, choices=[(r.key, r.words) for r in PARTNERSHIP_ROLES.values()]
    )
    title = models.CharField(max_length=120, blank=True)
    secret_sha256 = models.CharField(max_length=64)
    invited_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    assignment = models.ForeignKey(
        RoleAssignment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            PartnershipFloor(name="invitation_floor", parents=("member", "assignment")),
            models.UniqueConstraint(
                fields=["partnership", "email", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
            ),
            models.UniqueConstraint(
                fields=["partnership", "secret_sha256"], name="invitation_secret_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} as {self.get_role_display()}"
