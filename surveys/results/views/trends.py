"""Questions over the waves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results import queries
from surveys.results.dashboards import boards
from surveys.results.dashboards.breakdowns import label_of
from surveys.results.dashboards.filters import TrendFilters, topic_words
from surveys.results.dashboards.plates import file_of
from surveys.results.forms import absent_groups
from surveys.results.views.shared import about, readable, released_only, sure


@requires(P.NATIONAL_READ)
@require_safe
def trends(request: HttpRequest, edition_id: int) -> HttpResponse:
    """A section or theme over the waves, in one group."""
    edition = readable(request, edition_id)
    form = queries.questionnaire_form(edition)
    filters = TrendFilters(request.GET, form=form, absent=absent_groups(edition))
    context = {**about(request, edition, "trends"), "form": filters, "page": None}
    if chosen := filters.chosen:
        context |= {
            "page": boards.trends_page(
                edition, chosen["on"], chosen["group"], released_only=released_only(request)
            ),
            "topic": topic_words(form, chosen["on"]),
            "group": label_of(chosen["group"]),
        }
    return render(request, "surveys/results/trends.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def trends_file(request: HttpRequest, edition_id: int, figure: str, kind: str) -> HttpResponse:
    """One chart of the trends as SVG, or its data as CSV."""
    edition = readable(request, edition_id)
    form = queries.questionnaire_form(edition)
    chosen = sure(TrendFilters(request.GET, form=form))
    _, plates = boards.trend_plates(
        edition, chosen["on"], chosen["group"], released_only=released_only(request)
    )
    return file_of(request, plates, figure, kind, edition=edition, about="trends")
