"""Protocols on paper."""

from django.db import models

from partnerships.protocols.models.protocols import ProtocolVersion
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor


class ProtocolPrint(TenantModel):
    """A PDF that was made of one version, for one circle of readers."""

    class Circle(models.TextChoices):
        """Who it is for: in the public copy only names that are public stand."""

        MEMBERS = "members", "For the partnership"
        PUBLIC = "public", "Public copy"

    version = models.ForeignKey(
        ProtocolVersion, models.PROTECT, related_name="prints", db_constraint=False, db_index=False
    )
    circle = models.CharField(max_length=10, choices=Circle)
    # Hash of everything it was made of: the same content is never printed twice.
    content_sha256 = models.CharField(max_length=64)
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            PartnershipFloor(name="protocol_print_floor", parents=("version",)),
            models.UniqueConstraint(
                fields=["partnership", "version", "circle", "content_sha256"],
                name="protocol_print_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.get_circle_display().lower()}"
