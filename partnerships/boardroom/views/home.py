"""The partnership's own first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.queries import covered_authorities, other_tier


@requires(P.PARTNERSHIP_READ)
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's own first page."""
    context = {
        "authorities": covered_authorities(request.partnership),
        "other_tier": other_tier(request.partnership),
        "sees_people": request.can(P.MEMBERS_READ),
        "sees_summaries": request.can(P.SUMMARY_READ),
    }
    return render(request, "partnerships/boardroom/home.html", context)
