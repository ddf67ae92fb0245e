"""What everybody may know of a partnership. Of minutes and decisions only frozen public copies are
read, never live rows; names only of people whose names the partnership made public."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from partnerships.meetings.freezing import Part
from partnerships.meetings.models import Decision, Meeting, MinutesVersion, PrintedFile
from partnerships.meetings.printing.files import minutes_content
from partnerships.meetings.queries.life import printed, published_minutes
from partnerships.membership.models import (
    ORGANISATION_SECTORS,
    Body,
    Member,
    Organisation,
    PublicFace,
    Seat,
    Tenure,
)
from partnerships.membership.queries.serving import (
    bodies_on,
    lasts,
    organisations_on,
    running_on,
)
from partnerships.protocols.models import ProtocolVersion, Signature

PUBLIC = PrintedFile.Circle.PUBLIC


@dataclass(frozen=True)
class SectorLine:
    """Organisations of one sector, each with `named`: its members whose names are public."""

    words: str
    organisations: list[Organisation]


@dataclass(frozen=True)
class Resolved:
    """A decision as the public copy of the minutes has it, and what became of it since."""

    decision: Decision
    part: Part
    item: Part


@dataclass(frozen=True)
class Signed:
    """A party, when it signed, and who for it where the name is public."""

    party: str
    on: datetime | None
    by: str


def face_here() -> PublicFace | None:
    """The partnership's own words, if it has written any."""
    return PublicFace.objects.first()


def public_bodies() -> list[Body]:
    """Bodies of today that the partnership made public, the board first."""
    found = Body.objects.filter(bodies_on(timezone.localdate()), is_public=True)
    first = {kind: place for place, kind in enumerate(Body.Kind.values)}
    return sorted(found.order_by("name", "id"), key=lambda body: first[body.kind])


def purpose_here(face: PublicFace | None, bodies: Iterable[Body]) -> str:
    """Markdown: the partnership's own words, else its board's purpose."""
    if face and face.purpose:
        return face.purpose
    boards = (b.purpose for b in bodies if b.kind == Body.Kind.BOARD and b.purpose)
    return next(boards, "")


def members_by_sector(today: date) -> list[SectorLine]:
    """Partners of today in the order of the sectors. Two queries."""
    named = Member.objects.filter(lasts("until", today), name_public=True).only(
        "name", "organisation_id"
    )
    rows = (
        Organisation.objects.filter(organisations_on(today))
        .prefetch_related(Prefetch("members", named.order_by("name", "id"), to_attr="named"))
        .order_by("name", "id")
    )
    by_sector: dict[str, list[Organisation]] = {}
    for row in rows:
        by_sector.setdefault(row.sector, []).append(row)
    return [
        SectorLine(label, by_sector[key]) for key, label in ORGANISATION_SECTORS if key in by_sector
    ]


def chairs_of(bodies: Iterable[Body], today: date) -> dict[int, str]:
    """Body id → the chair's name, where it is public. One query."""
    held = Tenure.objects.filter(
        running_on(today),
        seat__body__in=[body.pk for body in bodies],
        seat__role=Seat.Role.CHAIR,
        member__name_public=True,
    )
    return dict(held.order_by("since").values_list("seat__body", "member__name"))


def coming_meetings(now: datetime) -> QuerySet[Meeting]:
    """Meetings of public bodies that are not over, cancelled ones too: people plan their way."""
    found = Meeting.objects.filter(body__is_public=True, ends_at__gte=now)
    return found.select_related("body").order_by("starts_at", "id")


def public_decisions() -> QuerySet[Decision]:
    """Decisions of published minutes with nothing restricted about them, newest number first."""
    found = Decision.objects.filter(
        meeting__minutes__in=published_minutes().order_by(),
        restricted=False,
        item__restricted=False,
    )
    return found.select_related("meeting__body", "replaced_by").order_by("-year", "-serial")


def resolved(decisions: Iterable[Decision]) -> list[Resolved]:
    """The decisions in the words of the public copies; what no copy shows is left out. One query."""
    wanted = list(decisions)
    newest = MinutesVersion.objects.filter(
        minutes=OuterRef("minutes"), kind=MinutesVersion.Kind.PUBLIC
    ).order_by("-number")
    copies = MinutesVersion.objects.filter(
        minutes__meeting__in={d.meeting_id for d in wanted},
        kind=MinutesVersion.Kind.PUBLIC,
        number=Subquery(newest.values("number")[:1]),
    )
    shown = {part["id"]: (part, item) for copy in copies for part, item in _decisions_in(copy)}
    return [Resolved(d, *shown[d.pk]) for d in wanted if d.pk in shown]


def minutes_file(version: MinutesVersion) -> PrintedFile | None:
    """The PDF of exactly this public copy, if it was made."""
    meeting_id = version.minutes.meeting_id
    return printed(meeting_id, PrintedFile.Kind.MINUTES, PUBLIC, minutes_content(version, PUBLIC))


def signed_by(version: ProtocolVersion) -> list[Signed]:
    """Every party by name with its signature, people named where they may be. Two queries."""
    live = Signature.objects.filter(version=version, lapsed_at=None, withdrawn_at=None)
    signatures = {each.party_id: each for each in live.select_related("member")}
    return [
        _signed(str(party.organisation), signatures.get(party.pk))
        for party in version.parties.all()
    ]


def _signed(name: str, signature: Signature | None) -> Signed:
    if signature is None:
        return Signed(name, None, "")
    by = signature.signed_as if signature.member.name_public else ""
    return Signed(name, signature.signed_at, by)


def _decisions_in(copy: MinutesVersion) -> Iterator[tuple[Part, Part]]:
    for item in copy.document["items"]:
        if not item.get("withheld"):
            yield from ((part, item) for part in item["decisions"] if not part.get("withheld"))
