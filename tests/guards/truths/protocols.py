"""Protocols."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

# Observers see versions in force; the world's version is a draft, so they get 404.
BINDING = allow(P.PROTOCOL_READ_IN_FORCE, 200, 404)
READ, MANAGE = P.PROTOCOL_READ, P.PROTOCOL_MANAGE

ROWS: dict[str, Row] = {
    "protocols:protocols": {"get": P.PROTOCOL_READ_IN_FORCE},
    "protocols:new": {"get": MANAGE, "post": MANAGE},
    "protocols:overlaps": {"get": READ},
    "protocols:obligations": {"get": READ},
    # Members for the organisation and the co-ordinator report; others are refused inside.
    "protocols:obligation": {"get": READ, "post": allow(READ, 200, 302, 403)},
    "protocols:protocol": {"get": BINDING},
    "protocols:details": {"get": MANAGE, "post": MANAGE},
    "protocols:next_version": {"get": MANAGE, "post": MANAGE},
    "protocols:version": {"get": BINDING},
    "protocols:changes": {"get": READ},
    "protocols:draft": {"get": MANAGE, "post": MANAGE},
    "protocols:parties": {"get": MANAGE, "post": MANAGE},
    "protocols:new_clause": {"get": MANAGE, "post": MANAGE},
    "protocols:clause": {"get": MANAGE, "post": MANAGE},
    "protocols:move_clause": {"post": MANAGE},
    "protocols:remove_clause": {"post": MANAGE},
    "protocols:new_obligation": {"get": MANAGE, "post": MANAGE},
    "protocols:change_obligation": {"get": MANAGE, "post": MANAGE},
    "protocols:remove_obligation": {"post": MANAGE},
    "protocols:consultation": {"get": READ, "post": P.PROTOCOL_COMMENT},
    "protocols:open_consultation": {"get": MANAGE, "post": MANAGE},
    "protocols:close_consultation": {"post": MANAGE},
    "protocols:answer_comment": {"get": MANAGE, "post": MANAGE},
    # Who is named for a party signs; others are refused inside.
    "protocols:sign": {"get": READ, "post": allow(P.PROTOCOL_SIGN, 200, 302, 403, 409)},
    "protocols:withdraw_signature": {"get": P.PROTOCOL_SIGN, "post": P.PROTOCOL_SIGN},
    "protocols:in_force": {"get": MANAGE, "post": MANAGE},
    "protocols:review": {"get": MANAGE, "post": MANAGE},
    "protocols:start_review": {"post": MANAGE},
    "protocols:withdraw": {"get": MANAGE, "post": MANAGE},
    "protocols:print": {"post": allow(P.PROTOCOL_READ_IN_FORCE, 302, 404)},
    # Before somebody asked for the PDF there is none.
    "protocols:download": {"get": allow(P.PROTOCOL_READ_IN_FORCE, 200, 404)},
}
