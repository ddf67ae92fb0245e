"""The API of the board room."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow, api

UNMATCHED = (428,)  # a change without If-Match, whatever its body

ROWS: dict[str, Row] = {
    "api:organisations": api(get=P.MEMBERS_READ, post=P.MEMBERS_MANAGE),
    "api:organisation": api(get=P.MEMBERS_READ, patch=allow(P.MEMBERS_MANAGE, *UNMATCHED)),
    "api:members": api(get=P.MEMBERS_READ, post=P.MEMBERS_MANAGE),
    "api:member": api(get=P.MEMBERS_READ, patch=allow(P.MEMBERS_MANAGE, *UNMATCHED)),
    "api:bodies": api(get=P.MEMBERS_READ),
    "api:body": api(get=P.MEMBERS_READ),
    "api:meetings": api(get=P.MINUTES_READ_CONFIRMED, post=P.MEETING_MANAGE),
    # Observers: meetings whose minutes are confirmed.
    "api:meeting": {
        "get": allow(P.MINUTES_READ_CONFIRMED, 200, 404),
        "patch": allow(P.MEETING_MANAGE, *UNMATCHED),
        "options": P.MINUTES_READ_CONFIRMED,
    },
    "api:meeting_items": api(post=P.MEETING_MANAGE),
    # A draft agenda is its makers'.
    "api:item": {
        "get": allow(P.MEETING_READ, 200, 404),
        "patch": allow(P.MEETING_MANAGE, *UNMATCHED),
        "options": P.MEETING_READ,
    },
    # Drafts are their writers'.
    "api:meeting_minutes": {
        "get": allow(P.MINUTES_READ_CONFIRMED, 200, 404),
        "options": P.MINUTES_READ_CONFIRMED,
    },
    "api:passage": {
        "get": allow(P.MINUTES_READ_CONFIRMED, 200, 404),
        "patch": allow(P.MINUTES_WRITE, *UNMATCHED),
        "options": P.MINUTES_READ_CONFIRMED,
    },
    "api:decisions": api(get=P.DECISION_READ, post=P.MINUTES_WRITE),
    # The sample decision stands in draft minutes, which members do not read.
    "api:decision": api(
        get=allow(P.DECISION_READ, 200, 404), patch=allow(P.MINUTES_WRITE, *UNMATCHED)
    ),
    "api:actions": api(get=P.ACTION_READ, post=P.ACTION_MANAGE),
    "api:action": api(get=P.ACTION_READ, patch=allow(P.ACTION_MANAGE, *UNMATCHED)),
    "api:action_updates": api(post=P.ACTION_UPDATE),
    "api:action_close": {
        "post": allow(P.ACTION_UPDATE, *UNMATCHED),
        "options": P.ACTION_UPDATE,
    },
    # Observers: what is in force.
    "api:protocols": api(get=P.PROTOCOL_READ_IN_FORCE),
    "api:protocol": {
        "get": allow(P.PROTOCOL_READ_IN_FORCE, 200, 404),
        "options": P.PROTOCOL_READ_IN_FORCE,
    },
    "api:clause": {
        "get": allow(P.PROTOCOL_READ_IN_FORCE, 200, 404),
        "patch": allow(P.PROTOCOL_MANAGE, *UNMATCHED),
        "options": P.PROTOCOL_READ_IN_FORCE,
    },
    "api:obligation": api(get=P.PROTOCOL_READ),
    "api:obligation_reports": {
        "post": allow(P.PROTOCOL_READ, *UNMATCHED),
        "options": P.PROTOCOL_READ,
    },
    # Without words there is nothing to look for.
    "api:search": {"get": allow(P.SEARCH_USE, 400), "options": P.SEARCH_USE},
}
