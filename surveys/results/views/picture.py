"""The national picture."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results import queries
from surveys.results.dashboard import picture, picture_plates
from surveys.results.dashboards.filters import PictureFile
from surveys.results.dashboards.plates import file_of
from surveys.results.forms import PictureFilters
from surveys.results.views.shared import about, building, readable, released_only, sure


@requires(P.NATIONAL_READ)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The national picture of one edition, for one group of partnerships."""
    editions = list(queries.editions(released_only=released_only(request)))
    filters = PictureFilters(request.GET or None, editions=editions)
    context = {
        "filters": filters,
        "form": filters,
        "job": building(request),
        "edition": None,
        "can_build": request.can(P.EDITION_BUILD),
    }
    if editions and (not filters.is_bound or filters.is_valid()):
        chosen = filters.cleaned_data if filters.is_bound else {}
        edition = next((e for e in editions if e.pk == chosen.get("edition")), editions[0])
        filters.initial = {"edition": edition.pk, "group": "all"}
        context |= about(request, edition, "picture")
        context["picture"] = picture(edition, chosen.get("group") or "all")
    return render(request, "surveys/results/dashboard.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def picture_file(request: HttpRequest, edition_id: int, figure: str, kind: str) -> HttpResponse:
    """One chart of the picture as SVG, or its data as CSV."""
    edition = readable(request, edition_id)
    chosen = sure(PictureFile(request.GET))
    plates = picture_plates(edition, chosen["group"])
    return file_of(request, plates, figure, kind, edition=edition)
