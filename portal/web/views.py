"""Pages that belong to no subject: help, accessibility, privacy, cookies, health, components."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.web import gallery

HOWTO = Path(settings.BASE_DIR) / "docs" / "howto"
# What of docs/howto people read on the site: address → file.
GUIDES = {
    "co-ordinators": "for-coordinators.md",
    "annual-return": "answer-the-annual-return.md",
    "reading": "read-and-code-answers.md",
    "figures": "how-figures-are-made.md",
    "results": "explore-the-results.md",
}


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people and why."""
    return render(request, "web/privacy.html")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The two cookies."""
    return render(request, "web/cookies.html")


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do the common things."""
    return render(request, "web/help.html")


@login_not_required
@require_safe
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    """One of GUIDES, from the file in docs/ that is its one source."""
    if guide not in GUIDES:
        raise Http404
    title, text = _guide(GUIDES[guide])
    return render(request, "web/guide.html", {"title": title, "text": text})


@cache
def _guide(file: str) -> tuple[str, str]:
    """Its title and its Markdown below the title."""
    first, _, rest = (HOWTO / file).read_text("utf-8").partition("\n")
    return first.removeprefix("# "), rest


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: the web process answers. It asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the page kit on one page; only where DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    page = Paginator(range(400), 20).get_page(request.GET.get("page", 8))
    return render(request, "web/components.html", {**gallery.samples(), "page": page})
