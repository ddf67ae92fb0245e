"""Where a person stands: the home page, a partnership's home, who has which role."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.membership.queries import partnerships_of, people_with_roles, regions_observed_by
from partnerships.membership.roles import NATIONAL_ROLES
from partnerships.register.queries import covered_authorities, other_tier


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is, or for a signed-in person: the places where they have a role."""
    if not request.user.is_authenticated:
        return render(request, "home.html")
    places = [
        {
            "title": partnership.name,
            "url": reverse("membership:partnership_home", args=[partnership.slug]),
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


@requires(P.PARTNERSHIP_READ)
@require_safe
def partnership_home(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's own first page."""
    context = {
        "authorities": covered_authorities(request.partnership),
        "other_tier": other_tier(request.partnership),
        "sees_people": request.can(P.MEMBERS_READ),
        "sees_summaries": request.can(P.SUMMARY_READ),
    }
    return render(request, "partnerships/membership/partnership_home.html", context)


@requires(P.MEMBERS_READ)
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a role here."""
    context = {"assignments": people_with_roles()}
    return render(request, "partnerships/membership/people.html", context)
