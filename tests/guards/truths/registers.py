"""Decisions, actions, attendance over time, calendar."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import PUBLIC, SIGNED_IN, Row, allow

ROWS: dict[str, Row] = {
    "meetings:decisions": {"get": P.DECISION_READ},
    # The sample decision stands in draft minutes, which members do not read.
    "meetings:decision": {"get": allow(P.DECISION_READ, 200, 404)},
    "meetings:actions": {"get": P.ACTION_READ},
    "meetings:new_action": {"get": P.ACTION_MANAGE, "post": P.ACTION_MANAGE},
    "meetings:action": {"get": P.ACTION_READ},
    "meetings:action_update": {"post": P.ACTION_UPDATE},
    "meetings:action_close": {"post": P.ACTION_UPDATE},
    "meetings:action_change": {"post": P.ACTION_MANAGE},
    "meetings:attendance": {"get": P.ATTENDANCE_READ},
    "meetings:new_attendance_report": {"get": P.ATTENDANCE_REPORT, "post": P.ATTENDANCE_REPORT},
    "meetings:attendance_report": {"get": P.ATTENDANCE_READ},
    # A report without a line of this organisation has no place for its reply.
    "meetings:attendance_reply": {"post": allow(P.ATTENDANCE_READ, 200, 302, 404)},
    "meetings:meeting_calendar": {"get": P.MEETING_READ},
    "calendar:feed": {"get": allow(PUBLIC, 404)},
    "calendar:settings": {"get": SIGNED_IN, "post": SIGNED_IN},
    "calendar:revoke": {"post": allow(SIGNED_IN, 302, 404)},
}
