"""Check now: the rules of sign-off applied to the return as it stands."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from surveys.returns.checks_shown import check_shown
from surveys.returns.domain.confirming import confirm_check, withdraw_confirmation
from surveys.returns.views.finding import standing_or_404
from surveys.returns.writing import NONE, writable

CONFIRM, WITHDRAW = "confirm", "withdraw"


@requires(P.RETURN_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every finding by section. POST: a writer confirms what is unusual, or takes that back."""
    if request.method == "POST":
        return _confirm(request, slug, year)
    standing = standing_or_404(year)
    within = writable(standing, request.user, request.can)

    def address(section: str) -> str:
        return reverse("returns:section", args=[slug, year, section])

    context = {
        "standing": standing,
        "shown": check_shown(standing, within, address),
        "checked_at": timezone.now(),
        "may_declare": standing.takes_answers and request.can(P.RETURN_DECLARE),
    }
    return render(request, "surveys/returns/check.html", context)


def _confirm(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    standing = standing_or_404(year)
    within = writable(standing, request.user, request.can)
    if within == NONE:
        raise PermissionDenied(f"You do not have the right to {P.RETURN_ANSWER.value}.")
    annual_return, code = standing.annual_return, request.POST.get("check", "")
    if request.POST.get("then") == WITHDRAW:
        withdraw_confirmation(
            annual_return=annual_return, check_code=code, by=request.user, within=within
        )
        messages.success(request, "The confirmation is withdrawn.")
    elif request.POST.get("then") == CONFIRM:
        note = request.POST.get("note", "")
        confirm_check(
            annual_return=annual_return, check_code=code, note=note, by=request.user, within=within
        )
        messages.success(request, "Confirmed: the answers stand.")
    else:
        raise Refused("Choose what to confirm on the check page.")
    return redirect("returns:check", slug, year)
