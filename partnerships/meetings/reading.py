"""Who may read what of a meeting. Every list and page of this room and of the search asks here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from partnerships.meetings.models import Action, AgendaItem, Decision, Meeting, Minutes, Paper
from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import Belonging, belonging_of


@dataclass(frozen=True)
class Reader:
    """A person in a partnership's room: rights and where they belong."""

    user_id: int
    can: Callable[[P], bool]
    belonging: Belonging

    def entitled(self, body_id: int) -> bool:
        """True if restricted things of this body are open to the reader: to whoever reads all of
        them by right, and to the members of the body itself."""
        return self.can(P.RESTRICTED_READ) or body_id in self.belonging.body_ids


def reader_of(request: HttpRequest) -> Reader:
    """The person of this request. Two queries; ask once a request and pass it on."""
    today = timezone.localdate()
    return Reader(request.user.pk, request.can, belonging_of(request.user, today))


def open_to(reader: Reader, body: str = "meeting__body", *marks: str) -> Q:
    """Rows that are not restricted, or of a body whose restricted things the reader may read.

    `body` is the path to the body; `marks` are the paths of the marks (default "restricted").
    """
    if reader.can(P.RESTRICTED_READ):
        return Q()
    unmarked = Q()
    for mark in marks or ("restricted",):
        unmarked &= Q(**{mark: False})
    return unmarked | Q(**{f"{body}__in": reader.belonging.body_ids})


def settled(reader: Reader, minutes: str = "meeting__minutes") -> Q:
    """Decisions that stand for the reader: while their minutes are a draft they can still change,
    so they are for those who read drafts. `minutes` is the path to the minutes."""
    if may_read_minutes(reader, Minutes(state=Minutes.State.DRAFT)):
        return Q()
    return Q(**{f"{minutes}__state__in": readable_states(reader)})


def actions_for(reader: Reader, action: str = "") -> Q:
    """Actions that are not restricted (see is_restricted), of a body whose restricted things the
    reader may read, or the reader's to do. `action` is the path to them ("actions__")."""
    if reader.can(P.RESTRICTED_READ):
        return Q()
    of_item = Q(**{f"{action}item__isnull": True}) | Q(**{f"{action}item__restricted": False})
    unmarked = Q(**{f"{action}restricted": False}) & of_item
    on_body = Q(**{f"{action}meeting__body__in": reader.belonging.body_ids})
    return unmarked | on_body | to_do(reader, action)


def to_do(reader: Reader, action: str = "") -> Q:
    """Actions that the reader owns, and those of their organisations that nobody owns by name."""
    belonging = reader.belonging
    shared = Q(**{f"{action}owner__isnull": True})
    shared &= Q(**{f"{action}organisation__in": belonging.organisation_ids})
    return Q(**{f"{action}owner__in": belonging.member_ids}) | shared


def is_restricted(row: Action | Decision) -> bool:
    """What comes of an item is as restricted as the item, or more."""
    return row.restricted or bool(row.item and row.item.restricted)


def meetings_for(reader: Reader) -> Q:
    """Meetings the reader may know of. Observers see those whose minutes are confirmed."""
    if reader.can(P.MEETING_READ):
        return Q()
    return Q(minutes__state__in=Minutes.CONFIRMED)


def may_read_agenda(reader: Reader, meeting: Meeting) -> bool:
    """A draft agenda is its makers'; a published one is everybody's in the room."""
    if not reader.can(P.MEETING_READ):
        return False
    return meeting.state != Meeting.State.PLANNED or reader.can(P.MEETING_MANAGE)


def may_read_item(reader: Reader, item: AgendaItem, body_id: int) -> bool:
    """Restricted items show their number and reason to all, their words to those entitled."""
    return not item.restricted or reader.entitled(body_id)


def may_read_paper(reader: Reader, paper: Paper, item: AgendaItem, body_id: int) -> bool:
    """A paper is as restricted as its item, or more."""
    return not (paper.restricted or item.restricted) or reader.entitled(body_id)


def may_read_minutes(reader: Reader, minutes: Minutes) -> bool:
    """Drafts are their writers'; circulated ones are the room's; confirmed ones also observers'."""
    if minutes.state in Minutes.CONFIRMED:
        return reader.can(P.MINUTES_READ_CONFIRMED)
    if minutes.state == Minutes.State.CIRCULATED:
        return reader.can(P.MINUTES_READ)
    return reader.can(P.MINUTES_WRITE) or reader.can(P.MINUTES_CONFIRM)


def for_the_trail(words: str, *, restricted: bool) -> str:
    """What the audit trail keeps of somebody's words: of restricted things that it happened only."""
    return "" if restricted else words


def readable_states(reader: Reader) -> list[str]:
    """States of minutes that the reader may see, for lists and the search."""
    return [s for s in Minutes.State.values if may_read_minutes(reader, Minutes(state=s))]
