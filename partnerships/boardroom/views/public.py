"""What the public may know about one partnership."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.register.queries import covered_authorities, other_tier, partnership_by_slug


@login_not_required
@require_safe
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    """What the public may know about one partnership."""
    partnership = partnership_by_slug(slug)
    if partnership is None:
        raise Http404
    context = {
        "partnership": partnership,
        "authorities": covered_authorities(partnership),
        "other_tier": other_tier(partnership),
    }
    return render(request, "partnerships/boardroom/public_partnership.html", context)
