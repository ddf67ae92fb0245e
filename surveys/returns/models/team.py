"""Who works on which section, for how long, and what the partners say about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.membership.models import Organisation
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor
from surveys.returns.models.returns import Return

PERSON = settings.AUTH_USER_MODEL


class Assignment(TenantModel):
    """A section given to a person or to an organisation, all of whose members may then answer."""

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="assignments", db_constraint=False, db_index=False
    )
    section = models.CharField(max_length=12)
    person = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    due_on = models.DateField(null=True, blank=True)
    assigned_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    assigned_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="assignment_floor", parents=("annual_return", "organisation")),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
                name="assignment_to_one",
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "section", "person"],
                condition=Q(person__isnull=False),
                name="assignment_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "section", "organisation"],
                condition=Q(organisation__isnull=False),
                name="assignment_once_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.person or self.organisation}"


class Endorsement(TenantModel):
    """What a partner organisation says about a section; no row: it is silent.

    It is about the answers of `seen` (a hash of them); when they change, pages say so.
    """

    class Verdict(models.TextChoices):
        """endorse | dissent, the latter with a note."""

        ENDORSE = "endorse", "Endorses"
        DISSENT = "dissent", "Does not agree"

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="endorsements", db_constraint=False, db_index=False
    )
    section = models.CharField(max_length=12)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    verdict = models.CharField(max_length=10, choices=Verdict)
    note = models.TextField(blank=True)
    seen = models.CharField(max_length=64)
    said_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="endorsement_floor", parents=("annual_return", "organisation")),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "section", "organisation"],
                name="endorsement_once",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="dissent") | ~Q(note=""), name="endorsement_dissent_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_verdict_display()}"


class Effort(TenantModel):
    """The time one person has spent on one section, measured from page views and saves.

    Somebody seen a moment ago is there now; the sums are the burden of the return.
    """

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="efforts", db_constraint=False, db_index=False
    )
    section = models.CharField(max_length=12)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    seconds = models.PositiveIntegerField(default=0)
    last_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="effort_floor", parents=("annual_return",)),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "section", "person"], name="effort_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.seconds} s"
