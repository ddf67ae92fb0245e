"""Consultation comments and signatures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.membership.models import Member, Organisation
from partnerships.protocols.models.protocols import Clause, Party, ProtocolVersion
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Comment(TenantModel):
    """What somebody says in consultation, on the whole or on one clause, and the answer to it."""

    class State(models.TextChoices):
        """open → taken | declined."""

        OPEN = "open", "Waiting"
        TAKEN = "taken", "Taken up"
        DECLINED = "declined", "Not taken up"

    version = models.ForeignKey(
        ProtocolVersion,
        models.PROTECT,
        related_name="comments",
        db_constraint=False,
        db_index=False,
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        db_constraint=False,
        db_index=False,
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
    # "Clause 2, Who may ask", as it was called then: the clause may be moved or removed.
    about = models.CharField(max_length=260, blank=True)
    text = models.TextField()
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["partnership", "version"], name="comment_by_version")]
        constraints = [
            PartnershipFloor(name="comment_floor", parents=("version", "clause", "organisation")),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="comment_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Signature(TenantModel):
    """One party's signature, bound to the exact text by its hash. A changed text ends it
    (`lapsed_at`); the party may also take it back, with a reason, before the protocol is in force."""

    version = models.ForeignKey(
        ProtocolVersion,
        models.PROTECT,
        related_name="signatures",
        db_constraint=False,
        db_index=False,
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="signatures", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # As it stood when it was signed; the member may change job later.
    signed_as = models.CharField(max_length=260)
    text_sha256 = models.CharField(max_length=64)
    signed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="signature_floor", parents=("version", "party", "member")),
            models.UniqueConstraint(
                fields=["partnership", "version", "party"],
                condition=Q(lapsed_at__isnull=True, withdrawn_at__isnull=True),
                name="signature_once_a_party",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
                name="signature_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_as}, {self.signed_at:%d %B %Y}"
