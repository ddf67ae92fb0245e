"""The register of interests: everybody's to read, one's own to change."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.domain.interests import declare_interest, end_interest
from partnerships.membership.forms.directory import EndInterestForm, InterestForm, InterestSearch
from partnerships.membership.models import Member
from partnerships.membership.permissions import P
from partnerships.membership.queries import directory
from partnerships.membership.views.finding import interest_or_404
from partnerships.membership.views.form_page import FormPage, answer, bound

A_PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])


@requires(P.MEMBERS_READ)
@require_safe
def interests(request: HttpRequest, slug: str) -> HttpResponse:
    """The register by member."""
    today = timezone.localdate()
    form = InterestSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = directory.register_of_interests(
        day=today,
        search=wanted.get("q", ""),
        nature=wanted.get("nature", ""),
        state=wanted.get("state", ""),
    )
    own = list(directory.own_members(request.user, today))
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "own": {member.pk for member in own},
        "may_declare": _may_declare(request, own),
        "may_manage": request.can(P.MEMBERS_MANAGE),
    }
    return render(request, "partnerships/membership/interests.html", context)


@requires(P.INTEREST_DECLARE)
@FORM
def declare(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare an interest of one's own; who manages members enters anybody's."""
    today = timezone.localdate()
    choices = _declarable(request)
    only = choices.first() if len(choices) == 1 else None
    form = InterestForm(
        bound(request),
        members=choices,
        initial={"declared_on": today, "member": only or request.GET.get("member", "")},
    )
    page = FormPage(
        "Declare an interest",
        _way(slug),
        "Declare the interest",
        note="Everybody in this partnership’s room can read the register. The public cannot.",
        template="partnerships/membership/interest_declare.html",
        more={"choices": choices},
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = declare_interest(**given, by=request.user)
        return f"The interest of {made.member} is in the register.", _register(slug)

    return answer(request, form, page, act)


@requires(P.INTEREST_DECLARE)
@FORM
def end(request: HttpRequest, slug: str, interest_id: int) -> HttpResponse:
    """An interest is no more."""
    found = interest_or_404(interest_id)
    if found.member.user_id != request.user.pk and not request.can(P.MEMBERS_MANAGE):
        raise PermissionDenied("Only the member and the LSP co-ordinator can end this interest.")
    page = FormPage(
        "An interest ends",
        _way(slug),
        "Record that it ended",
        caption=str(found.member),
        note=f"“{found.words}” stays in the register, marked as ended.",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        end_interest(interest=found, **given, by=request.user)
        return "The interest is marked as ended.", _register(slug)

    form = EndInterestForm(bound(request), initial={"on": timezone.localdate()})
    return answer(request, form, page, act)


def _declarable(request: HttpRequest) -> QuerySet[Member]:
    today = timezone.localdate()
    if request.can(P.MEMBERS_MANAGE):
        return directory.everybody_serving(today)
    return directory.own_members(request.user, today)


def _may_declare(request: HttpRequest, own: list[Member]) -> bool:
    return request.can(P.INTEREST_DECLARE) and bool(own or request.can(P.MEMBERS_MANAGE))


def _register(slug: str) -> str:
    return reverse("membership:interests", args=[slug])


def _way(slug: str) -> tuple[tuple[str, str], ...]:
    return (("Register of interests", _register(slug)),)
