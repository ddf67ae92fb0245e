"""Attendance and minutes being written."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

WRITE = P.MINUTES_WRITE

ROWS: dict[str, Row] = {
    "meetings:record": {"get": WRITE, "post": WRITE},
    "meetings:held": {"post": WRITE},
    "meetings:held_undone": {"post": WRITE},
    "meetings:minutes_write": {"get": WRITE},
    "meetings:minutes_item": {"get": WRITE, "post": WRITE},
    "meetings:declare": {"get": WRITE, "post": WRITE},
    "meetings:declaration_withdraw": {"post": WRITE},
    "meetings:decision_record": {"get": WRITE, "post": WRITE},
    "meetings:decision_change": {"get": WRITE, "post": WRITE},
    "meetings:action_record": {"get": WRITE, "post": WRITE},
}
