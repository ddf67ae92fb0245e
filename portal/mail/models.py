"""One email to one person, and which emails a person wishes to get."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.mail.kinds import kind_words
from portal.tenancy.models import HeldModel
from portal.tenancy.rls import HolderFloor


class Delivery(HeldModel):
    """Written with the business change that it tells of, so it is the outbox and the log.

    `body` says what happened, in lines; greeting, link and footer are added on sending. `path` is
    an address of the portal; it is emptied after sending to somebody without an account, whose
    link is a key. `once` names the occasion of a reminder, so that it is told once only.
    """

    class State(models.TextChoices):
        """queued → sending → sent | failed | queued again; waiting → (its digest's) sent | failed."""

        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        WAITING = "waiting", "For the daily digest"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not delivered"
        OFF = "off", "Switched off"

    class Fault(models.TextChoices):
        """Why it failed; ADVICE says what to do next."""

        REFUSED = "refused", "Turned down"
        UNREACHABLE = "unreachable", "Not taken, however often"
        UNSURE = "unsure", "May have arrived"

    UNSENT = (State.QUEUED, State.SENDING, State.WAITING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    email = models.EmailField(max_length=254)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=500, blank=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    once = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    digest = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="parts",
        db_constraint=False,
        db_index=False,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    fault = models.CharField(max_length=12, choices=Fault, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["partnership", "-created_at"], name="delivery_by_partnership"),
            models.Index(fields=["partnership", "about_type", "about_id"], name="delivery_about"),
            models.Index(
                fields=["partnership", "state"],
                condition=Q(state__in=["queued", "sending", "waiting"]),
                name="delivery_unsent",
            ),
        ]
        constraints = [
            # The evaluation team counts what became of the reminders it has sent.
            HolderFloor(
                name="delivery_floor",
                parents=("digest",),
                national_read="kind = 'return_reminder'",
            ),
            models.UniqueConstraint(
                fields=["partnership", "kind", "email", "once"],
                condition=~Q(once=""),
                nulls_distinct=False,
                name="delivery_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.email} ({self.get_state_display()})"

    @property
    def kind_words(self) -> str:
        """What kind of email it is."""
        return kind_words(self.kind)

    @property
    def advice(self) -> str:
        """What to do about a failed one, else an empty text."""
        return ADVICE[self.Fault(self.fault)] if self.fault else ""

    @property
    def can_be_sent_again(self) -> bool:
        """Failed, and not a part of a digest, which is sent again as a whole."""
        return self.state == self.State.FAILED and self.digest_id is None


ADVICE = {
    Delivery.Fault.REFUSED: (
        "The mail server turned it down. Check the address with the person, correct it, then send"
        " the email again."
    ),
    Delivery.Fault.UNREACHABLE: (
        "The portal tried five times. Tell the portal administrator what the mail server said,"
        " and send the email again when that is put right."
    ),
    Delivery.Fault.UNSURE: (
        "The portal stopped while it was sending, so the email may have arrived. Ask the person"
        " before you send it again."
    ),
}


class Preference(models.Model):
    """When one person gets one kind of email. No row means at once."""

    class Wish(models.TextChoices):
        """When to send."""

        NOW = "now", "At once"
        DIGEST = "digest", "In the daily digest"
        OFF = "off", "Never"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    wish = models.CharField(max_length=8, choices=Wish)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_wish_display()}"
