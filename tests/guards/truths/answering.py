"""The return: task list, sections, checks, last year, workbook and PDF."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

ROWS: dict[str, Row] = {
    "returns:task_list_latest": {"get": allow(P.PARTNERSHIP_READ, 200, 302)},
    "returns:task_list": {"get": P.PARTNERSHIP_READ},  # observers: how far it is, no answers
    # Members may too, in sections given to them; nothing is given to those who try the doors.
    "returns:check": {"get": P.RETURN_READ, "post": P.RETURN_ANSWER},
    "returns:last_year": {"get": P.RETURN_READ, "post": P.RETURN_ANSWER},
    "returns:answer": {"get": P.RETURN_READ},
    "returns:section": {"get": P.RETURN_READ, "post": P.RETURN_ANSWER},
}
