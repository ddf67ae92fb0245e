"""Minutes from circulation to the public copy, PDFs."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

# Sample minutes are a draft: those who do not write it are told that there is none.
ROWS: dict[str, Row] = {
    "meetings:minutes": {"get": allow(P.MINUTES_READ_CONFIRMED, 200, 404)},
    "meetings:minutes_circulate": {"get": P.MINUTES_WRITE, "post": P.MINUTES_WRITE},
    "meetings:minutes_publish": {"get": P.MINUTES_WRITE, "post": P.MINUTES_WRITE},
    "meetings:minutes_recall": {"get": P.MINUTES_WRITE, "post": P.MINUTES_WRITE},
    # Whoever might chair the body; the others are told that they do not.
    "meetings:minutes_confirm": {
        "get": allow(P.MINUTES_AMEND, 403, 404, 409),
        "post": allow(P.MINUTES_AMEND, 403, 404, 409),
    },
    "meetings:amend": {
        "get": allow(P.MINUTES_AMEND, 200, 404),
        "post": allow(P.MINUTES_AMEND, 200, 302, 403, 404, 409),
    },
    "meetings:amendments": {"get": allow(P.MINUTES_READ, 200, 404)},
    "meetings:amendment_answer": {"post": P.MINUTES_WRITE},
    "meetings:amendment_withdraw": {"post": allow(P.MINUTES_AMEND, 302, 403, 404, 409)},
    "meetings:minutes_pdf": {"get": allow(P.MINUTES_READ_CONFIRMED, 200, 302, 404)},
    "meetings:minutes_print": {"post": allow(P.MINUTES_READ_CONFIRMED, 302, 404)},
    "meetings:pack": {"get": allow(P.MEETING_READ, 200, 404)},
    "meetings:pack_pdf": {"get": allow(P.MEETING_READ, 200, 302, 404)},
    "meetings:pack_print": {"post": allow(P.MEETING_READ, 302, 404, 409)},
}
