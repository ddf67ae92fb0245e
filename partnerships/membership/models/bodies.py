"""Bodies of a partnership, their constitutions, and who sits on them when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from partnerships.membership.models.people import Member, Organisation
from partnerships.membership.models.sectors import Sector
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor


class Body(TenantModel):
    """A board, executive, thematic partnership, area forum or LAA block.

    `name_public`s apart, a body with `is_public` is listed on the partnership's public page.
    """

    class Kind(models.TextChoices):
        """In the order of every list."""

        BOARD = "board", "Board"
        EXECUTIVE = "executive", "Executive"
        THEMATIC = "thematic", "Thematic partnership"
        AREA_FORUM = "area_forum", "Area forum"
        LAA_BLOCK = "laa_block", "LAA block"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    purpose = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_constraint=False,
        db_index=False,
    )
    formed_on = models.DateField(null=True, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)  # the last day that counts
    is_public = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["name", "id"]
        constraints = [
            PartnershipFloor(name="body_floor", parents=("parent",)),
            models.UniqueConstraint(fields=["partnership", "name"], name="body_name_once"),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True)
                | Q(formed_on__isnull=True)
                | Q(dissolved_on__gte=F("formed_on")),
                name="body_dissolved_after_formed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Constitution(TenantModel):
    """The rules of a body from a day on; the newest in force on a day counts.

    Quorum is met when the voting seats' holders (or substitutes) present are at least
    `quorum_number`, at least `quorum_share` per cent of the voting seats, and at least
    `quorum_sectors` ({"voluntary": 1, "business": 1}) of each sector. A rule left empty asks nothing.
    """

    class Decides(models.TextChoices):
        """How the body decides."""

        CONSENSUS = "consensus", "By consensus, with a vote as a last resort"
        VOTE = "vote", "By vote"

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="constitutions", db_constraint=False, db_index=False
    )
    in_force_from = models.DateField()
    quorum_number = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_share = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_sectors = models.JSONField(default=dict, blank=True)
    substitutes_allowed = models.BooleanField(default=True)
    decides_by = models.CharField(max_length=10, choices=Decides, default=Decides.CONSENSUS)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(default=5)  # working days before the meeting
    publishes_minutes = models.BooleanField(default=True)

    class Meta:
        ordering = ["-in_force_from", "id"]
        constraints = [
            PartnershipFloor(name="constitution_floor", parents=("body",)),
            models.UniqueConstraint(
                fields=["partnership", "body", "in_force_from"], name="constitution_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(quorum_share__isnull=True) | Q(quorum_share__lte=100),
                name="constitution_share_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"Rules from {self.in_force_from}"


class Seat(TenantModel):
    """A place on a body, for an organisation or for a sector; vacant while nobody's tenure runs."""

    class Role(models.TextChoices):
        """What the holder is on the body."""

        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice_chair", "Vice-chair"
        MEMBER = "member", "Member"
        ADVISER = "adviser", "Adviser"
        OBSERVER = "observer", "Observer"

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="seats", db_constraint=False, db_index=False
    )
    title = models.CharField(max_length=120)
    sector = models.CharField(max_length=12, choices=Sector)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        db_constraint=False,
        db_index=False,
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    votes = models.BooleanField(default=True)
    created_on = models.DateField()
    abolished_on = models.DateField(null=True, blank=True)  # the last day that counts

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["partnership", "body"], name="seat_by_body")]
        constraints = [
            PartnershipFloor(name="seat_floor", parents=("body", "organisation")),
            models.CheckConstraint(
                condition=Q(abolished_on__isnull=True) | Q(abolished_on__gte=F("created_on")),
                name="seat_abolished_after_created",
            ),
            models.CheckConstraint(
                condition=Q(votes=False) | ~Q(role__in=["adviser", "observer"]),
                name="seat_advisers_do_not_vote",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class _Days(Func):
    """daterange(from, until, '[]')"""

    function = "DATERANGE"
    output_field = DateRangeField()


class Tenure(TenantModel):
    """One member's time on one seat, both days included; the database lets no two overlap."""

    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="tenures", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="tenures", db_constraint=False, db_index=False
    )
    substitute = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes_for",
        db_constraint=False,
        db_index=False,
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # term ends or ended; None: no end agreed
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-since", "id"]
        indexes = [
            models.Index(fields=["partnership", "member"], name="tenure_by_member"),
            models.Index(fields=["partnership", "seat"], name="tenure_by_seat"),
        ]
        constraints = [
            PartnershipFloor(name="tenure_floor", parents=("seat", "member", "substitute")),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="tenure_until_after_since",
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("member")),
                name="tenure_substitute_is_another",
            ),
            ExclusionConstraint(
                name="tenure_seat_held_once",
                expressions=[
                    ("partnership", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (
                        _Days("since", "until", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} from {self.since}"
