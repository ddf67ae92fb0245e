"""What meetings leave behind: decisions and actions, numbered in the partnership's registers."""

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from partnerships.meetings.models.meetings import AgendaItem, Meeting
from partnerships.membership.models import Member, Organisation
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Decision(TenantModel):
    """RESOLVED. Numbered year/serial for good; a later decision may replace or rescind it."""

    class Reached(models.TextChoices):
        """How it was reached."""

        CONSENSUS = "consensus", "By consensus"
        VOTE = "vote", "By vote"

    class State(models.TextChoices):
        """in_force → replaced | rescinded."""

        IN_FORCE = "in_force", "In force"
        REPLACED = "replaced", "Replaced"
        RESCINDED = "rescinded", "Rescinded"

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="decisions", db_constraint=False, db_index=False
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="decisions", db_constraint=False, db_index=False
    )
    text = models.TextField()  # Markdown
    restricted = models.BooleanField(default=False)
    restricted_why = models.CharField(max_length=300, blank=True)
    reached = models.CharField(max_length=10, choices=Reached, default=Reached.CONSENSUS)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    casting_vote = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        db_constraint=False,
        db_index=False,
    )
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector("text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-year", "-serial"]
        indexes = [models.Index(fields=["partnership", "meeting"], name="decision_by_meeting")]
        constraints = [
            PartnershipFloor(name="decision_floor", parents=("meeting", "item", "replaced_by")),
            models.UniqueConstraint(
                fields=["partnership", "year", "serial"], name="decision_number_once"
            ),
            models.CheckConstraint(
                condition=Q(restricted=False) | ~Q(restricted_why=""),
                name="decision_restricted_says_why",
            ),
            models.CheckConstraint(
                condition=Q(reached="consensus", votes_for__isnull=True)
                | Q(
                    reached="vote",
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    votes_abstained__isnull=False,
                ),
                name="decision_votes_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state="replaced") | Q(replaced_by__isnull=False),
                name="decision_replaced_by_another",
            ),
        ]

    @property
    def number(self) -> str:
        """D2004/17"""
        return f"D{self.year}/{self.serial}"

    def __str__(self) -> str:
        return self.number


class Action(TenantModel):
    """Something a member or organisation undertook to do by a day. Open until closed with a note."""

    class State(models.TextChoices):
        """open → done | dropped."""

        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        db_constraint=False,
        db_index=False,
    )
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        db_constraint=False,
        db_index=False,
    )
    text = models.TextField()
    restricted = models.BooleanField(default=False)
    restricted_why = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="actions", db_constraint=False, db_index=False
    )
    owner = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        db_constraint=False,
        db_index=False,
    )
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closing_note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector("text", "closing_note", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["partnership", "state", "due_on"], name="action_by_due"),
            models.Index(fields=["partnership", "owner"], name="action_by_owner"),
            models.Index(fields=["partnership", "organisation"], name="action_by_organisation"),
        ]
        constraints = [
            PartnershipFloor(
                name="action_floor", parents=("meeting", "item", "organisation", "owner")
            ),
            models.UniqueConstraint(
                fields=["partnership", "year", "serial"], name="action_number_once"
            ),
            models.CheckConstraint(
                condition=Q(restricted=False) | ~Q(restricted_why=""),
                name="action_restricted_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (Q(state__in=["done", "dropped"], closed_at__isnull=False) & ~Q(closing_note="")),
                name="action_closed_with_a_note",
            ),
        ]

    @property
    def number(self) -> str:
        """A2004/31"""
        return f"A{self.year}/{self.serial}"

    def __str__(self) -> str:
        return self.number


class ActionUpdate(TenantModel):
    """How an action is coming along, as its owner tells it; never changed afterwards."""

    class Progress(models.TextChoices):
        """How it stands; the last three come with a change:
        another due day, another organisation or owner, the end."""

        ON_TRACK = "on_track", "On track"
        AT_RISK = "at_risk", "At risk"
        LATE = "late", "Late"
        MOVED = "moved", "Due day changed"
        GIVEN = "given", "Given to somebody else"
        CLOSED = "closed", "Closed"

    action = models.ForeignKey(
        Action, models.PROTECT, related_name="updates", db_constraint=False, db_index=False
    )
    progress = models.CharField(max_length=10, choices=Progress)
    text = models.TextField()
    due_on = models.DateField()
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["partnership", "action"], name="update_by_action")]
        constraints = [
            PartnershipFloor(name="action_update_floor", parents=("action",), append_only=True)
        ]

    def __str__(self) -> str:
        return f"{self.get_progress_display()}: {self.text}"
