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


class Draft(models.Model):
    """A questionnaire that is being written. Publishing it makes a Questionnaire of it.

    The document may have faults until then. `revision` counts the saves, so that two authors
    never overwrite each other unseen.
    """

    title = models.CharField(max_length=200)
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    # The version it began as a copy of, and whose questions its own are mapped to.
    based_on = models.ForeignKey(
        Questionnaire, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_as = models.OneToOneField(
        Questionnaire, models.PROTECT, null=True, blank=True, related_name="draft"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["-edited_at", "-id"]

    def __str__(self) -> str:
        return self.title


class PrintedQuestionnaire(models.Model):
    """The blank questionnaire as a PDF, made once of each version."""

    questionnaire = models.OneToOneField(Questionnaire, models.PROTECT, related_name="printed")
    file = models.FileField(upload_to="questionnaires/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"PDF of {self.questionnaire}"
