"""Home, search and public pages."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import PUBLIC, Row, allow

ROWS: dict[str, Row] = {
    "boardroom:home": {"get": P.PARTNERSHIP_READ},
    "boardroom:search": {"get": P.SEARCH_USE},
    "boardroom:public_page": {"get": P.MEMBERS_MANAGE, "post": P.MEMBERS_MANAGE},
    "boardroom:public_names": {"post": P.MEMBERS_MANAGE},
    "public:partnership": {"get": PUBLIC},
    "public:membership": {"get": PUBLIC},
    "public:meetings": {"get": PUBLIC},
    "public:decisions": {"get": PUBLIC},
    "public:protocols": {"get": PUBLIC},
    # The guards' minutes are drafts and their protocols not in force: nothing for the public.
    "public:minutes": {"get": allow(PUBLIC, 404)},
    "public:minutes_pdf": {"get": allow(PUBLIC, 404)},
    "public:protocol": {"get": allow(PUBLIC, 404)},
    "public:protocol_pdf": {"get": allow(PUBLIC, 404)},
}
