"""Everything an API view may raise becomes one RFC 9457 document."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from portal.errors import Conflict, Refused
from portal.web.api import PortalPagination, problem_handler
from portal.web.throttles import WriterThrottle


class Late(Refused):
    """A refusal that says more about itself."""


def test_bad_input_names_each_place() -> None:
    detail: dict[str, Any] = {
        "name": ["Enter a name."],
        "non_field_errors": ["These do not go together."],
        "rows": [{}, {"crime": ["Choose one of 1 to 5."]}],
    }
    response = problem_handler(exceptions.ValidationError(detail), {})
    assert response is not None
    assert response.content_type == "application/problem+json"
    assert response.data == {
        "type": "urn:lsp-portal:problem:invalid",
        "title": "Bad Request",
        "status": 400,
        "detail": "Some values are not right. Correct the ones listed and send again.",
        "errors": [
            {"pointer": "#/name", "detail": "Enter a name."},
            {"pointer": "#", "detail": "These do not go together."},
            {"pointer": "#/rows/1/crime", "detail": "Choose one of 1 to 5."},
        ],
    }


@pytest.mark.parametrize(
    ("raised", "status", "kind", "detail"),
    [
        (Refused("Close it."), 409, "urn:lsp-portal:problem:refused", "Close it."),
        (Late("Wait."), 409, "urn:lsp-portal:problem:refused", "Wait."),
        (Conflict("Reload."), 409, "urn:lsp-portal:problem:conflict", "Reload."),
        (Http404("secret"), 404, "about:blank", "There is nothing at this address."),
        (PermissionDenied(), 403, "about:blank", "You do not have permission to do this."),
        (
            exceptions.NotAuthenticated(),
            401,
            "about:blank",
            "Authentication credentials were not provided.",
        ),
    ],
)
def test_refusals(raised: Exception, status: int, kind: str, detail: str) -> None:
    response = problem_handler(raised, {})
    assert response is not None
    assert response.status_code == status
    assert (response.data["type"], response.data["detail"]) == (kind, detail)


def test_throttled_says_when_to_come_back() -> None:
    response = problem_handler(exceptions.Throttled(wait=12.3), {})
    assert response is not None
    assert response["Retry-After"] == "13"
    assert response.data["type"] == "urn:lsp-portal:problem:throttled"


def test_a_bug_stays_a_bug() -> None:
    assert problem_handler(RuntimeError("x"), {}) is None


def test_page_of_a_list() -> None:
    pages = PortalPagination()
    request = Request(APIRequestFactory().get("/api/v1/x/", {"page": 2, "page_size": 10}))
    found = pages.paginate_queryset(list(range(25)), request)
    assert pages.get_paginated_response(found).data == {
        "count": 25,
        "pages": 3,
        "links": {
            "next": "http://testserver/api/v1/x/?page=3&page_size=10",
            "previous": "http://testserver/api/v1/x/?page_size=10",
        },
        "results": list(range(10, 20)),
    }


def test_nobody_gets_the_whole_register_at_once() -> None:
    request = Request(APIRequestFactory().get("/", {"page_size": 100000}))
    assert PortalPagination().get_page_size(request) == 200


def test_reading_is_not_counted_as_writing() -> None:
    throttle = WriterThrottle.__new__(WriterThrottle)
    assert throttle.allow_request(Request(APIRequestFactory().get("/")), None) is True
