"""Talking to the API in tests: JSON in, JSON or a problem document out, queries counted."""

from collections.abc import Callable
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

    def send(self, method: str, path: str, data: Any = None, status: int = 200) -> Any:
        """The same for a request with a JSON body."""
        call = getattr(self.client, method)
        return said(call(ROOT + path, data, content_type="application/json"), status)


def said(response: HttpResponse, status: int) -> Any:
    """The JSON of an answer with this status; a refusal is a whole problem document."""
    assert response.status_code == status, (response.status_code, response.content[:500])
    if status == 304:
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
