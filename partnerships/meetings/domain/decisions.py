"""Decisions: recorded in the minutes with their number, replaced or rescinded by later ones."""

from dataclasses import dataclass

from django.db import transaction

from partnerships.meetings.domain.recording import locked_minutes_of
from partnerships.meetings.models import AgendaItem, Decision, Meeting
from partnerships.meetings.queries.record import day_of, sitting_of
from partnerships.meetings.reading import for_the_trail
from partnerships.membership.numbering import next_number
from partnerships.membership.quorum import Quorum
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused

REGISTER = "decision"
IN_FORCE = Decision.State.IN_FORCE
CONSENSUS, VOTE = Decision.Reached.CONSENSUS, Decision.Reached.VOTE
COUNTS = ("votes_for", "votes_against", "votes_abstained")


@dataclass(frozen=True)
class Votes:
    """Votes as counted. The chair's casting vote settles a tie."""

    for_: int
    against: int
    abstained: int
    casting: bool = False

    @property
    def cast(self) -> int:
        """Everybody who voted or said that they would not."""
        return self.for_ + self.against + self.abstained


@transaction.atomic
def record_decision(
    *,
    item: AgendaItem,
    text: str,
    by: User,
    reached: str = CONSENSUS,
    votes: Votes | None = None,
    restricted: bool = False,
    restricted_why: str = "",
) -> Decision:
    """RESOLVED: the decision gets the next number of its meeting's year at once and keeps it.

    `votes` go with `reached` by vote. A decision in a restricted item is restricted with it. Raises Refused: the minutes are no draft, no text, no reason for a restriction, votes
    that carry nothing or are more than the seats that may vote.
    """
    meeting = Meeting.objects.select_related("body").get(pk=item.meeting_id)
    locked_minutes_of(meeting)
    quorum = sitting_of(meeting).quorum_for(item.pk)
    _refuse_votes(reached, votes, quorum)
    mark, why = _restriction(item, restricted, restricted_why)
    year = day_of(meeting).year
    decision = Decision.objects.create(
        year=year,
        serial=next_number(register=REGISTER, year=year),
        meeting=meeting,
        item=item,
        text=_worded(text),
        restricted=mark,
        restricted_why=why,
        recorded_by=by,
        **_counted(votes),
    )
    record("decision.recorded", on=decision, by=by, number=decision.number, quorate=quorum.met)
    return decision


@transaction.atomic
def change_decision(
    *,
    decision: Decision,
    revision: int,
    text: str,
    by: User,
    reached: str = CONSENSUS,
    votes: Votes | None = None,
    restricted: bool = False,
    restricted_why: str = "",
) -> Decision:
    """Word it anew while the minutes are a draft. `revision` is the one that was read; raises
    Conflict if somebody else changed the decision meanwhile, Refused as record_decision."""
    locked_minutes_of(decision.meeting)
    current = _locked(decision)
    if current.revision != revision:
        raise Conflict(
            f"Somebody else changed {current.number} after you opened it. Compare both below, then"
            " save again."
        )
    _refuse_votes(reached, votes, sitting_of(current.meeting).quorum_for(current.item_id))
    mark, why = _restriction(current.item, restricted, restricted_why)
    before = for_the_trail(current.text, restricted=current.restricted or mark)
    current.text = _worded(text)
    current.restricted, current.restricted_why = mark, why
    for name, value in _counted(votes).items():
        setattr(current, name, value)
    current.revision += 1
    fields = ["reached", *COUNTS, "casting_vote", "text", "restricted", "restricted_why"]
    current.save(update_fields=[*fields, "revision"])
    record("decision.changed", on=current, by=by, revision=current.revision, before=before)
    return current


@transaction.atomic
def replace_decision(*, decision: Decision, replaced_by: Decision, by: User) -> Decision:
    """A later decision takes this one's place. Raises Refused unless both are in force and
    `replaced_by` was taken at a later meeting, or later in the register of the same one."""
    return _end(decision, replaced_by, Decision.State.REPLACED, by)


@transaction.atomic
def rescind_decision(*, decision: Decision, rescinded_by: Decision, by: User) -> Decision:
    """A later decision says that this one holds no longer. Raises Refused as replace_decision."""
    return _end(decision, rescinded_by, Decision.State.RESCINDED, by)


def _end(decision: Decision, later: Decision, state: str, by: User) -> Decision:
    current = _locked(decision)
    verb = Decision.State(state).label.lower()
    if current.state != IN_FORCE:
        raise Refused(f"{current.number} is not in force any more, so it cannot be {verb}.")
    if later.state != IN_FORCE:
        raise Refused(f"{later.number} is not in force itself, so it cannot end {current.number}.")
    if _place(later) <= _place(current):
        raise Refused(f"{current.number} can only be {verb} by a decision taken after it.")
    current.state, current.replaced_by = state, later
    current.revision += 1
    current.save(update_fields=["state", "replaced_by", "revision"])
    record(f"decision.{state}", on=current, by=by, later=later.number)
    return current


def _place(decision: Decision) -> tuple[object, int, int]:
    """In the order of time."""
    return decision.meeting.starts_at, decision.year, decision.serial


def _locked(decision: Decision) -> Decision:
    found = Decision.objects.select_for_update(of=("self",)).select_related("meeting__body", "item")
    return found.get(pk=decision.pk)


def _worded(text: str) -> str:
    worded = text.replace("\r\n", "\n").strip()
    if not worded:
        raise Refused("Write what was decided.")
    return worded


def _restriction(item: AgendaItem, restricted: bool, why: str) -> tuple[bool, str]:
    """A decision is as restricted as its item, or more."""
    if not (restricted or item.restricted):
        return False, ""
    reason = why.strip() or item.restricted_why
    if not reason:
        raise Refused("Say why the decision is restricted. Everybody sees the reason.")
    return True, reason


def _refuse_votes(reached: str, votes: Votes | None, quorum: Quorum) -> None:
    if (reached == VOTE) != (votes is not None):
        raise Refused("Votes are counted when the body votes, and only then.")
    if votes is None:
        return
    if min(votes.for_, votes.against, votes.abstained) < 0:
        raise Refused("Enter 0 or more for each count of votes.")
    if votes.casting and votes.for_ != votes.against:
        raise Refused("A casting vote settles a tie: the votes for and against differ.")
    if votes.for_ + votes.casting <= votes.against:
        raise Refused(
            f"{votes.for_} for and {votes.against} against carry nothing. Write a motion that was"
            " lost into the discussion instead."
        )
    if votes.cast > quorum.here:
        raise Refused(
            f"{votes.cast} votes were counted, but {quorum.here} of the voting seats present may"
            " vote on this item. Check the votes, who was there and the interests declared."
        )


def _counted(votes: Votes | None) -> dict[str, object]:
    if votes is None:
        return {
            "reached": CONSENSUS,
            **dict.fromkeys(COUNTS),
            "casting_vote": False,
        }
    counts = (votes.for_, votes.against, votes.abstained)
    return {
        "reached": VOTE,
        **dict(zip(COUNTS, counts, strict=True)),
        "casting_vote": votes.casting,
    }
