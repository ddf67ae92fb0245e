"""What waits for one person in a partnership's room. Each kind is one query, however much waits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from partnerships.meetings.models import (
    Action,
    Attendance,
    AttendanceReply,
    AttendanceReport,
    Meeting,
    Minutes,
    Proposal,
)
from partnerships.meetings.queries.actions import MINE, Wanted, actions_found
from partnerships.meetings.queries.life import WERE_THERE, led_by
from partnerships.meetings.reading import Reader
from partnerships.membership.models import Constitution, Invitation
from partnerships.membership.permissions import P
from partnerships.protocols.models import Comment, Obligation, ProtocolVersion
from partnerships.protocols.queries.obligations import Line, line_of

MOST = 6  # lines of one kind; the register has the others
AGENDA_SOON = timedelta(days=21)
STATE = Minutes.State


@dataclass(frozen=True)
class Invited:
    """Invitations that nobody has taken up."""

    waiting: int
    expired: int


def my_actions(reader: Reader, today: date) -> list[Action]:
    """Open actions of the reader, the first due first; one more than MOST says that there are
    others."""
    if not reader.can(P.ACTION_UPDATE):
        return []
    return list(actions_found(reader, Wanted(whose=MINE), today)[: MOST + 1])


def minutes_waiting(reader: Reader, today: date) -> list[Minutes]:
    """Minutes to write or circulate, to read and amend, to confirm, to publish."""
    wanted = Q(pk__in=[])
    if reader.can(P.MINUTES_AMEND):
        wanted |= Q(state=STATE.CIRCULATED, amend_until__gte=today) & _concerns(reader)
    wanted |= _to_confirm(reader, today)
    if reader.can(P.MINUTES_WRITE):
        wanted |= Q(state=STATE.DRAFT)
        wanted |= Q(state=STATE.CONFIRMED, meeting__body__is_public=True, publishes=True)
    found = Minutes.objects.annotate(publishes=_publishes(today)).filter(wanted)
    return list(found.select_related("meeting__body").order_by("meeting__starts_at", "id")[:MOST])


def meetings_waiting(reader: Reader, now: datetime) -> list[Meeting]:
    """Meetings that are over without a record, and those soon without a published agenda."""
    wanted = Q(pk__in=[])
    if reader.can(P.MINUTES_WRITE):
        wanted |= Q(state=Meeting.State.CALLED, ends_at__lt=now)
    if reader.can(P.MEETING_MANAGE):
        soon = Q(starts_at__gte=now, starts_at__lt=now + AGENDA_SOON)
        wanted |= Q(state=Meeting.State.PLANNED) & soon
    found = Meeting.objects.filter(wanted).select_related("body")
    return list(found.order_by("starts_at", "id")[:MOST])


def proposals_waiting(reader: Reader) -> int:
    """How many proposals want an answer."""
    if not reader.can(P.MEETING_MANAGE):
        return 0
    return Proposal.objects.filter(state=Proposal.State.OPEN).count()


def protocols_to_comment(reader: Reader, today: date) -> list[ProtocolVersion]:
    """Versions out for consultation whose parties the reader belongs to, without a word of theirs."""
    if not reader.can(P.PROTOCOL_COMMENT):
        return []
    ours = reader.belonging.organisation_ids
    said = Comment.objects.filter(version=OuterRef("pk"), written_by=reader.user_id)
    found = ProtocolVersion.objects.filter(
        ~Exists(said),
        Q(comment_until__isnull=True) | Q(comment_until__gte=today),
        state=ProtocolVersion.State.CONSULTATION,
        ready_at=None,
        parties__organisation__in=ours,
    )
    return list(found.select_related("protocol").distinct().order_by("comment_until", "id")[:MOST])


def obligations_waiting(reader: Reader, today: date) -> list[Line]:
    """Obligations of the reader's organisations whose day has passed or is near. Two queries."""
    if not reader.can(P.PROTOCOL_READ):
        return []
    found = Obligation.objects.filter(
        version__state__in=ProtocolVersion.BINDING,
        organisation__in=reader.belonging.organisation_ids,
    )
    rows = found.select_related("organisation", "version__protocol").prefetch_related("reports")
    lines = [line_of(row, today) for row in rows]
    pressing = [line for line in lines if line.standing.is_overdue or line.standing.is_soon]
    return sorted(pressing, key=lambda line: (line.standing.open_day, line.obligation.pk))[:MOST]


def reports_waiting(reader: Reader, today: date) -> QuerySet[AttendanceReport]:
    """Attendance reports with a line about the reader's organisation that it may still answer."""
    if not reader.can(P.ATTENDANCE_READ) or not reader.belonging.organisation_ids:
        return AttendanceReport.objects.none()
    unanswered = Q(pk__in=[])
    for organisation_id in sorted(reader.belonging.organisation_ids):
        replied = AttendanceReply.objects.filter(
            report=OuterRef("pk"), organisation=organisation_id
        )
        about = [{"organisation": organisation_id}]
        unanswered |= Q(~Exists(replied), figures__contains=about)
    found = AttendanceReport.objects.filter(unanswered, opens_on__gt=today)
    return found.order_by("opens_on", "id")[:MOST]


def invitations_waiting(reader: Reader, now: datetime) -> Invited:
    """Invitations that are still open, and how many of them have expired."""
    if not reader.can(P.ROLES_MANAGE):
        return Invited(0, 0)
    pending = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    late = Count("pk", filter=Q(expires_at__lt=now))
    return Invited(**pending.aggregate(waiting=Count("pk"), expired=late))


def _concerns(reader: Reader) -> Q:
    there = Attendance.objects.filter(
        meeting=OuterRef("meeting"),
        member__in=reader.belonging.member_ids,
        kind__in=WERE_THERE,
    )
    return Q(meeting__body__in=reader.belonging.body_ids) | Q(Exists(there))


def _to_confirm(reader: Reader, today: date) -> Q:
    """By right, or as the chair of the body; never what one circulated oneself."""
    ready = Q(_has_later_meeting(), state=STATE.CIRCULATED, amend_until__lt=today)
    ready &= ~Q(circulated_by=reader.user_id)
    if reader.can(P.MINUTES_CONFIRM):
        return ready
    return ready & Q(meeting__body__in=led_by(reader.user_id))


def _has_later_meeting() -> Exists:
    later = Meeting.objects.filter(
        body=OuterRef("meeting__body"),
        state=Meeting.State.HELD,
        starts_at__gt=OuterRef("meeting__starts_at"),
    )
    return Exists(later)


def _publishes(today: date) -> Coalesce:
    """Whether the body's rules of today want minutes published; without rules they do."""
    rules = Constitution.objects.filter(body=OuterRef("meeting__body"), in_force_from__lte=today)
    newest = rules.order_by("-in_force_from").values("publishes_minutes")[:1]
    return Coalesce(Subquery(newest), Value(True))
