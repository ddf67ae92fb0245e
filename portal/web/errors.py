"""Error pages: what went wrong in plain words, and what to do next.

Named as Django's error handlers in portal.urls and as CSRF_FAILURE_VIEW in the settings.
"""

from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from portal.errors import Conflict, Denied, Missing, PortalError, Refused
from portal.web.context import bare
from portal.web.held import hold
from portal.web.problems import CONFLICT, PLAIN, REFUSED, THROTTLED, problem_response

# Also for what is derived from these: the first that fits.
ANSWERS: dict[type[PortalError], tuple[int, str]] = {
    Refused: (409, REFUSED),
    Conflict: (409, CONFLICT),
    Denied: (403, PLAIN),
    Missing: (404, PLAIN),
}
TOO_BIG = (
    "What you sent is more than one page can take, so nothing of it was saved. Go back, shorten"
    " the longest text and send it again."
)
WORDS = {
    400: "The request could not be understood. Check it and send it again.",
    403: "You do not have permission to do this.",
    404: "There is nothing at this address.",
    429: "Too many requests. Wait a few minutes and try again.",
    500: "Something went wrong on our side. Try again later.",
    503: "The service is not available at the moment. Try again later.",
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; says so when it was too much text."""
    too_big = isinstance(exception, RequestDataTooBig)
    return _page(request, 400, message=TOO_BIG if too_big else "")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason that whoever refused gave."""
    return _page(request, 403, message=str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also what an outsider gets, so it must not tell whether the thing exists."""
    return _page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429; django-allauth looks for it as handler429."""
    return _page(request, 429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from another site.

    A form whose page holds what was typed leads back to it.
    """
    if _wants_problem(request):
        return problem_response(403, "The CSRF token is missing or wrong. Load it anew and resend.")
    if led_back := hold(request):
        return led_back
    return render(request, "errors/csrf.html", {"back": back(request)}, status=403)


def crashed(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, because even the session may be out of reach."""
    return _plain(request, 500)


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """503."""
    return _plain(request, 503)


def answer_to(refusal: PortalError) -> tuple[int, str]:
    """The HTTP status and the kind of problem for what domain code raised."""
    return next((a for kind, a in ANSWERS.items() if isinstance(refusal, kind)), (409, PLAIN))


def said_no(request: HttpRequest, refusal: PortalError) -> HttpResponse:
    """The page or problem document for what domain code raised."""
    status, kind = answer_to(refusal)
    if _wants_problem(request):
        return problem_response(status, refusal.message, kind=kind)
    if status == 409:
        context = {"message": refusal.message, "back": back(request)}
        return render(request, "errors/409.html", context, status=409)
    return _page(request, status, message=refusal.message if status == 403 else "")


def back(request: HttpRequest) -> str:
    """The page the person came from if it is one of ours, else the start page."""
    came_from = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}".rstrip("?") if ours and parts.path else "/"


def _page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    if _wants_problem(request):
        return problem_response(
            status, message or WORDS[status], kind=THROTTLED if status == 429 else PLAIN
        )
    return render(request, f"errors/{status}.html", {"message": message}, status=status)


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    if _wants_problem(request):
        return problem_response(status, WORDS[status])
    return HttpResponse(render_to_string(f"errors/{status}.html", bare()), status=status)


def _wants_problem(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
