"""Papers of an agenda item, version by version. Files lie in storage, outside the web root."""

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from partnerships.meetings.models.meetings import AgendaItem
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Paper(TenantModel):
    """A paper. One of a restricted item is restricted with it, whatever its own mark says."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="papers", db_constraint=False, db_index=False
    )
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    restricted = models.BooleanField(default=False)
    restricted_why = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["partnership", "item"], name="paper_by_item")]
        constraints = [
            PartnershipFloor(name="paper_floor", parents=("item",)),
            models.CheckConstraint(
                condition=Q(restricted=False) | ~Q(restricted_why=""),
                name="paper_restricted_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperVersion(TenantModel):
    """One file of a paper, as it was checked when it came in."""

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        CLEAN = "clean", "Checked for viruses"
        UNSCANNED = "unscanned", "Not checked for viruses"

    paper = models.ForeignKey(
        Paper, models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="papers/%Y/%m/")
    file_name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(null=True)  # of a PDF
    scan = models.CharField(max_length=10, choices=Scan)
    note = models.CharField(max_length=300, blank=True)
    is_late = models.BooleanField(default=False)  # came in after the agenda was published
    uploaded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            PartnershipFloor(name="paper_version_floor", parents=("paper",), append_only=True),
            models.UniqueConstraint(
                fields=["partnership", "paper", "number"], name="paper_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, version {self.number}"
