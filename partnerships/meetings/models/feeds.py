"""A person's secret calendar address."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """One per person, over all their partnerships. National: who may see what is looked up in each
    partnership when the feed is read. Only the secret's hash is stored."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
