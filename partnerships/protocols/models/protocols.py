"""Protocols and their versions: text and parties."""

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from partnerships.membership.models import Organisation
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Protocol(TenantModel):
    """An agreement between partners, through all its versions. Numbered year/serial for good."""

    class Kind(models.TextChoices):
        """What it settles."""

        INFORMATION = "information", "Information sharing"
        PERFORMANCE = "performance", "Performance management"
        TWO_TIER = "two_tier", "Two-tier working"
        COMPACT = "compact", "Voluntary sector compact"
        CONDUCT = "conduct", "Conduct"
        FUNDING = "funding", "Funding"
        DISPUTES = "disputes", "Dispute resolution"
        OTHER = "other", "Other"

    class Subject(models.TextChoices):
        """What it is about; with the parties it finds protocols that overlap."""

        WHOLE = "whole", "The partnership as a whole"
        CRIME = "crime", "Crime and community safety"
        HEALTH = "health", "Health and social care"
        CHILDREN = "children", "Children and young people"
        LEARNING = "learning", "Education and learning"
        ECONOMY = "economy", "Economy and employment"
        HOUSING = "housing", "Housing"
        ENVIRONMENT = "environment", "Environment"
        TRANSPORT = "transport", "Transport and access"
        CULTURE = "culture", "Culture and leisure"

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=12, choices=Subject, default=Subject.WHOLE)
    is_public = models.BooleanField(default=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector("title", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-year", "-serial"]
        indexes = [models.Index(fields=["partnership", "kind"], name="protocol_by_kind")]
        constraints = [
            PartnershipFloor(name="protocol_floor"),
            models.UniqueConstraint(
                fields=["partnership", "year", "serial"], name="protocol_number_once"
            ),
        ]

    @property
    def number(self) -> str:
        """P2004/3"""
        return f"P{self.year}/{self.serial}"

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ProtocolVersion(TenantModel):
    """One text of a protocol. `text_sha256` is of everything that is signed: purpose, clauses,
    parties and obligations; it changes with every change of them while the version may change."""

    class State(models.TextChoices):
        """draft → consultation → signed → in_force → under_review → superseded | withdrawn."""

        DRAFT = "draft", "Draft"
        CONSULTATION = "consultation", "Out for consultation"
        SIGNED = "signed", "Signed"
        IN_FORCE = "in_force", "In force"
        UNDER_REVIEW = "under_review", "Under review"
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    EDITABLE = (State.DRAFT, State.CONSULTATION)
    COMING = (State.DRAFT, State.CONSULTATION, State.SIGNED)
    BINDING = (State.IN_FORCE, State.UNDER_REVIEW)

    protocol = models.ForeignKey(
        Protocol, models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    purpose = models.TextField(blank=True)  # Markdown
    what_changed = models.CharField(max_length=300, blank=True)
    # Consultation: comments are taken up to this day; afterwards it may be ready for signature.
    comment_until = models.DateField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    # Everything that was signed, frozen when the last party signed.
    document = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    reminded_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector("purpose", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["partnership", "state", "review_on"], name="version_by_state")
        ]
        constraints = [
            PartnershipFloor(name="protocol_version_floor", parents=("protocol",)),
            models.UniqueConstraint(
                fields=["partnership", "protocol", "number"], name="protocol_version_once"
            ),
            models.UniqueConstraint(
                fields=["partnership", "protocol"],
                condition=Q(state__in=["in_force", "under_review"]),
                name="protocol_one_version_binds",
            ),
            models.UniqueConstraint(
                fields=["partnership", "protocol"],
                condition=Q(state__in=["draft", "consultation", "signed"]),
                name="protocol_one_version_coming",
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True)
                | Q(in_force_on__isnull=True)
                | Q(review_on__gt=F("in_force_on")),
                name="protocol_reviewed_after_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(ended_why=""),
                name="protocol_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True) | ~Q(state="draft"),
                name="protocol_draft_is_not_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol}, version {self.number}"

    @property
    def is_editable(self) -> bool:
        """Whether its text may still change."""
        return self.state in self.EDITABLE

    @property
    def is_binding(self) -> bool:
        """In force, under review or not."""
        return self.state in self.BINDING

    @property
    def is_ready(self) -> bool:
        """Whether the parties are asked to sign it."""
        return self.state == self.State.CONSULTATION and self.ready_at is not None

    @property
    def state_words(self) -> str:
        """The state for readers: the end of a consultation is when signatures are asked for."""
        return "Out for signature" if self.is_ready else str(self.get_state_display())


class Party(TenantModel):
    """An organisation that a version binds and that signs it."""

    version = models.ForeignKey(
        ProtocolVersion, models.PROTECT, related_name="parties", db_constraint=False, db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="party_to", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["partnership", "organisation"], name="party_by_organisation")
        ]
        constraints = [
            PartnershipFloor(name="party_floor", parents=("version", "organisation")),
            models.UniqueConstraint(
                fields=["partnership", "version", "organisation"], name="party_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Clause(TenantModel):
    """One numbered clause."""

    version = models.ForeignKey(
        ProtocolVersion, models.PROTECT, related_name="clauses", db_constraint=False, db_index=False
    )
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField()  # Markdown
    revision = models.PositiveIntegerField(default=1)
    search = models.GeneratedField(
        expression=SearchVector("heading", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            PartnershipFloor(name="clause_floor", parents=("version",)),
            models.UniqueConstraint(
                fields=["partnership", "version", "position"],
                name="clause_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.heading}"
