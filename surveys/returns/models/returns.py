"""Each partnership's return in a wave, and every version of it that was signed off."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from partnerships.meetings.models import Decision
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor
from surveys.returns.models.waves import Wave

PERSON = settings.AUTH_USER_MODEL


class Return(TenantModel):
    """One partnership's return in one wave.

    While it is open, answers stand in Answer. At sign-off they are frozen here: `document` is the
    record, `document_sha256` its hash; `codes` (one byte per column of the compiled form),
    `numbers` (one float per number item) and `stratum` are derived from it for the national
    count and can be rebuilt from it at any time.
    """

    class State(models.TextChoices):
        """not_started → in_progress → ready → submitted → accepted; ineligible instead of submitted
        when the answers say so; queried while a query is open. Reopened: as in progress, in the
        sections named, until it is signed off again. The database keeps to the way.
        """

        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        READY = "ready", "Ready for sign-off"
        SUBMITTED = "submitted", "Submitted"
        ACCEPTED = "accepted", "Accepted"
        QUERIED = "queried", "Queried"
        REOPENED = "reopened", "Reopened"
        INELIGIBLE = "ineligible", "Not eligible"

    OPEN = (State.NOT_STARTED, State.IN_PROGRESS, State.REOPENED)
    # Signed off and part of the count; signed off at all.
    COUNTED = (State.SUBMITTED, State.ACCEPTED, State.QUERIED)
    FROZEN = (*COUNTED, State.INELIGIBLE)

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="returns", db_index=False)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_STARTED)
    ready_at = models.DateTimeField(null=True)
    ready_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    # What the co-ordinator wants the chair and the evaluation team to know.
    ready_note = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    document = models.JSONField(null=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    codes = models.BinaryField(null=True)
    numbers = ArrayField(models.FloatField(), null=True)
    stratum = models.PositiveSmallIntegerField(null=True)
    # Number of the newest signed-off version; 0 before the first.
    version = models.PositiveSmallIntegerField(default=0)
    # The board's decision that the sign-off rests on, if the chair named one.
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # {section code: {"minutes": int, "people": int}}, measured, set at sign-off.
    effort = models.JSONField(null=True, blank=True)
    # More time for this partnership alone; the reason is what people read beside the date.
    extended_to = models.DateField(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    # Sections that a reopening opened, and why; empty while every section is open.
    reopened_sections = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    reopening_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-wave__year", "id"]
        indexes = [models.Index(fields=["wave", "state"], name="return_by_wave")]
        constraints = [
            # No answer stands in the row of a return that is not signed off: the evaluator may
            # see how far each return is, and the answers of signed-off ones.
            PartnershipFloor(name="return_floor", parents=("decision",), national_read="true"),
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
                | Q(state__in=["submitted", "accepted", "queried", "ineligible"]),
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
    def due_on(self) -> date:
        """The last day for this partnership."""
        return self.due_in(self.wave)

    def due_in(self, wave: Wave) -> date:
        """The last day, for a row read without its wave.

        More time never ends before the wave does, whose own date may move later. The day that a
        reopening names, without a reason of its own, counts as it is.
        """
        more = self.extended_to
        if more is None:
            return wave.closes_on
        named = self.reopened_sections and not self.extension_reason
        return more if named else max(more, wave.closes_on)

    @property
    def is_frozen(self) -> bool:
        """True once signed off."""
        return self.state in self.FROZEN

    @property
    def is_reopened(self) -> bool:
        """True from a reopening until it is signed off again, also while it waits for that."""
        return self.version > 0 and not self.is_frozen

    @property
    def is_counted(self) -> bool:
        """True once signed off and eligible: its answers stand in the national count."""
        return self.state in self.COUNTED


class Version(TenantModel):
    """A return as it was signed off once. Written at every sign-off, never changed.

    The newest one says what the row of its return says; older ones are what a reopening replaced.
    `state`: submitted, or ineligible by its answers; `decision` and `effort` as in the return;
    `tally`: what partners said by then (endorsed.as_kept).
    """

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=Return.State, default=Return.State.SUBMITTED)
    document = models.JSONField()
    document_sha256 = models.CharField(max_length=64)
    ready_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)
    ready_note = models.TextField(blank=True)
    signed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    # Why the version before it was reopened; empty for the first.
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    effort = models.JSONField(null=True, blank=True)
    tally = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            PartnershipFloor(
                name="return_version_floor",
                parents=("annual_return", "decision"),
                append_only=True,
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "number"], name="return_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class PrintedReturn(TenantModel):
    """A PDF made of a return: a draft as it stood, or a signed-off version with its receipt."""

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="printed", db_constraint=False, db_index=False
    )
    # Hash of everything it was made of: the same content is never printed twice.
    content_sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="returns/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            PartnershipFloor(name="printed_return_floor", parents=("annual_return",)),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "content_sha256"],
                name="printed_return_once",
            ),
        ]

    def __str__(self) -> str:
        return f"PDF of {self.made_at:%Y-%m-%d}"
