"""The portal's addresses and, in a room, one that only opens it: session, account, role, scope."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal_patterns


@requires(P.PARTNERSHIP_READ)
def signed_in(request: HttpRequest, slug: str) -> HttpResponse:
    """What every page of a room costs before it does anything."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("p/<slug:slug>/bench/", signed_in, name="bench"), *portal_patterns]
