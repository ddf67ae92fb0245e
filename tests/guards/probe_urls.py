"""The portal's addresses and, in rooms and outside, views that misbehave on purpose."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from partnerships.membership.access import requires
from partnerships.membership.models import RoleAssignment
from partnerships.membership.permissions import P
from portal.audit.record import record
from portal.errors import Refused
from portal.urls import urlpatterns as portal_patterns
from portal.web.access import signed_in

NAMES = ("app.partnership_id", "app.holder", "app.user_id")


def settings_now() -> list[str | None]:
    """The scope as the database sees it; None or an empty text: no scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{n}', true)" for n in NAMES))
        return list(cursor.fetchone())


def _write(request: HttpRequest, how: str) -> None:
    record(f"probe.{how}", on=None, by=request.user)


def _write_and_end(request: HttpRequest, how: str, slug: str = "") -> HttpResponse:
    _write(request, how)
    if how == "crash":
        raise ZeroDivisionError
    if how == "refuse":
        raise Refused("Not now. Try again tomorrow.")
    return HttpResponse("written", status={"bad": 400, "gone": 404, "broken": 500}.get(how, 200))


def _scope(request: HttpRequest, slug: str = "") -> HttpResponse:
    return JsonResponse({"settings": settings_now()})


def _lazily(request: HttpRequest, slug: str) -> HttpResponse:
    template = engines["django"].from_string("{% for a in rows %}[{{ a.title }}]{% endfor %}")
    return TemplateResponse(request, template, {"rows": RoleAssignment.objects.order_by("pk")})


def _stream(request: HttpRequest, slug: str = "") -> HttpResponse:
    rows = (str(a.title) for a in RoleAssignment.objects.all().iterator())
    return StreamingHttpResponse(rows)


room = requires(P.PARTNERSHIP_READ)
urlpatterns = [
    path("p/<slug:slug>/probe/write/<str:how>/", room(_write_and_end)),
    path("p/<slug:slug>/probe/scope/", room(_scope)),
    path("p/<slug:slug>/probe/lazily/", room(_lazily)),
    path("p/<slug:slug>/probe/stream/", room(_stream)),
    path("probe/write/<str:how>/", signed_in(_write_and_end)),
    path("probe/scope/", signed_in(_scope)),
    path("probe/stream/", signed_in(_stream)),
    path("probe/undeclared/", _scope),
    *portal_patterns,
]
