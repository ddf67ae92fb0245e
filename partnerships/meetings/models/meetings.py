"""Meetings of a body, their agendas and what members propose for one."""

import uuid

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from partnerships.membership.models import Body, Member
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Series(TenantModel):
    """Meetings planned together: the same body, place and local time every so often."""

    class Every(models.TextChoices):
        """How often."""

        MONTH = "month", "Every month"
        TWO_MONTHS = "two_months", "Every two months"
        QUARTER = "quarter", "Every three months"
        HALF_YEAR = "half_year", "Every six months"

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="series", db_constraint=False, db_index=False
    )
    title = models.CharField(max_length=160)
    every = models.CharField(max_length=12, choices=Every)
    first_on = models.DateField()
    starts = models.TimeField()  # local time, whatever the clock does in March and October
    minutes = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["-first_on", "id"]
        constraints = [PartnershipFloor(name="series_floor", parents=("body",))]

    def __str__(self) -> str:
        return self.title


class Meeting(TenantModel):
    """One meeting of a body. `sequence` counts changes that calendars must hear of (RFC 5545)."""

    class State(models.TextChoices):
        """planned → called (agenda published and locked) → held; or cancelled before it is held."""

        PLANNED = "planned", "Planned"
        CALLED = "called", "Agenda published"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="meetings", db_constraint=False, db_index=False
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        db_constraint=False,
        db_index=False,
    )
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    # Why the agenda went out later than the constitution asks for.
    short_notice_why = models.CharField(max_length=300, blank=True)
    agenda_published_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    chaired_by = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-starts_at", "id"]
        indexes = [
            models.Index(fields=["partnership", "starts_at"], name="meeting_by_time"),
            models.Index(fields=["partnership", "body", "starts_at"], name="meeting_by_body"),
        ]
        constraints = [
            PartnershipFloor(name="meeting_floor", parents=("body", "series", "chaired_by")),
            models.UniqueConstraint(fields=["partnership", "uid"], name="meeting_uid_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(TenantModel):
    """One item. `number` is empty until the agenda is published, then never changes; an item added
    afterwards is late and gets the number before it with a letter (12a)."""

    class Kind(models.TextChoices):
        """What the body is asked to do with it."""

        DECISION = "decision", "For decision"
        DISCUSSION = "discussion", "For discussion"
        INFORMATION = "information", "For information"

    class Standing(models.TextChoices):
        """Items that come back at every meeting; most items are none of these."""

        NONE = "", "An item of its own"
        APOLOGIES = "apologies", "Welcome and apologies"
        INTERESTS = "interests", "Declarations of interest"
        MINUTES = "minutes", "Minutes of the last meeting"
        MATTERS = "matters", "Matters arising"
        ACTIONS = "actions", "Open actions"
        OTHER = "other", "Any other business"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="items", db_constraint=False, db_index=False
    )
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=6, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.NONE, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)  # Markdown
    presenter = models.CharField(max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # time allotted
    restricted = models.BooleanField(default=False)
    restricted_why = models.CharField(max_length=300, blank=True)
    is_late = models.BooleanField(default=False)
    # The earlier item whose matter arises again here.
    arises_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    revision = models.PositiveIntegerField(default=1)
    search = models.GeneratedField(
        expression=SearchVector("title", "summary", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            PartnershipFloor(name="agenda_item_floor", parents=("meeting", "arises_from")),
            models.UniqueConstraint(
                fields=["partnership", "meeting", "position"],
                name="agenda_item_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["partnership", "meeting", "number"],
                condition=~Q(number=""),
                name="agenda_item_number_once",
            ),
            models.CheckConstraint(
                condition=Q(restricted=False) | ~Q(restricted_why=""),
                name="agenda_item_restricted_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Proposal(TenantModel):
    """What a member asks a body to put on an agenda; the co-ordinator takes or declines it."""

    class State(models.TextChoices):
        """open → taken | declined | withdrawn."""

        OPEN = "open", "Waiting"
        TAKEN = "taken", "On an agenda"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="proposals", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=12, choices=AgendaItem.Kind)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        ordering = ["-proposed_at", "id"]
        indexes = [models.Index(fields=["partnership", "state"], name="proposal_by_state")]
        constraints = [
            PartnershipFloor(name="proposal_floor", parents=("body", "item")),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="proposal_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title
