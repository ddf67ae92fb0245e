"""Error pages say what happened and what to do next; the API gets problem documents."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.web import errors
from tests.portal.web.markup import parsed, words

Handler = Callable[..., HttpResponse]
PAGES: list[tuple[Handler, int, str]] = [
    (errors.bad_request, 400, "The request could not be understood"),
    (errors.forbidden, 403, "You do not have permission"),
    (errors.csrf_failure, 403, "Your page was open too long"),
    (errors.not_found, 404, "Page not found"),
    (errors.too_many, 429, "Too many attempts"),
    (errors.crashed, 500, "Sorry, there is a problem with the service"),
    (errors.unavailable, 503, "Sorry, the service is unavailable"),
]


def asked(path: str) -> HttpRequest:
    """An anonymous request."""
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(("handler", "status", "title"), PAGES)
def test_page(handler: Handler, status: int, title: str) -> None:
    response = handler(asked("/somewhere/"))
    tree = parsed(response.content.decode())
    assert response.status_code == status
    assert [words(h1) for h1 in tree.iter("h1")] == [title]
    assert words(next(tree.iter("title"))) == f"{title} – LSP Portal"


@pytest.mark.parametrize(("handler", "status", "title"), PAGES)
def test_problem_document_under_the_api(handler: Handler, status: int, title: str) -> None:
    response = handler(asked("/api/v1/somewhere/"))
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document = json.loads(response.content)
    assert document["status"] == status
    assert set(document) == {"type", "title", "status", "detail"}


def test_reason_of_a_denial_is_shown() -> None:
    denial = PermissionDenied("You do not have the right to sign off this return.")
    page = errors.forbidden(asked("/p/alpha/"), denial).content.decode()
    assert "You do not have the right to sign off this return." in page


def test_crash_page_needs_neither_request_nor_database() -> None:
    # A request without user, session or space: what is left when the database is gone.
    response = errors.crashed(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "What you had saved before is safe." in response.content.decode()
