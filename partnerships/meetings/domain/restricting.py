"""Lift the restriction of an item or a paper again, until the minutes are published."""

from django.db import transaction

from partnerships.meetings.domain.meetings import locked, save_visible
from partnerships.meetings.models import AgendaItem, Meeting, Minutes, Paper
from portal.audit.record import Actor, record
from portal.errors import Refused

PUBLISHED = (
    "The minutes of this meeting are published with it left out, so it stays restricted. Put the"
    " item on the agenda of the next meeting to speak of it openly."
)
NOT_RESTRICTED = "This is not restricted, so there is nothing to lift."


@transaction.atomic
def lift_restriction(*, of: AgendaItem | Paper, why: str, by: Actor) -> AgendaItem | Paper:
    """Open an item or a paper to the room. What was recorded of an item under a mark of its own
    stays restricted, and so does a paper whose item is. Raises Refused."""
    item = of.item if isinstance(of, Paper) else of
    meeting = locked(item.meeting)
    _refuse_published(meeting)
    current = type(of).objects.get(pk=of.pk)
    check_restricted(current)
    if not why.strip():
        raise Refused("Say why the restriction is lifted. The audit trail keeps your reason.")
    current.restricted, current.restricted_why = False, ""
    changed = ["restricted", "restricted_why"]
    if isinstance(current, AgendaItem):
        current.revision += 1
        changed.append("revision")
    current.save(update_fields=changed)
    if meeting.state == Meeting.State.CALLED:
        save_visible(meeting)
    kind = "agenda_item" if isinstance(current, AgendaItem) else "paper"
    record(f"{kind}.restriction_lifted", on=current, by=by, reason=why.strip())
    return current


def check_restricted(row: AgendaItem | Paper) -> None:
    """Raises Refused for a row without a restriction of its own."""
    if not row.restricted:
        raise Refused(NOT_RESTRICTED)


def _refuse_published(meeting: Meeting) -> None:
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if minutes and minutes.state == Minutes.State.PUBLISHED:
        raise Refused(PUBLISHED)
