"""The API of returns: a partnership's own, and the collector's side."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow, api

# Contributors may too, in sections given to them; nothing is given to those who try the doors.
ANSWERING = {"post": P.RETURN_ANSWER, "options": P.RETURN_READ}

ROWS: dict[str, Row] = {
    "api:returns": api(get=P.RETURN_READ),
    # Observers: an accepted return, nothing before.
    "api:return": api(get=allow(P.PARTNERSHIP_READ, 200, 403)),
    "api:return_check": api(get=P.RETURN_READ),
    "api:return_answers": {"patch": P.RETURN_ANSWER, "options": P.RETURN_READ},
    "api:return_confirmations": ANSWERING,
    "api:last_year": api(get=P.RETURN_READ),
    "api:last_year_copies": ANSWERING,
    "api:last_year_confirmations": ANSWERING,
    "api:return_assignments": api(get=P.RETURN_READ),
    "api:return_endorsements": api(get=P.RETURN_READ, post=P.RETURN_ENDORSE),
    "api:return_declaration": api(post=P.RETURN_DECLARE),
    "api:return_sign_off": api(post=P.RETURN_SIGN_OFF),
    # Who declares and who signs off; other readers are refused inside.
    "api:return_to_team": api(post=allow(P.RETURN_READ, 200, 400, 403, 409)),
    "api:return_recall": api(post=P.RETURN_SIGN_OFF),
    "api:return_versions": api(get=P.RETURN_READ),
    "api:return_version": api(get=P.RETURN_READ),
    # There is nothing before the first version.
    "api:return_version_changes": {
        "get": allow(P.RETURN_READ, 200, 404),
        "options": P.RETURN_READ,
    },
    "api:return_history": api(get=P.RETURN_READ),
    "api:return_queries": api(get=P.RETURN_READ),
    "api:return_query": api(get=P.RETURN_READ),
    "api:return_replies": api(post=P.RETURN_REPLY),
    "api:return_reopening_requests": api(post=P.RETURN_REPLY),
    "api:waves": api(get=P.WAVE_MANAGE),
    "api:response": api(get=P.RESPONSE_READ),
    "api:response_one": api(get=P.RESPONSE_READ),
    "api:response_history": api(get=P.RESPONSE_READ),
    "api:response_queries": api(post=P.RETURN_QUERY),
    "api:response_replies": api(post=P.RETURN_QUERY),
    "api:response_settlement": api(post=P.RETURN_QUERY),
    "api:response_acceptance": api(post=P.RETURN_ACCEPT),
    "api:response_reopening": api(post=P.RETURN_REOPEN),
    "api:response_reopening_closure": api(post=P.RETURN_REOPEN),
    "api:response_extension": api(post=P.WAVE_MANAGE),
}
