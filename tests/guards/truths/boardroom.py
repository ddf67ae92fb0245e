"""Home, search and public pages."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import PUBLIC, Row

ROWS: dict[str, Row] = {
    "boardroom:home": {"get": P.PARTNERSHIP_READ},
    "public:partnership": {"get": PUBLIC},
}
