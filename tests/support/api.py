"""Talking to the API in tests: JSON in, JSON or a problem document out, queries counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken

from portal.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROOT = "/api/v1/"


class Api:
    """Asks as one person (by session), or as nobody. Paths start below /api/v1/."""

    def __init__(self, user: User | None = None):
        self.client = Client()
        if user is not None:
            self.client.force_login(user, BACKEND)

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        """The parsed answer; a refusal must be a problem document."""
        return said(self.client.get(ROOT + path, headers=headers), status)

    def send(
        self, method: str, path: str, data: Any = None, status: int = 200, match: str = ""
    ) -> Any:
        """The same for a request with a JSON body; `match` is sent as If-Match."""
        call = getattr(self.client, method)
        headers = {"If-Match": match} if match else {}
        answer = call(ROOT + path, data, content_type="application/json", headers=headers)
        return said(answer, status)

    def tag(self, path: str) -> str:
        """The ETag of what stands there."""
        return self.client.get(ROOT + path)["ETag"]


def said(response: HttpResponse, status: int) -> Any:
    """The JSON of an answer with this status; a refusal is a whole problem document."""
    assert response.status_code == status, (response.status_code, response.content[:500])
    if status in (204, 304):
        return None
    body = response.json()
    if status >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert set(body) - {"errors"} == {"type", "title", "status", "detail"}
        assert body["status"] == status
        assert body["detail"]
    else:
        assert response["Content-Type"] == "application/json"
    return body


def wrong(body: dict[str, Any]) -> dict[str, str]:
    """Pointer → message of a refusal of bad input."""
    assert body["type"] == "urn:lsp-portal:problem:invalid"
    return {error["pointer"]: error["detail"] for error in body["errors"]}


def token_of(user: User, **expiry: int) -> str:
    """An API token; `token_of(user, days=-1)` is one that has run out."""
    lifetime = timedelta(**expiry) if expiry else timedelta(days=1)
    return AuthToken.objects.create(user=user, expiry=lifetime)[1]


def cost(ask: Callable[[], Any]) -> int:
    """How many queries an answer takes once everything is warm."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


@dataclass(frozen=True)
class Change:
    """A change of the thing at `path`; sent to `at` below it, with this method."""

    path: str
    data: Any
    method: str = "patch"
    at: str = ""
    status: int = 200

    def by(self, api: Api, match: str, status: int | None = None) -> Any:
        """What the API answers."""
        expected = self.status if status is None else status
        return api.send(self.method, self.path + self.at, self.data, expected, match)


def needs_match(mine: Api, theirs: Api, my_change: Change, their_change: Change) -> None:
    """Two clients read; one changes first; the other is refused until it has read again."""
    path = my_change.path
    seen, first = mine.tag(path), theirs.tag(path)
    mine.get(path, 304, **{"If-None-Match": seen})
    refused = my_change.by(mine, "", 428)
    assert refused["detail"].startswith("Send the ETag of what you read as If-Match")
    their_change.by(theirs, first)
    stale = my_change.by(mine, seen, 412)
    assert stale["detail"].startswith("This was changed after you read it.")
    mine.get(path, 200, **{"If-None-Match": seen})
    again = mine.tag(path)
    assert again != seen
    my_change.by(mine, f'"other", {again}')
    assert mine.tag(path) not in (seen, again)
