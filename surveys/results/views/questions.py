"""Questions of an edition by every breakdown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.results import explorer, queries
from surveys.results.views.shared import released_only


@requires(P.NATIONAL_READ)
@require_safe
def items(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Every question of an edition, by section."""
    found = queries.edition_by_id(edition_id, released_only=released_only(request))
    context = {"edition": found, "sections": queries.questionnaire_form(found).sections}
    return render(request, "surveys/results/items.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def item(request: HttpRequest, edition_id: int, key: str) -> HttpResponse:
    """One question, or one row of a grid, by every breakdown."""
    found = queries.edition_by_id(edition_id, released_only=released_only(request))
    cells = queries.published_item(found, key)
    form = queries.questionnaire_form(found)
    context = {"edition": found, "table": explorer.item_table(found, form, cells)}
    return render(request, "surveys/results/item.html", context)
