"""The themes that coders find in an answer, and what they settled on."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor
from surveys.returns.models import Return

PERSON = settings.AUTH_USER_MODEL


def themes() -> "ArrayField[list[int], list[int]]":
    """Ids of themes, in order; none where no theme fits."""
    return ArrayField(models.BigIntegerField(), default=list, blank=True)


class Coding(TenantModel):
    """What one coder ticked on an answer; an answer has two coders at most, numbered 1 and 2.

    It is about the text of `text_sha256`: a return that is signed again with another text is
    read anew.
    """

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="codings", db_constraint=False, db_index=False
    )
    question = models.CharField(max_length=12)
    text_sha256 = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField(default=1)
    coder = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    themes = themes()
    memo = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["annual_return", "question", "number"]
        constraints = [
            PartnershipFloor(name="coding_floor", parents=("annual_return",), national_read="true"),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "question", "text_sha256", "number"],
                name="coding_once_a_place",
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "question", "text_sha256", "coder"],
                name="coding_once_a_coder",
            ),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="coding_by_two_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.question}, coder {self.number}"


class Settlement(TenantModel):
    """The codes an answer counts with: those two coders agreed on in a discussion, or those of its
    only coder (`alone`)."""

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="settlements", db_constraint=False, db_index=False
    )
    question = models.CharField(max_length=12)
    text_sha256 = models.CharField(max_length=64)
    themes = themes()
    alone = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    settled_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["annual_return", "question"]
        constraints = [
            PartnershipFloor(
                name="settlement_floor", parents=("annual_return",), national_read="true"
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "question", "text_sha256"],
                name="settlement_once",
            ),
            models.CheckConstraint(
                condition=Q(alone=True) | ~Q(note=""), name="settlement_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, settled"
