"""The question explorer: the list of questions, sections, one question by any breakdown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.queries import published_by_sha
from surveys.results import queries
from surveys.results.dashboards import pages, search
from surveys.results.dashboards.filters import ItemFilters, QuestionSearch, SectionFilters
from surveys.results.dashboards.plates import file_of
from surveys.results.models import Edition
from surveys.results.views.shared import about, readable, sure


@requires(P.NATIONAL_READ)
@require_safe
def items(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Every question of an edition by section, or those that a search finds."""
    edition = readable(request, edition_id)
    form = queries.questionnaire_form(edition)
    filters = QuestionSearch(request.GET, form=form)
    chosen = filters.chosen or {"q": "", "section": ""}
    context = {
        **about(request, edition, "questions"),
        "form": filters,
        "found": search.found(form, chosen["q"], chosen["section"]),
        "searched": bool(chosen["q"] or chosen["section"]),
    }
    return render(request, "surveys/results/items.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def section(request: HttpRequest, edition_id: int, code: str) -> HttpResponse:
    """All questions of a section as tables by one breakdown."""
    edition = readable(request, edition_id)
    filters = SectionFilters(request.GET)
    chosen = filters.chosen
    by = chosen["by"] if chosen else SectionFilters.defaults["by"]
    page = pages.section_page(edition, code, by)
    context = {
        **about(request, edition, "questions"),
        "form": filters,
        "page": page,
        "by": by,
        "refused": chosen is None,
    }
    return render(request, "surveys/results/section.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def item(request: HttpRequest, edition_id: int, key: str) -> HttpResponse:
    """One question, or one row of a grid, by a breakdown and as a measure of the reader's choice."""
    edition = readable(request, edition_id)
    filters = ItemFilters(request.GET)
    chosen = filters.chosen
    page = pages.item_page(edition, key, **(chosen or ItemFilters.defaults))
    if page.kind not in ("choice", "multi"):
        del filters.fields["show"]
    context = {
        **about(request, edition, "questions"),
        "form": filters,
        "page": page,
        "by": (chosen or ItemFilters.defaults)["by"],
        "refused": chosen is None,
        "codebook": _codebook(request, edition),
    }
    return render(request, "surveys/results/item.html", context)


def _codebook(request: HttpRequest, edition: Edition) -> int | None:
    """The questionnaire version whose codebook has the wording, for those who may read it."""
    if not request.can(P.QUESTIONNAIRE_READ):
        return None
    return published_by_sha(edition.questionnaire_sha256).pk


@requires(P.NATIONAL_READ)
@require_safe
def item_file(
    request: HttpRequest, edition_id: int, key: str, figure: str, kind: str
) -> HttpResponse:
    """The chart of a question as SVG, or one of its tables as CSV."""
    edition = readable(request, edition_id)
    plates = pages.item_plates(edition, key, **sure(ItemFilters(request.GET)))
    name = key.lower().replace(".", "-")
    return file_of(request, plates, figure, kind, edition=edition, about=name)
