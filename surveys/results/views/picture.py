"""The national picture."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results import queries
from surveys.results.dashboard import picture
from surveys.results.forms import PictureFilters
from surveys.results.views.shared import building, released_only


@requires(P.NATIONAL_READ)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The national picture of one edition, for one group of partnerships."""
    readable = list(queries.editions(released_only=released_only(request)))
    filters = PictureFilters(request.GET or None, editions=readable)
    context = {
        "filters": filters,
        "job": building(request),
        "edition": None,
        "can_build": request.can(P.EDITION_BUILD),
    }
    if readable and (not filters.is_bound or filters.is_valid()):
        chosen = filters.cleaned_data if filters.is_bound else {}
        edition = next((e for e in readable if e.pk == chosen.get("edition")), readable[0])
        filters.initial = {"edition": edition.pk, "group": "all"}
        context["edition"] = edition
        context["picture"] = picture(edition, chosen.get("group") or "all")
    return render(request, "surveys/results/dashboard.html", context)
