"""E-mails about meetings, agendas and proposals."""

from django.urls import reverse

from partnerships.meetings.clock import span_words
from partnerships.meetings.models import AgendaItem, Meeting, PaperVersion, Proposal
from partnerships.meetings.queries.audience import audience_of, makers
from partnerships.membership.queries.seats import accounts_here
from portal.audit.record import Actor
from portal.mail.domain import notify
from portal.mail.models import Delivery


def agenda_published(meeting: Meeting, by: Actor) -> list[Delivery]:
    """To everybody on the body."""
    lines = [f"The agenda of “{meeting.title}” is published.", *_when_and_where(meeting)]
    if meeting.short_notice_why:
        lines.append(f"The notice is short: {meeting.short_notice_why}")
    return _tell(meeting, "agenda_published", f"Agenda published: {meeting.title}", lines, by)


def item_added(meeting: Meeting, item: AgendaItem, by: Actor) -> list[Delivery]:
    """To everybody on the body; a restricted item is named by its number only."""
    what = f"item {item.number}" if item.restricted else f"item {item.number}, “{item.title}”"
    lines = [f"A late item was added to the agenda of “{meeting.title}”: {what}."]
    lines += _when_and_where(meeting)
    return _tell(meeting, "agenda_published", f"Late item: {meeting.title}", lines, by)


def paper_added(meeting: Meeting, version: PaperVersion, by: Actor) -> list[Delivery]:
    """To everybody on the body, once for each late file; a restricted paper is not named."""
    paper = version.paper
    hidden = paper.restricted or paper.item.restricted
    what = "A late paper" if version.number == 1 else "A newer version of a paper"
    name = "" if hidden else f", “{paper.title}”"
    lines = [
        f"{what} is with item {paper.item.number} of “{meeting.title}”{name}.",
        *_when_and_where(meeting),
    ]
    return _tell(meeting, "paper_added", f"Late paper: {meeting.title}", lines, by)


def meeting_changed(meeting: Meeting, by: Actor) -> list[Delivery]:
    """To everybody on the body: the time or place is another one."""
    lines = [f"“{meeting.title}” has changed. It is now:", *_when_and_where(meeting)]
    return _tell(meeting, "meeting_changed", f"Meeting changed: {meeting.title}", lines, by)


def meeting_cancelled(meeting: Meeting, by: Actor) -> list[Delivery]:
    """To everybody on the body."""
    lines = [
        f"“{meeting.title}” is cancelled. It would have been:",
        *_when_and_where(meeting),
        f"Why: {meeting.cancelled_why}",
    ]
    return _tell(meeting, "meeting_changed", f"Meeting cancelled: {meeting.title}", lines, by)


def proposal_made(proposal: Proposal, by: Actor) -> list[Delivery]:
    """To those who build agendas."""
    return notify(
        kind="proposal_made",
        to=makers(),
        subject=f"Agenda item proposed: {proposal.title}",
        lines=[f"{by} proposes an item for the {proposal.body}: “{proposal.title}”."],
        path=_proposal_path(proposal),
        by=by,
        about=proposal,
    )


def proposal_answered(proposal: Proposal, by: Actor) -> list[Delivery]:
    """To whoever proposed it, if they still belong here."""
    lines = [
        (
            f"Your proposal “{proposal.title}” for the {proposal.body}:"
            f" {proposal.get_state_display().lower()}."
        )
    ]
    if proposal.answer:
        lines.append(f"The answer: {proposal.answer}")
    return notify(
        kind="proposal_answered",
        to=accounts_here([proposal.proposed_by_id]),
        subject=f"Your proposal: {proposal.title}",
        lines=lines,
        path=_proposal_path(proposal),
        by=by,
        about=proposal,
    )


def _tell(meeting: Meeting, kind: str, subject: str, lines: list[str], by: Actor) -> list[Delivery]:
    path = reverse("meetings:meeting", args=[meeting.partnership.slug, meeting.pk])
    return notify(
        kind=kind,
        to=audience_of(meeting),
        subject=subject,
        lines=lines,
        path=path,
        by=by,
        about=meeting,
    )


def _when_and_where(meeting: Meeting) -> list[str]:
    lines = [span_words(meeting.starts_at, meeting.ends_at)]
    return [*lines, meeting.place] if meeting.place else lines


def _proposal_path(proposal: Proposal) -> str:
    return reverse("meetings:proposal", args=[proposal.partnership.slug, proposal.pk])
