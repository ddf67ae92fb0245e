"""Groups beside each other, and regions on a map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results import queries
from surveys.results.dashboards import boards
from surveys.results.dashboards.breakdowns import label_of
from surveys.results.dashboards.filters import CompareFilters, MapFilters, topic_words
from surveys.results.dashboards.plates import file_of
from surveys.results.forms import absent_groups
from surveys.results.models import Edition
from surveys.results.views.shared import about, readable, sure


@requires(P.NATIONAL_READ)
@require_safe
def compare(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Two to four groups side by side on a section or a theme."""
    edition = readable(request, edition_id)
    form = queries.questionnaire_form(edition)
    filters = CompareFilters(request.GET, form=form, absent=absent_groups(edition))
    context = {**about(request, edition, "compare"), "form": filters, "cards": ""}
    if chosen := filters.chosen:
        context |= {
            "cards": boards.compare_page(edition, chosen["on"], filters.groups),
            "topic": topic_words(form, chosen["on"]),
            "groups": [label_of(group) for group in filters.groups],
        }
    return render(request, "surveys/results/compare.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def compare_file(request: HttpRequest, edition_id: int, figure: str, kind: str) -> HttpResponse:
    """One chart of a comparison as SVG, or its data as CSV."""
    edition = readable(request, edition_id)
    form = queries.questionnaire_form(edition)
    filters = CompareFilters(request.GET, form=form)
    plates = boards.compare_plates(edition, sure(filters)["on"], filters.groups)
    return file_of(request, plates, figure, kind, edition=edition, about="compare")


@requires(P.NATIONAL_READ)
@require_safe
def regions_map(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One answer to one question by region, on a map."""
    edition = readable(request, edition_id)
    filters = _map_filters(request, edition)
    context = {**about(request, edition, "map"), "form": filters, "card": ""}
    if chosen := filters.chosen:
        card, table = boards.map_page(edition, chosen["item"], chosen["answer"])
        item = queries.questionnaire_form(edition).item(chosen["item"])
        context |= {"card": card, "table": table, "item": item}
    return render(request, "surveys/results/map.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def map_file(request: HttpRequest, edition_id: int, figure: str, kind: str) -> HttpResponse:
    """The map as SVG, or its data as CSV."""
    edition = readable(request, edition_id)
    chosen = sure(_map_filters(request, edition))
    plates = boards.map_plates(edition, chosen["item"], chosen["answer"])
    name = chosen["item"].lower().replace(".", "-")
    return file_of(request, plates, figure, kind, edition=edition, about=name)


def _map_filters(request: HttpRequest, edition: Edition) -> MapFilters:
    return MapFilters(request.GET, form=queries.questionnaire_form(edition))
