"""Consent to be quoted, given by the partnership, and the quotes made under it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor
from surveys.reading.models.codes import themes
from surveys.returns.models import Return

PERSON = settings.AUTH_USER_MODEL


class QuoteConsent(TenantModel):
    """What the partnership says about quoting one text answer; no row: it was not asked.

    It is about the text of `text_sha256`; another text needs a new answer.
    """

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="consents", db_constraint=False, db_index=False
    )
    question = models.CharField(max_length=12)
    text_sha256 = models.CharField(max_length=64)
    may_quote = models.BooleanField()
    said_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["annual_return", "question"]
        constraints = [
            PartnershipFloor(
                name="quote_consent_floor", parents=("annual_return",), national_read="true"
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "question"], name="quote_consent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {'may' if self.may_quote else 'may not'} be quoted"


class Quote(TenantModel):
    """A passage of an answer as it may be printed, attributed to a group and never to a name.

    `text` is `passage` with every change in square brackets. A second evaluator approves.
    """

    class State(models.TextChoices):
        """proposed → offered or refused; proposed and offered → withdrawn."""

        PROPOSED = "proposed", "Waiting for approval"
        OFFERED = "offered", "Offered"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    LIVE = (State.PROPOSED, State.OFFERED)

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="quotes", db_constraint=False, db_index=False
    )
    question = models.CharField(max_length=12)
    text_sha256 = models.CharField(max_length=64)
    passage = models.TextField()
    text = models.TextField()
    group = models.CharField(max_length=40)
    themes = themes()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was refused or withdrawn.
    reason = models.TextField(blank=True)
    # The released publication that prints it, in words; from then on it stays.
    published_in = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question", "id"]
        indexes = [models.Index(fields=["partnership", "annual_return"], name="quote_by_return")]
        constraints = [
            PartnershipFloor(name="quote_floor", parents=("annual_return",), national_read="true"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="quote_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(decided_by__isnull=False),
                name="quote_offered_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state="offered"),
                name="quote_published_stays",
            ),
        ]

    def __str__(self) -> str:
        return f"Quote of an answer to {self.question}"

    @property
    def is_published(self) -> bool:
        """Whether a released publication prints it."""
        return self.published_at is not None
