"""Invitations and roles."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {
    "membership:people": {"get": P.MEMBERS_READ},
}
