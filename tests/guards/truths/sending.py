"""The return from review to receipt: sign-off, versions, history, queries."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

ROWS: dict[str, Row] = {
    "returns:review": {"get": P.RETURN_READ},
    "returns:declare": {
        "get": allow(P.RETURN_DECLARE, 302),
        "post": P.RETURN_DECLARE,
    },
    "returns:take_back": {
        "get": allow(P.RETURN_DECLARE, 302),
        "post": P.RETURN_DECLARE,
    },
    "returns:decline": {
        "get": allow(P.RETURN_SIGN_OFF, 302),
        "post": P.RETURN_SIGN_OFF,
    },
    "returns:sign_off": {
        "get": allow(P.RETURN_SIGN_OFF, 302),
        "post": P.RETURN_SIGN_OFF,
    },
    "returns:receipt": {"get": P.RETURN_READ},
    "returns:recall": {
        # Its survey is over, in the guards' world.
        "get": allow(P.RETURN_SIGN_OFF, 409),
        "post": P.RETURN_SIGN_OFF,
    },
    "returns:history": {"get": P.RETURN_READ},
    "returns:version": {"get": P.RETURN_READ},
    "returns:queries": {"get": P.RETURN_READ},
    "returns:reply": {"post": P.RETURN_REPLY},
    "returns:ask_reopening": {"get": P.RETURN_REPLY, "post": P.RETURN_REPLY},
}
