"""Opens the space of a request: a partnership's room under /p/<slug>/, the nation elsewhere.

The whole request, template rendering included, is one transaction; any answer of 400 or more and
any exception rolls it back. Unknown partnerships and other people's get the same 404.
"""

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import held_by, national_roles_of, roles_among
from partnerships.membership.roles import NATIONAL_ROLES, OBSERVER, PARTNERSHIP_ROLES, rights_of
from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from portal.tenancy.context import in_national, in_partnership
from portal.web.errors import not_found

logger = logging.getLogger(__name__)
# Exactly what the <slug:slug> of the URLconf takes, so that no spelling slips past this lock.
ROOM = re.compile(r"^/(?:api/v1/)?p/(?P<slug>[-a-zA-Z0-9_]+)/")
OUTSIDE = ("/healthz", "/static/")
ROOM_ROLES = {**PARTNERSHIP_ROLES, OBSERVER.key: OBSERVER}


class SpaceMiddleware:
    """After authentication: request.partnership, request.roles and request.can(right)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(OUTSIDE):
            return self.get_response(request)
        request.partnership = None
        request.broken = False
        if "\0" in request.path_info:  # which PostgreSQL takes in no text: it would be a crash
            return not_found(request)
        room = ROOM.match(request.path_info)
        if room and request.user.is_authenticated:
            return self._in_room(request, room["slug"])
        return self._in_nation(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django turns exceptions into pages below this middleware, so they are noted here."""
        request.broken = True

    def _in_room(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        partnership, roles = _room(request, slug)
        if partnership is None or not roles:
            _stand(request, None, frozenset(), frozenset())
            with in_national(user_id=request.user.pk):
                return not_found(request)
        _stand(request, partnership, roles, rights_of(ROOM_ROLES, roles))
        return self._answer(request, in_partnership(partnership.pk, user_id=request.user.pk))

    def _in_nation(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        roles = SimpleLazyObject(
            lambda: national_roles_of(user) if user.is_authenticated else frozenset()
        )
        rights = SimpleLazyObject(lambda: rights_of(NATIONAL_ROLES, roles))
        _stand(request, None, roles, rights)
        return self._answer(request, in_national(user_id=user.pk or 0))

    def _answer(
        self, request: HttpRequest, scope: AbstractContextManager[None]
    ) -> HttpResponseBase:
        with scope:
            response = self.get_response(request)
            if response.streaming and not isinstance(response, FileResponse):
                raise RuntimeError("a streamed answer would outlive its transaction: make a job")
            if request.broken or response.status_code >= 400:
                transaction.set_rollback(True)
        if response.status_code == 403:
            logger.warning(
                "refused %s %s to user %s", request.method, request.path, request.user.pk
            )
        return response


def _room(request: HttpRequest, slug: str) -> tuple[Partnership | None, frozenset[str]]:
    with in_national(user_id=request.user.pk):
        partnership = partnership_by_slug(slug)
        request.held = held_by(request.user)  # the switcher between rooms shows them, too
        roles = roles_among(request.held, partnership, request.user) if partnership else frozenset()
    return partnership, roles


def _stand(
    request: HttpRequest,
    partnership: Partnership | None,
    roles: frozenset[str],
    rights: frozenset[P],
) -> None:
    request.partnership = partnership
    request.roles = roles
    request.can = lambda right: right in rights
