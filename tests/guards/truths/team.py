"""Sharing out sections and endorsing."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {
    "returns:team": {"get": P.RETURN_READ},
    "returns:mine": {"get": P.RETURN_READ},
    "returns:assign": {"get": P.RETURN_TEAM, "post": P.RETURN_TEAM},
    "returns:given": {"get": P.RETURN_TEAM, "post": P.RETURN_TEAM},
    "returns:endorse": {"get": P.RETURN_ENDORSE, "post": P.RETURN_ENDORSE},
}
