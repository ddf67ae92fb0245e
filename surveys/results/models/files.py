"""Files made of an edition, and of single returns for evaluators."""

from django.conf import settings
from django.db import models

from surveys.results.models.editions import Edition
from surveys.returns.models import Wave

PERSON = settings.AUTH_USER_MODEL


class Export(models.Model):
    """One file made of a frozen edition; made once, because an edition never changes."""

    class Format(models.TextChoices):
        """What an edition can be taken away as."""

        CSV = "csv", "CSV with metadata (CSVW)"
        XLSX = "xlsx", "Spreadsheet (XLSX)"
        ODS = "ods", "Spreadsheet (ODS)"
        JSON_STAT = "json-stat", "JSON-stat 2.0"
        PARQUET = "parquet", "Parquet"
        SAV = "sav", "SPSS (SAV)"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="exports", db_index=False)
    format = models.CharField(max_length=12, choices=Format)
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["edition", "format"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "format"], name="export_once_a_format"),
        ]

    def __str__(self) -> str:
        return self.get_format_display()


class Extract(models.Model):
    """The answers of single returns, taken out by an evaluator for a reason. Not for departments.

    The row stays; its file is removed after a few days (`removed_at`). `texts_reason`: why the
    free texts are in it as well; empty where they are not.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    reason = models.TextField()
    texts_reason = models.TextField(blank=True)
    format = models.CharField(max_length=12, choices=Export.Format)
    file = models.FileField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    returns = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"Extract of {self.wave}"
