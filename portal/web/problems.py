"""Errors of the API as RFC 9457 problem documents (application/problem+json)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

CONTENT_TYPE = "application/problem+json"
PLAIN = "about:blank"
REFUSED = "urn:lsp-portal:problem:refused"
CONFLICT = "urn:lsp-portal:problem:conflict"
INVALID = "urn:lsp-portal:problem:invalid"
THROTTLED = "urn:lsp-portal:problem:throttled"


def problem(
    status: int, detail: str, *, kind: str = PLAIN, errors: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    """The document: type, title, status, detail and, for bad input, `errors` by place."""
    document: dict[str, Any] = {
        "type": kind,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _sayable(detail),
    }
    if errors:
        document["errors"] = [
            {key: _sayable(words) for key, words in error.items()} for error in errors
        ]
    return document


def _sayable(words: str) -> str:
    """Words that may quote what was sent: JSON can hold halves of characters, UTF-8 cannot."""
    return words.encode("utf-8", "replace").decode("utf-8")


def problem_response(status: int, detail: str, *, kind: str = PLAIN) -> JsonResponse:
    """A problem as a response outside DRF: unknown addresses, CSRF, crashes under /api/."""
    return JsonResponse(
        problem(status, detail, kind=kind), status=status, content_type=CONTENT_TYPE
    )
