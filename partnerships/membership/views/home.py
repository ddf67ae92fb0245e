"""Where a person stands: the home page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import partnerships_of, regions_observed_by
from partnerships.membership.roles import NATIONAL_ROLES


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is, or for a signed-in person: the places where they have a role."""
    if not request.user.is_authenticated:
        return render(request, "home.html")
    places = [
        {
            "title": partnership.name,
            "url": reverse("boardroom:home", args=[partnership.slug]),
            "words": ", ".join(held.title or held.get_role_display() for held in roles),
        }
        for partnership, roles in partnerships_of(request.user)
    ]
    national = [NATIONAL_ROLES[key].words for key in sorted(request.roles)]
    context = {
        "places": places,
        "national": national,
        "opens_national": request.can(P.NATIONAL_READ),
        "regions": regions_observed_by(request.user),
    }
    return render(request, "home_signed_in.html", context)
