"""What every page's template is given (the context processor)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.web import navigation

SERVICE_NAME = "LSP Portal"


def page(request: HttpRequest) -> dict[str, Any]:
    """`service_name`, `synthetic`, `space`, `space_title`, `space_url` and `nav` (links shown)."""
    space = navigation.space_of(request)
    return {
        **bare(),
        "space": space,
        "space_title": _title(request, space),
        "space_url": _url(request, space),
        "nav": SimpleLazyObject(lambda: navigation.links(request)),
    }


def bare() -> dict[str, Any]:
    """The same for a page that must not ask anything of the database, such as "500"."""
    return {
        "service_name": SERVICE_NAME,
        "synthetic": settings.SYNTHETIC_DEMO,
        "space": navigation.PUBLIC,
        "space_title": "",
        "space_url": "/",
        "nav": [],
    }


def _title(request: HttpRequest, space: str) -> str:
    if space == navigation.PARTNERSHIP:
        return navigation.partnership_of(request).name
    return "National evaluation" if space == navigation.NATIONAL else ""


def _url(request: HttpRequest, space: str) -> str:
    if space == navigation.PARTNERSHIP:
        return f"/p/{navigation.partnership_of(request).slug}/"
    return "/national/" if space == navigation.NATIONAL else "/"
