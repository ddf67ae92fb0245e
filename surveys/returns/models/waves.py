"""Waves of the survey and the reminders an evaluator sends in them. National."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from surveys.questionnaires.models import Questionnaire

PERSON = settings.AUTH_USER_MODEL


def usual_reminders() -> list[int]:
    """Working days before the due date on which those who owe something are reminded."""
    return [10, 5, 1]


class Wave(models.Model):
    """One year of the national survey. National: belongs to no partnership."""

    class State(models.TextChoices):
        """draft → open → closed."""

        DRAFT = "draft", "Not open yet"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    year = models.PositiveSmallIntegerField(unique=True)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="waves")
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(), default=usual_reminders, blank=True
    )
    # Its national results are final: no return is reopened any more.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="wave_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} survey"


class Reminder(models.Model):
    """A reminder that an evaluator sent by hand: to whom, in what words, and how many it reached.

    `audience`: {"states": [...], "regions": [...], "types": [...], "nrf": true|false|null}, empty
    lists meaning all.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="reminders")
    audience = models.JSONField(default=dict)
    words = models.TextField()
    sent_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    partnerships = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"Reminder in the {self.wave}"
