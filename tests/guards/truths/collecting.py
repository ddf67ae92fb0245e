"""The collector's side: response monitor, waves, reminders, one return."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

ROWS: dict[str, Row] = {
    "response:monitor": {"get": P.RESPONSE_READ},
    "response:monitor_download": {"get": P.RESPONSE_READ},
    "response:read": {"get": P.RESPONSE_READ},
    "response:accept": {"post": P.RETURN_ACCEPT},
    "response:version": {"get": P.RESPONSE_READ},
    "response:history": {"get": P.RESPONSE_READ},
    "response:reopen": {"get": P.RETURN_REOPEN, "post": P.RETURN_REOPEN},
    # Not reopened, in the guards' world.
    "response:close_reopening": {"get": allow(P.RETURN_REOPEN, 409), "post": P.RETURN_REOPEN},
    "response:ask": {"get": P.RETURN_QUERY, "post": P.RETURN_QUERY},
    "response:reply": {"post": P.RETURN_QUERY},
    "response:waves": {"get": P.WAVE_MANAGE},
    "response:new_wave": {"get": P.WAVE_MANAGE, "post": P.WAVE_MANAGE},
    "response:wave": {"get": P.WAVE_MANAGE},
    "response:change_wave": {"get": P.WAVE_MANAGE, "post": P.WAVE_MANAGE},
    # Open already, in the guards' world.
    "response:open_wave": {"get": allow(P.WAVE_MANAGE, 409), "post": P.WAVE_MANAGE},
    "response:discard_wave": {"get": allow(P.WAVE_MANAGE, 409), "post": P.WAVE_MANAGE},
    "response:close_wave": {"get": P.WAVE_MANAGE, "post": P.WAVE_MANAGE},
    "response:settle_wave": {"get": P.WAVE_MANAGE, "post": P.WAVE_MANAGE},
    "response:more_time": {"get": P.WAVE_MANAGE, "post": P.WAVE_MANAGE},
    "response:new_reminder": {"get": P.REMINDER_SEND, "post": P.REMINDER_SEND},
    "response:reminder": {"get": P.REMINDER_SEND},
}
