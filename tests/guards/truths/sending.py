"""The return from review to receipt: sign-off, versions, history, queries."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {
    "returns:review": {"get": P.RETURN_READ},
    "returns:declare": {"post": P.RETURN_DECLARE},
    "returns:take_back": {"post": P.RETURN_DECLARE},
    "returns:decline": {"post": P.RETURN_SIGN_OFF},
    "returns:sign_off": {"post": P.RETURN_SIGN_OFF},
    "returns:receipt": {"get": P.RETURN_READ},
}
