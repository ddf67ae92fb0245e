"""Meetings, agendas, proposals and papers."""

from django.urls import URLPattern, path

from partnerships.meetings.views import (
    agenda,
    agenda_items,
    agenda_lifting,
    agenda_meetings,
    agenda_papers,
    agenda_proposals,
)

M = "meetings/<int:meeting_id>/"
ITEM = "agenda-items/<int:item_id>/"
PAPER = "papers/<int:paper_id>/"
PROPOSAL = "proposals/<int:proposal_id>/"

urlpatterns: list[URLPattern] = [
    path("meetings/", agenda_meetings.meetings, name="meetings"),
    path("meetings/new/", agenda_meetings.meeting_plan, name="meeting_plan"),
    path("series/new/", agenda_meetings.series_plan, name="series_plan"),
    path(M, agenda.meeting, name="meeting"),
    path(f"{M}change/", agenda_meetings.meeting_change, name="meeting_change"),
    path(f"{M}cancel/", agenda_meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{M}agenda/", agenda.agenda_edit, name="agenda_edit"),
    path(f"{M}agenda/publish/", agenda.agenda_publish, name="agenda_publish"),
    path(f"{M}agenda/new-item/", agenda_items.item_add, name="item_add"),
    path(f"{M}agenda/carry/<int:item_id>/", agenda_items.item_carry, name="item_carry"),
    path(ITEM, agenda_items.item_change, name="item_change"),
    path(f"{ITEM}move/", agenda_items.item_move, name="item_move"),
    path(f"{ITEM}remove/", agenda_items.item_remove, name="item_remove"),
    path(f"{ITEM}restrict/", agenda_items.item_restrict, name="item_restrict"),
    path(f"{ITEM}lift/", agenda_lifting.item_lift, name="item_lift"),
    path(f"{ITEM}new-paper/", agenda_papers.paper_add, name="paper_add"),
    path(PAPER, agenda_papers.paper, name="paper"),
    path(f"{PAPER}new-version/", agenda_papers.paper_version_add, name="paper_version_add"),
    path(f"{PAPER}withdraw/", agenda_papers.paper_withdraw, name="paper_withdraw"),
    path(f"{PAPER}restrict/", agenda_papers.paper_restrict, name="paper_restrict"),
    path(f"{PAPER}lift/", agenda_lifting.paper_lift, name="paper_lift"),
    path(
        "papers/files/<int:paper_version_id>/",
        agenda_papers.paper_download,
        name="paper_download",
    ),
    path("proposals/", agenda_proposals.proposals, name="proposals"),
    path("proposals/new/", agenda_proposals.proposal_make, name="proposal_make"),
    path(PROPOSAL, agenda_proposals.proposal, name="proposal"),
    path(f"{PROPOSAL}take/", agenda_proposals.proposal_take, name="proposal_take"),
    path(f"{PROPOSAL}decline/", agenda_proposals.proposal_decline, name="proposal_decline"),
    path(f"{PROPOSAL}withdraw/", agenda_proposals.proposal_withdraw, name="proposal_withdraw"),
]
