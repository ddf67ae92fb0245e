"""Members propose agenda items; who builds agendas takes or declines them."""

from django.db import transaction
from django.utils.timezone import localdate

from partnerships.meetings.clock import day_words
from partnerships.meetings.domain.agenda import add_item, add_late_item
from partnerships.meetings.emails import agenda as emails
from partnerships.meetings.models import AgendaItem, Meeting, Proposal
from partnerships.membership.models import Body
from partnerships.membership.queries.serving import ended
from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Denied, Refused

ANSWERED = {
    Proposal.State.TAKEN: "This proposal is on an agenda already. Look there for it.",
    Proposal.State.DECLINED: "This proposal was declined already. It can be proposed anew.",
    Proposal.State.WITHDRAWN: "This proposal was withdrawn. It can be proposed anew.",
}


@transaction.atomic
def propose_item(*, body: Body, kind: str, title: str, reason: str, by: User) -> Proposal:
    """Ask for an item on an agenda of the body; those who build agendas are told.
    Raises Refused."""
    if body.dissolved_on and ended(body.dissolved_on, localdate()):
        raise Refused(
            f"The {body} was dissolved on {day_words(body.dissolved_on)}. Choose another body."
        )
    if not title.strip() or not reason.strip():
        raise Refused("Enter what the item is about and why it should be on the agenda.")
    proposal = Proposal.objects.create(
        body=body, kind=kind, title=title, reason=reason, proposed_by=by
    )
    record("proposal.made", on=proposal, by=by)
    emails.proposal_made(proposal, by)
    return proposal


@transaction.atomic
def take_proposal(
    *, proposal: Proposal, meeting: Meeting, by: Actor, answer: str = ""
) -> AgendaItem:
    """Put the proposal on an agenda of its body, late if that is published. Raises Refused."""
    current = _open(proposal)
    if meeting.body_id != current.body_id:
        raise Refused(
            f"This was proposed for the {current.body}. Choose a meeting of the {current.body}."
        )
    add = add_item if meeting.state == Meeting.State.PLANNED else add_late_item
    item = add(
        meeting=meeting, kind=current.kind, title=current.title, summary=current.reason,
        presenter=current.proposed_by.name, by=by,
    )  # fmt: skip
    current.item = item
    _answer(current, Proposal.State.TAKEN, answer, by)
    return item


@transaction.atomic
def decline_proposal(*, proposal: Proposal, answer: str, by: Actor) -> Proposal:
    """Decline it with an answer to whoever proposed it. Raises Refused."""
    current = _open(proposal)
    if not answer.strip():
        raise Refused("Say why the proposal is declined. Whoever proposed it reads your answer.")
    return _answer(current, Proposal.State.DECLINED, answer, by)


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User) -> Proposal:
    """Take back one's own proposal while it waits. Raises Refused or Denied."""
    current = _open(proposal)
    if current.proposed_by_id != by.pk:
        raise Denied("Only the person who made a proposal can withdraw it.")
    current.state = Proposal.State.WITHDRAWN
    current.save(update_fields=["state"])
    record("proposal.withdrawn", on=current, by=by)
    return current


def _open(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",))
    current = rows.select_related("body", "proposed_by", "partnership").get(pk=proposal.pk)
    if current.state in ANSWERED:
        raise Refused(ANSWERED[Proposal.State(current.state)])
    return current


def _answer(proposal: Proposal, state: Proposal.State, answer: str, by: Actor) -> Proposal:
    proposal.state, proposal.answer = state, answer
    proposal.save(update_fields=["state", "answer", "item"])
    record(f"proposal.{state}", on=proposal, by=by, reason=answer)
    emails.proposal_answered(proposal, by)
    return proposal
