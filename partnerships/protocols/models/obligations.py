"""What parties undertake, and whether they kept it."""

from django.conf import settings
from django.db import models

from partnerships.membership.models import Organisation
from partnerships.protocols.models.protocols import Clause, ProtocolVersion
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Obligation(TenantModel):
    """What a party undertakes: once by `due_on`, or again and again from then on."""

    class Recurs(models.TextChoices):
        """How often it falls due."""

        ONCE = "once", "Once"
        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every quarter"
        HALF_YEAR = "half_year", "Every six months"
        YEAR = "year", "Every year"

    version = models.ForeignKey(
        ProtocolVersion,
        models.PROTECT,
        related_name="obligations",
        db_constraint=False,
        db_index=False,
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        db_constraint=False,
        db_index=False,
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="obligations",
        db_constraint=False,
        db_index=False,
    )
    what = models.CharField(max_length=300)
    measure = models.CharField(max_length=300, blank=True)
    evidence = models.CharField(max_length=300, blank=True)  # what shows that it was kept
    exceptions = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    recurs = models.CharField(max_length=10, choices=Recurs, default=Recurs.ONCE)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["partnership", "organisation", "due_on"], name="obligation_by_party"
            )
        ]
        constraints = [
            PartnershipFloor(name="obligation_floor", parents=("version", "clause", "organisation"))
        ]

    def __str__(self) -> str:
        return self.what


class ObligationReport(TenantModel):
    """Whether an obligation was kept for one due day; a later report on the same day replaces it."""

    class Outcome(models.TextChoices):
        """What came of it."""

        KEPT = "kept", "Kept"
        BREACHED = "breached", "Breached"
        EXCEPTED = "excepted", "Exception agreed"

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="reports", db_constraint=False, db_index=False
    )
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField()
    reported_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    reported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-due_on", "-id"]
        indexes = [models.Index(fields=["partnership", "obligation"], name="report_by_obligation")]
        constraints = [
            PartnershipFloor(
                name="obligation_report_floor", parents=("obligation",), append_only=True
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} on {self.due_on}"
