"""The codebook of themes, and counts of themes as departments may read them. National."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from surveys.results.models import Edition
from surveys.returns.models import Wave

PERSON = settings.AUTH_USER_MODEL


class Theme(models.Model):
    """What answers to a question, or to any (no `question`), have in common; for every wave.

    Earlier wordings stand in the audit trail. A merged theme keeps its codes: they are read as
    those of `merged_into`. A retired one is no longer offered to coders.
    """

    question = models.CharField(max_length=12, blank=True)
    code = models.SlugField(max_length=20, unique=True)
    label = models.CharField(max_length=80)
    memo = models.TextField(help_text="When to use it and when not")
    example = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["question", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="theme_is_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_offered(self) -> bool:
        """Whether coders can tick it."""
        return self.retired_at is None and self.merged_into_id is None


class ThemeRelease(models.Model):
    """Counts of the themes of one question by group, released to departments; never changed.

    Made once of a wave and question: the difference of two could be a single answer. Withheld
    counts are null. `table`: {"groups": [key, …], "bases": [int or null, …], "themes": [{"code",
    "label", "memo", "counts": [int or null, …]}, …]}, bases and counts in the order of groups.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", db_index=False)
    question = models.CharField(max_length=12)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    table = models.JSONField()
    released_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-wave__year", "question"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "question"], name="theme_release_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.wave}"
