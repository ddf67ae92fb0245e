"""Request ids, security headers and the pages of domain refusals, around every view."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from portal.errors import PortalError
from portal.web.errors import said_no

GetResponse = Callable[[HttpRequest], HttpResponse]
GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestId:
    """Gives each request an id: a proxy's if it looks like one, else a new one.

    It stands in `request.id`, in the log lines and in the X-Request-ID header of the answer.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        known = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        request.id = known  # type: ignore[attr-defined]
        token = _request_id.set(known)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-ID"] = known
        return response


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class SecurityHeaders:
    """Headers Django does not set itself, and no-store for whatever a signed-in person sees."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            # Shared computers are common in council offices: Back after signing out shows nothing.
            response["Cache-Control"] = "private, no-store"
        return response


class Refusals:
    """Turns Refused, Denied, Missing and Conflict into their pages (409, 403, 404, 409).

    Inside the middleware that owns the transaction, which rolls back on any answer of 400 or
    more; so it sees an ordinary answer and nothing half-done is kept.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a domain refusal; None leaves every other exception alone."""
        return said_no(request, exception) if isinstance(exception, PortalError) else None
