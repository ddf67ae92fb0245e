"""Versions of the questionnaire. National: belongs to no partnership."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Questionnaire(models.Model):
    """One version of the instrument. Published: the document never changes again."""

    class State(models.TextChoices):
        """draft → published."""

        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "version"], name="questionnaire_version_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="questionnaire_published_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"

    @property
    def is_published(self) -> bool:
        """True once the document is frozen for good."""
        return self.state == self.State.PUBLISHED
