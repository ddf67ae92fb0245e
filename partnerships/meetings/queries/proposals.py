"""What members propose for agendas."""

from django.db.models import QuerySet

from partnerships.meetings.models import Proposal
from partnerships.meetings.reading import Reader
from partnerships.membership.permissions import P


def proposals_for(
    reader: Reader, *, state: str = "", body: int | None = None
) -> QuerySet[Proposal]:
    """All of them for those who build agendas, one's own for others; newest first."""
    rows = Proposal.objects.select_related("body", "proposed_by", "item__meeting")
    if not reader.can(P.MEETING_MANAGE):
        rows = rows.filter(proposed_by=reader.user_id)
    if state:
        rows = rows.filter(state=state)
    if body:
        rows = rows.filter(body=body)
    return rows.order_by("-proposed_at", "-id")


def proposal_for(reader: Reader, proposal_id: int) -> Proposal | None:
    """One that the reader may see, or None."""
    return proposals_for(reader).filter(pk=proposal_id).first()


def waiting_for(body_id: int) -> QuerySet[Proposal]:
    """Open ones for this body, oldest first: whoever asked first is answered first."""
    rows = Proposal.objects.filter(body=body_id, state=Proposal.State.OPEN)
    return rows.select_related("body", "proposed_by").order_by("proposed_at", "id")
