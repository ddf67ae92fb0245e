"""Queries: what the evaluation team asks about an answer, and the thread that follows."""

from django.conf import settings
from django.db import models

from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor
from surveys.returns.models.returns import Return

PERSON = settings.AUTH_USER_MODEL


class Side(models.TextChoices):
    """Who speaks."""

    EVALUATOR = "evaluator", "The evaluation team"
    PARTNERSHIP = "partnership", "The partnership"


class Query(TenantModel):
    """A question about one answer, or about the whole return (no `question`).

    The evaluation team asks; or the partnership does, to have something reopened.
    """

    class State(models.TextChoices):
        """open (the other side has to answer) → answered → settled; back to open at will."""

        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        SETTLED = "settled", "Settled"

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="queries", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=12, blank=True)
    raised_by_side = models.CharField(max_length=12, choices=Side, default=Side.EVALUATOR)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    raised_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    raised_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            # Who acts next on a queried return: neither its closed queries nor any message.
            PartnershipFloor(
                name="query_floor",
                parents=("annual_return",),
                national_read="raised_by_side = 'evaluator' AND state = 'open'",
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "number"], name="query_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Query {self.number}"


class QueryMessage(TenantModel):
    """One message of a query's thread."""

    query = models.ForeignKey(
        Query, models.PROTECT, related_name="messages", db_constraint=False, db_index=False
    )
    side = models.CharField(max_length=12, choices=Side)
    text = models.TextField()
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["partnership", "query"], name="message_by_query")]
        constraints = [
            PartnershipFloor(name="query_message_floor", parents=("query",), append_only=True)
        ]

    def __str__(self) -> str:
        return f"Message of {self.written_at:%Y-%m-%d}"
