"""Who was there, and who declared an interest in what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.meetings.models.meetings import AgendaItem, Meeting
from partnerships.membership.models import Member, Organisation, Seat
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Attendance(TenantModel):
    """One person at one meeting. `seat` is what they sit for: their own, or as a substitute the
    seat of the member they stand in for; a guest has a name and no member."""

    class Kind(models.TextChoices):
        """How they stand to the meeting."""

        PRESENT = "present", "Present"
        SUBSTITUTE = "substitute", "Substitute"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"
        OBSERVER = "observer", "In attendance"

    HERE = (Kind.PRESENT, Kind.SUBSTITUTE)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendance", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendance",
        db_constraint=False,
        db_index=False,
    )
    seat = models.ForeignKey(
        Seat,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendance",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(max_length=160)  # as minuted, with the organisation for a guest
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.CharField(max_length=200, blank=True)  # "from item 4", "left at 15.30"

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["partnership", "member"], name="attendance_by_member")]
        constraints = [
            PartnershipFloor(name="attendance_floor", parents=("meeting", "member", "seat")),
            models.UniqueConstraint(
                fields=["partnership", "meeting", "member"],
                condition=Q(member__isnull=False),
                name="attendance_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["partnership", "meeting", "seat"],
                condition=Q(seat__isnull=False, kind__in=["present", "substitute"]),
                name="attendance_one_on_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(kind="substitute") | Q(seat__isnull=False, member__isnull=False),
                name="attendance_substitute_for_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"


class Declaration(TenantModel):
    """An interest that a member declared in one item; who has one is not counted for its quorum."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="declarations", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="declarations", db_constraint=False, db_index=False
    )
    words = models.CharField(max_length=500)
    left_room = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="declaration_floor", parents=("item", "member")),
            models.UniqueConstraint(
                fields=["partnership", "item", "member"], name="declaration_once_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.words}"


class AttendanceReport(TenantModel):
    """Attendance over a period by organisation. First each organisation sees its own line and may
    reply; everybody sees the whole, replies included, from `opens_on`."""

    first_on = models.DateField()
    last_on = models.DateField()
    opens_on = models.DateField()
    # One line an organisation: counts as they were when the report was made.
    figures = models.JSONField(default=list)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-last_on", "id"]
        constraints = [
            PartnershipFloor(name="attendance_report_floor"),
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="attendance_report_period"
            ),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.first_on} to {self.last_on}"


class AttendanceReply(TenantModel):
    """What an organisation says about its line of a report."""

    report = models.ForeignKey(
        AttendanceReport,
        models.PROTECT,
        related_name="replies",
        db_constraint=False,
        db_index=False,
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    text = models.TextField()
    replied_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    replied_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "attendance replies"
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="attendance_reply_floor", parents=("report", "organisation")),
            models.UniqueConstraint(
                fields=["partnership", "report", "organisation"], name="attendance_reply_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.text}"
