"""Votes that were counted stay within the seats that could vote, whatever is recorded after them."""

from partnerships.meetings.models import AgendaItem, Decision, Meeting
from partnerships.meetings.queries.record import sitting_of
from portal.errors import Refused


def check_votes(meeting: Meeting, item: AgendaItem | None = None) -> None:
    """Raises Refused if a decision of the meeting, or of this item of it, has more votes than seats
    that may vote on its item, as who was there and the interests are recorded now."""
    voted = Decision.objects.filter(meeting=meeting, reached=Decision.Reached.VOTE)
    voted = voted.filter(item=item) if item else voted
    decisions = list(voted.order_by("year", "serial"))
    if not decisions:
        return
    sitting = sitting_of(meeting)
    for decision in decisions:
        cast = votes_cast(decision)
        here = sitting.quorum_for(decision.item_id).here
        if cast > here:
            raise Refused(
                f"A vote of {cast} is recorded in {decision.number}, but then only {here} of the"
                " voting seats present could vote on its item. Change the vote first."
            )


def votes_cast(decision: Decision) -> int:
    """Everybody who voted on it or said that they would not."""
    counts = (decision.votes_for, decision.votes_against, decision.votes_abstained)
    return sum(count or 0 for count in counts)
