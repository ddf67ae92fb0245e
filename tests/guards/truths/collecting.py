"""The collector's side: response monitor, waves, reminders, one return."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {
    "response:monitor": {"get": P.RESPONSE_READ},
    "response:read": {"get": P.RESPONSE_READ},
    "response:accept": {"post": P.RETURN_ACCEPT},
}
