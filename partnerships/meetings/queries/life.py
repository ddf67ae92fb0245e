"""Reads for the life of minutes: what stands in them, who has a say in them, their versions."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from partnerships.meetings.composing import Recorded
from partnerships.meetings.freezing import passages_in
from partnerships.meetings.models import (
    Amendment,
    Attendance,
    Meeting,
    Minutes,
    MinutesVersion,
    Paper,
    PaperVersion,
    Passage,
    PrintedFile,
)
from partnerships.meetings.queries.audience import audience_of
from partnerships.meetings.queries.record import item_records, sitting_of
from partnerships.meetings.reading import Reader, may_read_minutes, meetings_for
from partnerships.membership.models import Seat, Tenure
from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import accounts_as, running_on
from portal.accounts.models import User
from portal.errors import Missing

NO_MINUTES = "There are no minutes of this meeting, or not yet for you."
# Those who were in the room, with or without a seat.
WERE_THERE = (Attendance.Kind.PRESENT, Attendance.Kind.SUBSTITUTE, Attendance.Kind.OBSERVER)
# Versions with every word; a public copy is made of one of them.
WHOLE = (MinutesVersion.Kind.CIRCULATED, MinutesVersion.Kind.CONFIRMED)
LEADS = (Seat.Role.CHAIR, Seat.Role.VICE_CHAIR)


def minutes_for(reader: Reader, meeting_id: int) -> Minutes:
    """The minutes of a meeting for somebody who may read them now. Raises Missing."""
    found = all_minutes().filter(meeting=meeting_id).first()
    if found is None or not may_read_minutes(reader, found):
        raise Missing(NO_MINUTES)
    return found


def being_written(reader: Reader, meeting_id: int) -> Meeting | None:
    """The meeting if its minutes are a draft that this reader will read once it is circulated."""
    if not reader.can(P.MINUTES_READ):
        return None
    found = Meeting.objects.filter(meetings_for(reader), minutes__state=Minutes.State.DRAFT)
    return found.filter(pk=meeting_id).first()


def all_minutes() -> QuerySet[Minutes]:
    """Minutes with everything that their pages name."""
    return Minutes.objects.select_related(
        "partnership",
        "meeting__body",
        "meeting__partnership",
        "meeting__chaired_by__organisation",
        "confirmed_at_meeting",
        "circulated_by",
        "confirmed_by",
        "published_by",
    )


def recorded(minutes: Minutes) -> Recorded:
    """Everything that the minutes are made of. Ten queries whatever their length."""
    meeting = minutes.meeting
    papers = Paper.objects.filter(item__meeting=meeting, withdrawn_at=None)
    return Recorded(
        minutes=minutes,
        sitting=sitting_of(meeting),
        items=item_records(meeting),
        papers=list(papers.order_by("position", "id")),
    )


def passage_for(reader: Reader, meeting_id: int, passage_id: int) -> Passage:
    """A passage of circulated or later minutes that the reader may read. Raises Missing."""
    minutes = minutes_for(reader, meeting_id)
    found = Passage.objects.filter(minutes=minutes, pk=passage_id)
    passage = found.select_related("item", "minutes__meeting__body").first()
    if passage is None or not _open_to(reader, passage, minutes):
        raise Missing("There is no such passage in these minutes, or it is not open to you.")
    passage.minutes = minutes
    return passage


def _open_to(reader: Reader, passage: Passage, minutes: Minutes) -> bool:
    marked = passage.restricted or passage.item.restricted
    return not marked or reader.entitled(minutes.meeting.body_id)


def amendments_for(reader: Reader, minutes: Minutes) -> list[Amendment]:
    """Amendments to passages that the reader may read, in the order of the items."""
    found = Amendment.objects.filter(minutes=minutes)
    if not reader.entitled(minutes.meeting.body_id):
        found = found.filter(passage__restricted=False, passage__item__restricted=False)
    found = found.select_related("passage__item", "proposed_by")
    return list(found.order_by("passage__item__position", "passage__restricted", "id"))


def amendment_for(reader: Reader, meeting_id: int, amendment_id: int) -> Amendment:
    """One amendment that the reader may read. Raises Missing."""
    minutes = minutes_for(reader, meeting_id)
    found = [a for a in amendments_for(reader, minutes) if a.pk == amendment_id]
    if not found:
        raise Missing("There is no such amendment, or it is not open to you.")
    found[0].minutes = minutes
    return found[0]


def words_amended(minutes: Minutes, amendments: Iterable[Amendment]) -> dict[int, str]:
    """Amendment id → what its passage said in the version that it was proposed to. Minutes that
    were taken back and circulated again say something else now."""
    found = MinutesVersion.objects.filter(minutes=minutes, kind=MinutesVersion.Kind.CIRCULATED)
    versions = list(found.order_by("number"))
    return {each.pk: _words_when_proposed(each, versions) for each in amendments}


def _words_when_proposed(amendment: Amendment, versions: list[MinutesVersion]) -> str:
    before = [v for v in versions if v.frozen_at <= amendment.proposed_at]
    for version in before[-1:] if len(versions) > 1 else []:
        for part in passages_in(version.document):
            if part["id"] == amendment.passage_id:
                return str(part["text"])
    return amendment.passage.text


def may_confirm(reader: Reader, minutes: Minutes) -> bool:
    """True if the reader confirms minutes by right, or chairs the body today, as its chair or
    vice-chair. Who circulated them does not, whatever their rights: see confirm_minutes."""
    return reader.can(P.MINUTES_CONFIRM) or minutes.meeting.body_id in led_by(reader.user_id)


def led_by(user_id: int) -> set[int]:
    """Ids of the bodies on whose chair's or vice-chair's seat this account's person sits today."""
    today = localdate()
    serving = Q(member__until__isnull=True) | Q(member__until__gte=today)
    held = Tenure.objects.filter(
        running_on(today), serving, member__user=user_id, seat__role__in=LEADS
    )
    return set(held.values_list("seat__body", flat=True))


def attended(meeting: Meeting, user_id: int) -> bool:
    """True if this account's person was in the room."""
    rows = Attendance.objects.filter(meeting=meeting, member__user=user_id)
    return rows.filter(kind__in=WERE_THERE).exists()


def told_of(meeting: Meeting) -> list[User]:
    """Accounts of the body on that day and of everybody who was there, by name: of those who still
    belong to the partnership."""
    on_body = audience_of(meeting)
    rows = Attendance.objects.filter(meeting=meeting, kind__in=WERE_THERE)
    there = accounts_as(rows.filter(member__isnull=False).values_list("member", flat=True))
    people = {person.pk: person for person in (*on_body, *there)}
    return sorted(people.values(), key=lambda person: (person.name, person.pk))


def later_meetings(meeting: Meeting) -> QuerySet[Meeting]:
    """Later meetings of the same body that were held, the next one first: where minutes may be
    confirmed."""
    found = Meeting.objects.filter(body=meeting.body_id, starts_at__gt=meeting.starts_at)
    return found.filter(state=Meeting.State.HELD).order_by("starts_at", "id")


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The body's next meeting after this one that is not cancelled, held or still to come."""
    found = Meeting.objects.filter(body=meeting.body_id, starts_at__gt=meeting.starts_at)
    return found.exclude(state=Meeting.State.CANCELLED).order_by("starts_at", "id").first()


def newest_version(minutes: Minutes, kinds: Iterable[str] = ()) -> MinutesVersion | None:
    """The newest frozen version, or the newest of these kinds."""
    found = MinutesVersion.objects.filter(minutes=minutes)
    wanted = list(kinds)
    found = found.filter(kind__in=wanted) if wanted else found
    return found.select_related("frozen_by").order_by("-number").first()


def standing_version(minutes: Minutes) -> MinutesVersion | None:
    """The frozen version with every word that the minutes are now; None while they are a draft,
    also when a version circulated before was taken back."""
    return None if minutes.state == Minutes.State.DRAFT else newest_version(minutes, WHOLE)


def versions_of(minutes: Minutes) -> list[MinutesVersion]:
    """Every frozen version without its document, newest first."""
    found = MinutesVersion.objects.filter(minutes=minutes).defer("document")
    return list(found.select_related("frozen_by").order_by("-number"))


def version_by_id(version_id: int) -> MinutesVersion:
    """A frozen version with its meeting. Raises Missing."""
    found = MinutesVersion.objects.filter(pk=version_id)
    version = found.select_related("minutes__meeting__body", "partnership").first()
    if version is None:
        raise Missing("There is no such version of minutes.")
    return version


def full_twin(version: MinutesVersion) -> MinutesVersion:
    """The version with every word that a public copy was made of; itself for the others."""
    if version.kind != MinutesVersion.Kind.PUBLIC:
        return version
    made = MinutesVersion.objects.filter(minutes=version.minutes_id, number__lt=version.number)
    return made.filter(kind=MinutesVersion.Kind.CONFIRMED).order_by("-number").get()


def published_minutes() -> QuerySet[Minutes]:
    """Minutes with a public copy, newest meeting first; of bodies that are public only."""
    found = Minutes.objects.filter(state=Minutes.State.PUBLISHED, meeting__body__is_public=True)
    return found.select_related("meeting__body").order_by("-meeting__starts_at", "id")


def public_copy(meeting_id: int) -> MinutesVersion:
    """The public copy of a meeting's minutes. Raises Missing."""
    found = MinutesVersion.objects.filter(
        minutes__in=published_minutes(),
        minutes__meeting=meeting_id,
        kind=MinutesVersion.Kind.PUBLIC,
    )
    version = (
        found.select_related("minutes__meeting__body", "partnership").order_by("-number").first()
    )
    if version is None:
        raise Missing("There are no published minutes of this meeting.")
    return version


def printed(
    meeting_id: int, kind: str, circle: str, content_sha256: str | None = None
) -> PrintedFile | None:
    """The file made of exactly this content for this circle, or the newest of any content."""
    found = PrintedFile.objects.filter(meeting=meeting_id, kind=kind, circle=circle)
    if content_sha256 is not None:
        found = found.filter(content_sha256=content_sha256)
    return found.order_by("-made_at", "-id").first()


def meeting_for_pack(meeting_id: int) -> Meeting | None:
    """A meeting with its body and partnership."""
    found = Meeting.objects.filter(pk=meeting_id)
    return found.select_related("body", "partnership").first()


def pack_papers(meeting: Meeting) -> list[PaperVersion]:
    """The newest file of each paper that is not withdrawn, in the order of the agenda."""
    newest = PaperVersion.objects.filter(paper__item__meeting=meeting, paper__withdrawn_at=None)
    newest = newest.order_by("paper_id", "-number").distinct("paper_id")
    found = PaperVersion.objects.filter(pk__in=newest.values("pk")).select_related("paper__item")
    return list(found.order_by("paper__item__position", "paper__position", "paper_id"))


def passages_of(minutes: Minutes) -> list[Passage]:
    """Every passage with something in it, in the order of the items."""
    found = Passage.objects.filter(minutes=minutes).select_related("item")
    return list(found.exclude(text="").order_by("item__position", "restricted"))
