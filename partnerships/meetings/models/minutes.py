"""Minutes: passages that several people write, amendments, corrections, frozen versions."""

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from partnerships.meetings.models.meetings import AgendaItem, Meeting
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Minutes(TenantModel):
    """The minutes of one meeting. `confirmed_at_meeting` is a later meeting of the same body."""

    class State(models.TextChoices):
        """draft → circulated → confirmed → published."""

        DRAFT = "draft", "Draft"
        CIRCULATED = "circulated", "Circulated"
        CONFIRMED = "confirmed", "Confirmed"
        PUBLISHED = "published", "Published"

    CONFIRMED = (State.CONFIRMED, State.PUBLISHED)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="minutes", db_constraint=False, db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    circulated_at = models.DateTimeField(null=True, blank=True)
    circulated_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    amend_until = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    confirmed_at_meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_minutes",
        db_constraint=False,
        db_index=False,
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "minutes"
        ordering = ["-meeting__starts_at", "id"]
        indexes = [models.Index(fields=["partnership", "state"], name="minutes_by_state")]
        constraints = [
            PartnershipFloor(name="minutes_floor", parents=("meeting", "confirmed_at_meeting")),
            models.UniqueConstraint(
                fields=["partnership", "meeting"], name="minutes_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "published"])
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_at_meeting__isnull=False,
                ),
                name="minutes_confirmed_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at_meeting__isnull=True)
                | ~Q(confirmed_at_meeting=models.F("meeting")),
                name="minutes_confirmed_at_a_later_one",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"


class Passage(TenantModel):
    """The discussion of one item as written: the open passage, or the restricted one beside it.

    `revision` counts saves; PassageRevision keeps each text, so that two editors can be merged."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="passages", db_constraint=False, db_index=False
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="passages", db_constraint=False, db_index=False
    )
    restricted = models.BooleanField(default=False)
    restricted_why = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # Markdown
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    edited_at = models.DateTimeField()
    search = models.GeneratedField(
        expression=SearchVector("text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["item__position", "restricted", "id"]
        constraints = [
            PartnershipFloor(name="passage_floor", parents=("minutes", "item")),
            models.UniqueConstraint(
                fields=["partnership", "minutes", "item", "restricted"],
                name="passage_once_an_item",
            ),
            models.CheckConstraint(
                condition=Q(restricted=False) | ~Q(restricted_why=""),
                name="passage_restricted_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}, revision {self.revision}"


class PassageRevision(TenantModel):
    """What a passage said at one revision, and who made it so."""

    passage = models.ForeignKey(
        Passage, models.PROTECT, related_name="revisions", db_constraint=False, db_index=False
    )
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    edited_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            PartnershipFloor(name="passage_revision_floor", parents=("passage",), append_only=True),
            models.UniqueConstraint(
                fields=["partnership", "passage", "revision"], name="passage_revision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Revision {self.revision}"


class Amendment(TenantModel):
    """What somebody who attended proposes to change in circulated minutes."""

    class State(models.TextChoices):
        """open → accepted | declined | withdrawn."""

        OPEN = "open", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="amendments", db_constraint=False, db_index=False
    )
    passage = models.ForeignKey(
        Passage, models.PROTECT, related_name="amendments", db_constraint=False, db_index=False
    )
    text = models.TextField()  # the passage as it should read
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="amendment_floor", parents=("minutes", "passage")),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="amendment_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Amendment to {self.passage}"


class Correction(TenantModel):
    """A change to circulated minutes that the later meeting agreed; shown in place for good."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="corrections", db_constraint=False, db_index=False
    )
    passage = models.ForeignKey(
        Passage, models.PROTECT, related_name="corrections", db_constraint=False, db_index=False
    )
    amendment = models.ForeignKey(
        Amendment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    before = models.TextField()
    after = models.TextField()
    made_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(
                name="correction_floor",
                parents=("minutes", "passage", "amendment", "made_at_meeting"),
                append_only=True,
            )
        ]

    def __str__(self) -> str:
        return f"Correction of {self.passage}"


class MinutesVersion(TenantModel):
    """Minutes as they stood at one moment, for good: the words, their hash, the PDF.

    `document` is everything the PDF shows; `sha256` is of its canonical JSON. A public copy leaves
    restricted passages out of `document` too: nothing of them is stored in it."""

    class Kind(models.TextChoices):
        """At which step it was frozen."""

        CIRCULATED = "circulated", "As circulated"
        CONFIRMED = "confirmed", "As confirmed"
        PUBLIC = "public", "Public copy"

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            PartnershipFloor(name="minutes_version_floor", parents=("minutes",), append_only=True),
            models.UniqueConstraint(
                fields=["partnership", "minutes", "number"], name="minutes_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}, {self.get_kind_display().lower()}"
