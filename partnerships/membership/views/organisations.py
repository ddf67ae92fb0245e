"""Organisations: the list, one page each, added, changed, leaving."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.domain.organisations import (
    add_organisation,
    change_organisation,
    organisation_leaves,
)
from partnerships.membership.forms.directory import (
    LeaveForm,
    OrganisationForm,
    OrganisationSearch,
)
from partnerships.membership.models import ORGANISATION_SECTORS, Organisation
from partnerships.membership.permissions import P
from partnerships.membership.queries import directory
from partnerships.membership.views.finding import organisation_or_404
from partnerships.membership.views.form_page import FormPage, answer, bound
from portal.web.components import Stat

A_PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
FIELDS = ("name", "sector", "kind", "website", "joined_on")


@requires(P.MEMBERS_READ)
@require_safe
def organisations(request: HttpRequest, slug: str) -> HttpResponse:
    """Partners by sector, narrowed by the address's query."""
    today = timezone.localdate()
    form = OrganisationSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = directory.organisations(
        day=today,
        search=wanted.get("q", ""),
        sector=wanted.get("sector", ""),
        kind=wanted.get("kind", ""),
        state=wanted.get("state", ""),
    )
    counts = directory.organisations_by_sector(today)
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "stats": [Stat(label, str(counts.get(key, 0))) for key, label in ORGANISATION_SECTORS],
        "any": bool(counts),
        "may_manage": request.can(P.MEMBERS_MANAGE),
    }
    return render(request, "partnerships/membership/organisations.html", context)


@requires(P.MEMBERS_READ)
@require_safe
def organisation(request: HttpRequest, slug: str, organisation_id: int) -> HttpResponse:
    """One partner with its members and the seats kept for it."""
    found = organisation_or_404(organisation_id)
    today = timezone.localdate()
    context = {
        "organisation": found,
        "members": directory.members_of(found),
        "seats": directory.seats_kept_for(found, today),
        "today": today,
        "may_manage": request.can(P.MEMBERS_MANAGE),
    }
    return render(request, "partnerships/membership/organisation.html", context)


@requires(P.MEMBERS_MANAGE)
@FORM
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a partner."""
    page = FormPage("Add an organisation", _way(slug), "Add the organisation")

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = add_organisation(**given, by=request.user)
        return f"{made} is added.", _url(slug, made)

    return answer(request, OrganisationForm(bound(request)), page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def edit(request: HttpRequest, slug: str, organisation_id: int) -> HttpResponse:
    """Change a partner."""
    found = organisation_or_404(organisation_id)
    form = OrganisationForm(bound(request), initial={key: getattr(found, key) for key in FIELDS})
    page = FormPage("Change the organisation", _way(slug, found), caption=found.name)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        changed = change_organisation(organisation=found, **given, by=request.user)
        return f"{changed} is saved.", _url(slug, found)

    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def leaves(request: HttpRequest, slug: str, organisation_id: int) -> HttpResponse:
    """A partner leaves, and its members with it."""
    found = organisation_or_404(organisation_id)
    page = FormPage(
        "The organisation leaves",
        _way(slug, found),
        "Record that it leaves",
        caption=found.name,
        note=(
            "Its members serve until that day and their seats fall vacant after it. Minutes and"
            " protocols go on naming it. Nobody is told by email."
        ),
        warning=True,
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        left = organisation_leaves(organisation=found, **given, by=request.user)
        done = (
            f"{found} leaves. Ended with it: {_count(left.members, 'member')},"
            f" {_count(left.tenures, 'seat')}."
        )
        return done, _url(slug, found)

    form = LeaveForm(bound(request), initial={"on": timezone.localdate()})
    return answer(request, form, page, act)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _url(slug: str, found: Organisation) -> str:
    return reverse("membership:organisation", args=[slug, found.pk])


def _way(slug: str, found: Organisation | None = None) -> tuple[tuple[str, str], ...]:
    way = (("Organisations", reverse("membership:organisations", args=[slug])),)
    return (*way, (found.name, _url(slug, found))) if found else way
