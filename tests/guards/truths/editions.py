"""The steps of an edition. A page of a step that the edition is not at refuses with 409."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

ROWS: dict[str, Row] = {
    "results:editions": {"get": P.RESULTS_READ},
    "results:edition": {"get": P.NATIONAL_READ},
    "results:edition_build": {"get": P.EDITION_BUILD, "post": P.EDITION_BUILD},
    "results:edition_check": {"post": P.EDITION_BUILD},
    "results:edition_freeze": {"get": allow(P.EDITION_BUILD, 409), "post": P.EDITION_BUILD},
    "results:edition_release": {"get": allow(P.EDITION_RELEASE, 409), "post": P.EDITION_RELEASE},
    "results:edition_discard": {"get": P.EDITION_BUILD, "post": P.EDITION_BUILD},
}
