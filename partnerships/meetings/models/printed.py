"""PDFs made of minutes and packs."""

from django.db import models

from partnerships.meetings.models.meetings import Meeting
from partnerships.meetings.models.minutes import MinutesVersion
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor


class PrintedFile(TenantModel):
    """A PDF that was made of minutes or of a meeting's pack, for one circle of readers."""

    class Kind(models.TextChoices):
        """What it prints."""

        MINUTES = "minutes", "Minutes"
        PACK = "pack", "Agenda pack"

    class Circle(models.TextChoices):
        """Who it is for. Every circle's copy has the same page numbers."""

        FULL = "full", "With restricted parts"
        MEMBERS = "members", "Without restricted parts"
        PUBLIC = "public", "Public copy"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="printed", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    circle = models.CharField(max_length=10, choices=Circle)
    version = models.ForeignKey(
        MinutesVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="printed",
        db_constraint=False,
        db_index=False,
    )
    # Hash of everything it was made of: the same content is never printed twice.
    content_sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="printed/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            PartnershipFloor(name="printed_file_floor", parents=("meeting", "version")),
            models.UniqueConstraint(
                fields=["partnership", "meeting", "kind", "circle", "content_sha256"],
                name="printed_file_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_circle_display()}"
