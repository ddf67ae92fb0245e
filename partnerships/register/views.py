"""The public list of partnerships."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.register.forms import PartnershipSearch
from partnerships.register.queries import (
    active_partnerships,
    uncovered_authorities,
)

A_PAGE = 50


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Every active partnership, narrowed by words, region and type; filters live in the URL."""
    form = PartnershipSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = active_partnerships(
        search=wanted.get("q", ""),
        region=wanted.get("region", ""),
        authority_type=wanted.get("authority_type", ""),
    )
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "uncovered": uncovered_authorities(),
    }
    return render(request, "partnerships/register/public_list.html", context)
