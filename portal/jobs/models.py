"""One piece of background work: what was asked, how far it is, how it ended."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.audit.record import Actor, System
from portal.tenancy.models import HeldModel
from portal.tenancy.rls import HolderFloor


class Job(HeldModel):
    """The row is written with the business change that asks for the work, so it is the outbox:
    the message to Celery only wakes a worker and may be lost or doubled without harm. A person
    asked for it (`created_by`), or else a command or schedule whose name is `system`."""

    class State(models.TextChoices):
        """queued → running → done | failed; a lost worker's lease runs out and it runs again.

        Whoever may can cancel it before it has ended.
        """

        QUEUED = "queued", "Waiting to start"
        RUNNING = "running", "In progress"
        DONE = "done", "Finished"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    ACTIVE = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    system = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["partnership", "-created_at"], name="job_by_partnership")]
        constraints = [
            HolderFloor(name="job_floor", national_read="state IN ('queued', 'running')"),
            models.UniqueConstraint(
                fields=["partnership", "kind", "key"],
                condition=Q(state__in=["queued", "running"]),
                nulls_distinct=False,
                name="job_active_once",
            ),
            models.CheckConstraint(
                condition=Q(created_by__isnull=True) ^ Q(system=""), name="job_asked_for_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_state_display()})"

    @property
    def asked_by(self) -> Actor:
        """The person, command or schedule that asked for the work."""
        return self.created_by or System(self.system)

    @property
    def percent(self) -> int:
        """Whole per cent done, 0 to 100; 0 while the total is unknown."""
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def is_active(self) -> bool:
        """True while a worker has it or will have it."""
        return self.state in self.ACTIVE
