"""Meetings, their agendas and papers, as one reader may see them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from partnerships.meetings.clock import minutes_between
from partnerships.meetings.models import (
    Action,
    AgendaItem,
    Meeting,
    Minutes,
    Paper,
    PaperVersion,
)
from partnerships.meetings.queries.actions import actions_open_to
from partnerships.meetings.reading import (
    Reader,
    actions_for,
    may_read_agenda,
    may_read_item,
    may_read_minutes,
    may_read_paper,
    meetings_for,
    open_to,
)
from partnerships.membership.models import Body
from partnerships.membership.permissions import P
from partnerships.membership.queries.serving import bodies_on


@dataclass(frozen=True)
class PaperLine:
    """A paper on an agenda; without `shown` the reader sees why it is restricted, no more."""

    paper: Paper
    latest: PaperVersion | None
    shown: bool


@dataclass(frozen=True)
class ItemLine:
    """An item on an agenda; without `shown` the reader sees its number and why it is restricted."""

    item: AgendaItem
    shown: bool
    papers: list[PaperLine] = field(default_factory=list)


@dataclass(frozen=True)
class Agenda:
    """An agenda for one reader. Minutes are allotted to the items and those of the meeting."""

    lines: list[ItemLine]
    allotted: int
    length: int

    @property
    def left(self) -> int:
        """Minutes that no item has; negative if the items have more than the meeting."""
        return self.length - self.allotted

    @property
    def untimed(self) -> int:
        """How many items have no time of their own."""
        return sum(line.item.minutes is None for line in self.lines)


@dataclass(frozen=True)
class Matters:
    """What the last meeting of the body left behind, as far as the reader may see it."""

    last: Meeting | None
    minutes: Minutes | None  # of the last meeting
    items: list[AgendaItem]  # with `open_actions` and `is_carried`
    actions: list[Action]


def meetings_found(
    reader: Reader, *, at: datetime, past: bool = False, body: int | None = None, state: str = ""
) -> QuerySet[Meeting]:
    """Meetings the reader may know of that are over at this moment, newest first, or still to
    come, the next one first; narrowed by the body's id and the state."""
    found = Meeting.objects.filter(meetings_for(reader)).select_related("body", "series")
    found = found.annotate(
        has_minutes=Exists(Minutes.objects.filter(meeting=OuterRef("pk")).exclude(state="draft"))
    )
    if body:
        found = found.filter(body=body)
    if state:
        found = found.filter(state=state)
    if past:
        return found.filter(ends_at__lt=at).order_by("-starts_at", "-id")
    return found.filter(ends_at__gte=at).order_by("starts_at", "id")


def meeting_by_id(meeting_id: int, reader: Reader | None = None) -> Meeting | None:
    """The meeting with its body, or None; with a reader only if they may know of it."""
    rows = Meeting.objects.select_related("body", "series", "partnership", "chaired_by")
    seen = rows.filter(meetings_for(reader)) if reader else rows
    return seen.filter(pk=meeting_id).first()


def item_by_id(item_id: int) -> AgendaItem | None:
    """The item with its meeting and body, or None."""
    rows = AgendaItem.objects.select_related("meeting__body", "meeting__partnership")
    return rows.filter(pk=item_id).first()


def agenda_of(meeting: Meeting, reader: Reader) -> Agenda:
    """The agenda in order with papers and their newest files. Three queries."""
    versions = PaperVersion.objects.select_related("uploaded_by").order_by("-number")
    papers = Paper.objects.prefetch_related(Prefetch("versions", versions, to_attr="files"))
    items = meeting.items.prefetch_related(Prefetch("papers", papers.order_by("position", "id")))
    found = list(items.select_related("arises_from").order_by("position"))
    return Agenda(
        lines=[_line(meeting, item, reader) for item in found],
        allotted=sum(item.minutes or 0 for item in found),
        length=minutes_between(meeting.starts_at, meeting.ends_at),
    )


def _line(meeting: Meeting, item: AgendaItem, reader: Reader) -> ItemLine:
    if not may_read_item(reader, item, meeting.body_id):
        return ItemLine(item, shown=False)
    papers = [
        PaperLine(
            paper,
            next(iter(paper.files), None),  # type: ignore[attr-defined] # prefetched
            may_read_paper(reader, paper, item, meeting.body_id),
        )
        for paper in item.papers.all()
    ]
    return ItemLine(item, shown=True, papers=papers)


def matters_of(meeting: Meeting, reader: Reader) -> Matters:
    """Items of the body's last held meeting before this one, and all its open actions.
    Four queries."""
    held = Meeting.objects.filter(
        body=meeting.body_id, state=Meeting.State.HELD, starts_at__lt=meeting.starts_at
    )
    last = held.order_by("-starts_at").first()
    items: list[AgendaItem] = []
    if last:
        seen = Q(actions__state="open") & actions_for(reader, "actions__")
        still_open = Count("actions", filter=seen, distinct=True)
        carried = Exists(AgendaItem.objects.filter(meeting=meeting, arises_from=OuterRef("pk")))
        own = last.items.filter(open_to(reader), standing="").order_by("position")
        items = list(own.annotate(open_actions=still_open, is_carried=carried))
    rows = actions_open_to(reader).filter(
        meeting__body=meeting.body_id,
        meeting__starts_at__lt=meeting.starts_at,
        state=Action.State.OPEN,
    )
    minutes = last.minutes.first() if last else None
    if minutes and not may_read_minutes(reader, minutes):
        minutes = None
    return Matters(last, minutes, items, list(rows.order_by("due_on", "id")))


def paper_for(reader: Reader, paper_id: int) -> Paper | None:
    """A paper with its item and meeting if the reader may read it, else None. One withdrawn is
    for those who build agendas."""
    rows = Paper.objects.select_related("item__meeting__body", "item__meeting__partnership")
    paper = rows.filter(pk=paper_id).first()
    return paper if paper and _may_open(reader, paper) else None


def versions_of(paper: Paper) -> QuerySet[PaperVersion]:
    """Its files, newest first."""
    return paper.versions.select_related("uploaded_by").order_by("-number")


def version_for(reader: Reader, paper_version_id: int) -> PaperVersion | None:
    """One file of a paper if the reader may read the paper, else None."""
    rows = PaperVersion.objects.select_related("paper__item__meeting__body")
    version = rows.filter(pk=paper_version_id).first()
    return version if version and _may_open(reader, version.paper) else None


def _may_open(reader: Reader, paper: Paper) -> bool:
    meeting = paper.item.meeting
    if paper.withdrawn_at and not reader.can(P.MEETING_MANAGE):
        return False
    return may_read_agenda(reader, meeting) and may_read_paper(
        reader, paper, paper.item, meeting.body_id
    )


def live_bodies() -> QuerySet[Body]:
    """Bodies that still meet, by name."""
    return Body.objects.filter(bodies_on(timezone.localdate())).order_by("name", "id")


def all_bodies() -> QuerySet[Body]:
    """Every body, by name."""
    return Body.objects.order_by("name", "id")


def drafts_of(body_id: int, but: Meeting | None = None) -> QuerySet[Meeting]:
    """The body's meetings whose agendas are drafts, the next one first."""
    rows = Meeting.objects.filter(body=body_id, state=Meeting.State.PLANNED)
    rows = rows.exclude(pk=but.pk) if but else rows
    return rows.select_related("body").order_by("starts_at", "id")


def to_come(body_id: int, at: datetime) -> QuerySet[Meeting]:
    """The body's meetings that take items: planned or called and not over, the next one first."""
    states = (Meeting.State.PLANNED, Meeting.State.CALLED)
    rows = Meeting.objects.filter(body=body_id, state__in=states, ends_at__gte=at)
    return rows.select_related("body").order_by("starts_at", "id")


def meeting_at(
    body: Body, starts_at: datetime, ends_at: datetime, but: Meeting | None = None
) -> Meeting | None:
    """A meeting of the body that takes some of this time, cancelled ones and `but` left out."""
    others = Meeting.objects.filter(body=body, starts_at__lt=ends_at, ends_at__gt=starts_at)
    others = others.exclude(state=Meeting.State.CANCELLED)
    others = others.exclude(pk=but.pk) if but else others
    return others.order_by("starts_at").first()
