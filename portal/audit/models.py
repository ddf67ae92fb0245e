"""The audit trail: append-only, held by a partnership or by the nation."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.tenancy.models import HeldModel
from portal.tenancy.rls import HolderFloor


class AuditEvent(HeldModel):
    """One thing that happened. The application role can neither change nor delete it."""

    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_words = models.CharField(max_length=200)
    target = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["partnership", "-at"], name="audit_by_partnership")]
        constraints = [
            HolderFloor(name="audit_event_floor", append_only=True),
            models.CheckConstraint(
                condition=~Q(actor_words="") & ~Q(name=""), name="audit_event_has_actor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} by {self.actor_words}"
