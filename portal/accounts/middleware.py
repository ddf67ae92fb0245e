"""Who is calling the API with a token, known before the partnership is looked up."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed


class ApiTokenMiddleware:
    """Sets request.user from an `Authorization: Token …` header on API paths only.

    A wrong token leaves the caller anonymous here; the API view answers 401.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/api/") and "HTTP_AUTHORIZATION" in request.META:
            try:
                found = TokenAuthentication().authenticate(request)
            except AuthenticationFailed:
                found = None
            if found:
                request.user = found[0]
        return self.get_response(request)
