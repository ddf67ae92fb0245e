"""Waves of the survey, each partnership's return in one, and its answers while it is open."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor
from surveys.questionnaires.models import Questionnaire

PERSON = settings.AUTH_USER_MODEL


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

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="wave_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} survey"


class Return(TenantModel):
    """One partnership's return in one wave.

    While it is open, answers stand in Answer. At sign-off they are frozen here: `document` is the
    record, `document_sha256` its hash; `codes` (one byte per column of the compiled form),
    `numbers` (one float per number item) and `stratum` are derived from it for the national
    count and can be rebuilt from it at any time.
    """

    class State(models.TextChoices):
        """not_started → in_progress → ready → submitted → accepted; ineligible instead of submitted
        when the answers say so. From sign-off on the database keeps to the way (migration 0004).
        """

        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        READY = "ready", "Ready for sign-off"
        SUBMITTED = "submitted", "Submitted"
        ACCEPTED = "accepted", "Accepted"
        QUERIED = "queried", "Queried"
        REOPENED = "reopened", "Reopened"
        INELIGIBLE = "ineligible", "Not eligible"

    OPEN = (State.NOT_STARTED, State.IN_PROGRESS)
    # Signed off and part of the count; signed off at all.
    COUNTED = (State.SUBMITTED, State.ACCEPTED, State.QUERIED)
    FROZEN = (*COUNTED, State.INELIGIBLE)

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="returns", db_index=False)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_STARTED)
    ready_at = models.DateTimeField(null=True)
    ready_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    # What the co-ordinator says about answers that a soft check found unusual.
    ready_note = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    document = models.JSONField(null=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    codes = models.BinaryField(null=True)
    numbers = ArrayField(models.FloatField(), null=True)
    stratum = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["-wave__year", "id"]
        indexes = [models.Index(fields=["wave", "state"], name="return_by_wave")]
        constraints = [
            PartnershipFloor(
                name="return_floor",
                national_read="state IN ('submitted', 'accepted', 'queried', 'ineligible')",
            ),
            models.UniqueConstraint(fields=["partnership", "wave"], name="return_once_a_wave"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted", "queried", "ineligible"])
                | Q(
                    document__isnull=False,
                    codes__isnull=False,
                    numbers__isnull=False,
                    stratum__isnull=False,
                    submitted_by__isnull=False,
                ),
                name="return_frozen_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True)
                | Q(state__in=["submitted", "accepted", "queried", "ineligible", "reopened"]),
                name="return_document_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True) | ~Q(submitted_by=F("ready_by")),
                name="return_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """True while answers may change."""
        return self.state in self.OPEN

    @property
    def is_frozen(self) -> bool:
        """True once signed off."""
        return self.state in self.FROZEN

    @property
    def is_counted(self) -> bool:
        """True once signed off and eligible: its answers stand in the national count."""
        return self.state in self.COUNTED


class Answer(TenantModel):
    """The answer to one question of an open return; NULL: cleared. Answers that routing no longer
    asks for are kept here and left out of the frozen document.

    `revision` counts the saves of this answer, so that two people can never overwrite each other
    unseen.
    """

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="answers", db_constraint=False, db_index=False
    )
    question = models.CharField(max_length=12)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="answer_floor", parents=("annual_return",)),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "question"], name="answer_once_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, revision {self.revision}"
