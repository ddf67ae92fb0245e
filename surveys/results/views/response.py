"""Who answered: the response page of an edition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results import queries
from surveys.results.dashboards import boards
from surveys.results.dashboards import response as shown
from surveys.results.dashboards.plates import file_of
from surveys.results.models import Edition
from surveys.results.views.shared import about, readable, released_only


@requires(P.NATIONAL_READ)
@require_safe
def response(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Rates by every breakdown, what they mean, and for evaluators late answers and weights."""
    edition = readable(request, edition_id)
    context = {
        **about(request, edition, "response"),
        "cards": boards.response_page(edition, _before(request, edition)),
        "definitions": shown.definitions(),
        "weights": shown.weights_table(edition),
        "weights_words": shown.weights_words(edition.weights),
        "sees_quality": request.can(P.RESULTS_READ),
    }
    if context["sees_quality"]:
        labels = boards.item_labels(queries.questionnaire_form(edition))
        context["outcomes"] = shown.outcomes(edition)
        late = edition.quality.get("late") or {}
        context["late_words"] = shown.lateness_words(late)
        context["late_table"] = shown.lateness_table(late, labels)
    return render(request, "surveys/results/response.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def response_file(request: HttpRequest, edition_id: int, figure: str, kind: str) -> HttpResponse:
    """One chart of the response page as SVG, or its data as CSV."""
    edition = readable(request, edition_id)
    plates = shown.plates(edition, _before(request, edition))
    return file_of(request, plates, figure, kind, edition=edition, about="response")


def _before(request: HttpRequest, edition: Edition) -> Edition | None:
    return queries.edition_before(edition, released_only=released_only(request))
