"""Who has which role here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import people_with_roles


@requires(P.MEMBERS_READ)
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a role here."""
    context = {"assignments": people_with_roles()}
    return render(request, "partnerships/membership/people.html", context)
