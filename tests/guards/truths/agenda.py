"""Meetings, agendas, proposals and papers."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

MANAGE: Row = {"get": P.MEETING_MANAGE, "post": P.MEETING_MANAGE}
# What is not restricted has nothing to lift.
LIFTS: Row = {"get": allow(P.MEETING_MANAGE, 200, 409), "post": P.MEETING_MANAGE}
# Observers: meetings whose minutes are confirmed, nothing of their agendas.
SEES: Row = {"get": allow(P.MINUTES_READ_CONFIRMED, 200, 404)}

ROWS: dict[str, Row] = {
    "meetings:meetings": {"get": P.MINUTES_READ_CONFIRMED},
    "meetings:meeting_plan": MANAGE,
    "meetings:series_plan": MANAGE,
    "meetings:meeting": SEES,
    "meetings:meeting_change": MANAGE,
    "meetings:meeting_cancel": MANAGE,
    "meetings:agenda_edit": {"get": P.MEETING_MANAGE},
    "meetings:agenda_publish": MANAGE,
    "meetings:item_add": MANAGE,
    "meetings:item_carry": {"post": P.MEETING_MANAGE},
    "meetings:item_change": MANAGE,
    "meetings:item_move": {"post": P.MEETING_MANAGE},
    "meetings:item_remove": MANAGE,
    "meetings:item_restrict": MANAGE,
    "meetings:item_lift": LIFTS,
    "meetings:paper_add": MANAGE,
    # A draft agenda and a withdrawn paper are their makers'.
    "meetings:paper": {"get": allow(P.MEETING_READ, 200, 404)},
    "meetings:paper_version_add": MANAGE,
    "meetings:paper_withdraw": MANAGE,
    "meetings:paper_restrict": MANAGE,
    "meetings:paper_lift": LIFTS,
    "meetings:paper_download": {"get": allow(P.MEETING_READ, 200, 404)},
    "meetings:proposals": {"get": P.PROPOSAL_MAKE},
    "meetings:proposal_make": {"get": P.PROPOSAL_MAKE, "post": P.PROPOSAL_MAKE},
    # One's own, or all for those who build agendas.
    "meetings:proposal": {"get": allow(P.PROPOSAL_MAKE, 200, 404)},
    "meetings:proposal_take": {"post": P.MEETING_MANAGE},
    "meetings:proposal_decline": {"post": P.MEETING_MANAGE},
    "meetings:proposal_withdraw": {"post": allow(P.PROPOSAL_MAKE, 302, 403, 404, 409)},
}
