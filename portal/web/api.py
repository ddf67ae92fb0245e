"""What every API view shares: problem documents, pages of a list."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, pagination
from rest_framework.response import Response
from rest_framework.utils.serializer_helpers import ReturnDict
from rest_framework.views import set_rollback

from portal.errors import PortalError
from portal.web.errors import WORDS, answer_to
from portal.web.problems import CONTENT_TYPE, INVALID, PLAIN, THROTTLED, problem


def problem_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """REST_FRAMEWORK["EXCEPTION_HANDLER"]: RFC 9457 for everything a view may raise.

    None for what is not ours: Django then answers 500 and logs it.
    """
    known = _known(exception)
    if known is None:
        return None
    set_rollback()
    document, headers = known
    response = Response(document, status=document["status"], headers=headers)
    response.content_type = CONTENT_TYPE
    return response


def _known(exception: Exception) -> tuple[dict[str, Any], dict[str, str]] | None:
    if isinstance(exception, PortalError):
        status, kind = answer_to(exception)
        return problem(status, exception.message, kind=kind), {}
    if isinstance(exception, Http404):
        return problem(404, WORDS[404]), {}
    if isinstance(exception, PermissionDenied):
        return problem(403, WORDS[403]), {}
    if isinstance(exception, exceptions.APIException):
        return _of_framework(exception), _headers(exception)
    return None


def _of_framework(exception: exceptions.APIException) -> dict[str, Any]:
    status = exception.status_code
    if isinstance(exception, exceptions.ValidationError):
        errors = list(_places(exception.detail))
        words = "Some values are not right. Correct the ones listed and send again."
        return problem(status, words, kind=INVALID, errors=errors)
    kind = THROTTLED if isinstance(exception, exceptions.Throttled) else PLAIN
    return problem(status, str(exception.detail), kind=kind)


def _headers(exception: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exception, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _places(detail: Any, pointer: str = "#") -> Iterator[dict[str, str]]:
    """Each message with the JSON pointer of the value it is about."""
    if isinstance(detail, dict | ReturnDict):
        for name, inner in detail.items():
            yield from _places(
                inner, pointer if name == "non_field_errors" else f"{pointer}/{name}"
            )
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _places(inner, f"{pointer}/{index}" if nested else pointer)
    else:
        yield {"pointer": pointer, "detail": str(detail)}


class PortalPagination(pagination.PageNumberPagination):
    """`?page=2&page_size=50`; the answer carries its own links."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def get_paginated_response(self, data: Any) -> Response:
        """count, pages, links to the neighbours, results."""
        links = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        pages = self.page.paginator.num_pages
        count = self.page.paginator.count
        return Response({"count": count, "pages": pages, "links": links, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same for the OpenAPI document."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["count", "pages", "links", "results"],
            "properties": {
                "count": {"type": "integer"},
                "pages": {"type": "integer"},
                "links": {
                    "type": "object",
                    "required": ["next", "previous"],
                    "properties": {"next": link, "previous": link},
                },
                "results": schema,
            },
        }
