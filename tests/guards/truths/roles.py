"""Invitations and roles."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import PUBLIC, Row, allow

ROWS: dict[str, Row] = {
    "membership:people": {"get": P.MEMBERS_READ},
    "membership:role_change": {"get": P.ROLES_MANAGE, "post": P.ROLES_MANAGE},
    "membership:role_end": {"get": P.ROLES_MANAGE, "post": P.ROLES_MANAGE},
    "membership:invitations": {"get": P.ROLES_MANAGE},
    "membership:invite": {"get": P.ROLES_MANAGE, "post": P.ROLES_MANAGE},
    "membership:invitation_resend": {"post": P.ROLES_MANAGE},
    "membership:invitation_revoke": {"post": P.ROLES_MANAGE},
    "membership:access": {"get": P.MEMBERS_READ},
    # The link itself is the key: whoever holds it gets in, whoever they are.
    "invitations:accept": {"get": PUBLIC, "post": allow(PUBLIC, 200, 302, 409)},
}
