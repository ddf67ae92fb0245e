"""The door of a public page: the partnership of the address, its scope, and what caches may do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from portal.tenancy.context import in_partnership

PublicView = Callable[..., HttpResponse | FileResponse]


def to_everybody(view: PublicView) -> PublicView:
    """Call `view(request, partnership, …)` in the scope of an active partnership, rendering
    included; other slugs are 404. Browsers ask every time, and get 304 if nothing changed."""

    @login_not_required
    @require_safe
    @conditional_page
    @wraps(view)
    def opened(request: HttpRequest, slug: str, **values: Any) -> HttpResponse | FileResponse:
        partnership: Partnership | None = partnership_by_slug(slug)
        if partnership is None:
            raise Http404
        with in_partnership(partnership.pk, user_id=request.user.pk or 0, switch=True):
            response = view(request, partnership, **values)
        patch_cache_control(response, no_cache=True)
        return response

    return opened


def unchanged(request: HttpRequest, sha256: str) -> HttpResponse | None:
    """The answer to whoever has this very file already, before anybody opens it; else None."""
    etag = f'"{sha256}"'
    answer: HttpResponse | None = get_conditional_response(request, etag=etag)
    if answer is not None:
        answer["ETag"] = etag
    return answer
