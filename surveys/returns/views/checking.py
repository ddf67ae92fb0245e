"""Check now: the rules of sign-off applied to the return as it stands."""

from collections.abc import Collection
from typing import TypedDict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.accounts.models import User
from portal.errors import Conflict, Refused
from portal.web.components import PageError
from surveys.returns.checks_shown import check_shown
from surveys.returns.domain.confirming import confirm_check, withdraw_confirmation
from surveys.returns.models import Return
from surveys.returns.views.finding import standing_or_404
from surveys.returns.writing import NONE, writable

CONFIRM, WITHDRAW = "confirm", "withdraw"
DONE = {
    CONFIRM: "Confirmed: the answers stand.",
    WITHDRAW: "The confirmation is withdrawn.",
}


class _About(TypedDict):
    """What both confirming and taking back need."""

    annual_return: Return
    check_code: str
    seen: str
    by: User
    within: Collection[str] | None


@requires(P.RETURN_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every finding by section. POST: a writer confirms what is unusual, or takes that back."""
    if request.method == "POST":
        return _confirm(request, slug, year)
    return _show(request, slug, year)


def _show(
    request: HttpRequest, slug: str, year: int, changed: Conflict | None = None
) -> HttpResponse:
    """`changed`: what stands is other than what the reader acted on; what they typed is kept."""
    standing = standing_or_404(year)
    within = writable(standing, request.user, request.can)

    def address(section: str) -> str:
        return reverse("returns:section", args=[slug, year, section])

    context = {
        "standing": standing,
        "shown": check_shown(standing, within, address),
        "checked_at": timezone.now(),
        "may_declare": standing.takes_answers and request.can(P.RETURN_DECLARE),
        "page_errors": [PageError(changed.message)] if changed else [],
        "typed": request.POST if changed else {},
    }
    status = 409 if changed else 200
    return render(request, "surveys/returns/check.html", context, status=status)


def _confirm(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    standing = standing_or_404(year)
    within = writable(standing, request.user, request.can)
    if within == NONE:
        raise PermissionDenied(f"You do not have the right to {P.RETURN_ANSWER.value}.")
    then, post = request.POST.get("then"), request.POST
    about = _About(
        annual_return=standing.annual_return,
        check_code=post.get("check", ""),
        seen=post.get("seen", ""),
        by=request.user,
        within=within,
    )
    if then not in (CONFIRM, WITHDRAW):
        raise Refused("Choose what to confirm on the check page.")
    try:
        if then == WITHDRAW:
            withdraw_confirmation(**about)
        else:
            confirm_check(**about, note=post.get("note", ""))
    except Conflict as changed:
        return _show(request, slug, year, changed)
    messages.success(request, DONE[then])
    return redirect("returns:check", slug, year)
