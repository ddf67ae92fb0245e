"""Publications: one PDF of one kind from one edition, for the nation or for one partnership."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.tenancy.models import HeldModel
from portal.tenancy.rls import HolderFloor
from surveys.results.models import Edition

PERSON = settings.AUTH_USER_MODEL


class Publication(HeldModel):
    """National summaries belong to no partnership; a partnership's own summary holds its answers,
    so it belongs to the partnership and the wall applies."""

    class Kind(models.TextChoices):
        """What it is and for whom."""

        ODPM = "odpm", "National summary for the Office of the Deputy Prime Minister"
        DFT = "dft", "National summary for the Department for Transport"
        PARTNERSHIP = "partnership", "Summary for a partnership"

    class State(models.TextChoices):
        """draft → released."""

        DRAFT = "draft", "Not released"
        RELEASED = "released", "Released"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=250)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    built_at = models.DateTimeField()
    built_by = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-edition", "kind", "id"]
        constraints = [
            HolderFloor(name="publication_floor", national_read="true"),
            models.UniqueConstraint(
                fields=["partnership", "edition", "kind"],
                nulls_distinct=False,
                name="publication_once_an_edition",
            ),
            models.CheckConstraint(
                condition=Q(kind="partnership", partnership__isnull=False)
                | (~Q(kind="partnership") & Q(partnership__isnull=True)),
                name="publication_is_held_rightly",
            ),
            models.CheckConstraint(
                condition=Q(state="released", released_at__isnull=False)
                | Q(state="draft", released_at__isnull=True),
                name="publication_released_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_released(self) -> bool:
        """True once its readers may download it. A partnership's summary follows its edition."""
        if self.kind == self.Kind.PARTNERSHIP:
            return self.edition.is_released
        return self.state == self.State.RELEASED

    @property
    def filename(self) -> str:
        """Short, lower case, with hyphens."""
        whose = self.partnership.slug if self.partnership_id else self.kind
        return f"lsp-survey-{self.edition.wave.year}-{whose}.pdf"
