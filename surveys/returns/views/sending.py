"""Checking, declaring ready, sending back, signing off, and the receipt."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict
from portal.web.components import PageError
from surveys.returns.domain.signing import declare_ready, send_back, sign_off
from surveys.returns.forms import Declaration, SendBack, SignOff
from surveys.returns.models import Return, Wave
from surveys.returns.next_step import next_step
from surveys.returns.standing import Standing
from surveys.returns.views.finding import standing_or_404
from surveys.returns.wording import in_words


@requires(P.RETURN_READ)
@require_safe
def review(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every answer in words, what is missing or unusual, and the form of who acts next."""
    return _review(request, standing_or_404(year))


@requires(P.RETURN_DECLARE)
@require_POST
def declare(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The co-ordinator declares the return ready."""
    standing = standing_or_404(year)
    form = Declaration(request.POST, unusual=bool(standing.to_confirm))
    if not form.is_valid():
        return _review(request, standing, declaration=form)
    try:
        declare_ready(
            annual_return=standing.annual_return,
            by=request.user,
            seen=request.POST.get("seen", ""),
            note=form.cleaned_data.get("note", ""),
        )
    except Conflict as changed:
        return _review(request, standing_or_404(year), changed=changed)
    messages.success(request, "The return is declared ready. The chair signs it off next.")
    return redirect("returns:task_list", slug, year)


@requires(P.RETURN_DECLARE)
@require_POST
def take_back(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The co-ordinator opens a declared return again."""
    return _send_back(request, slug, year, "The return is open again.")


@requires(P.RETURN_SIGN_OFF)
@require_POST
def decline(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The chair sends a declared return back."""
    return _send_back(request, slug, year, "The return is back with the co-ordinator.")


@requires(P.RETURN_SIGN_OFF)
@require_POST
def sign(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The chair signs off; a second click finds it done."""
    standing = standing_or_404(year)
    form = SignOff(request.POST)
    if not form.is_valid():
        return _review(request, standing, signing=form)
    seen = request.POST.get("seen", "")
    try:
        sign_off(annual_return=standing.annual_return, by=request.user, seen=seen)
    except Conflict as changed:
        return _review(request, standing_or_404(year), changed=changed)
    return redirect("returns:receipt", slug, year)


@requires(P.RETURN_READ)
@require_safe
def receipt(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Proof of a signed-off return; before that, on to the review page."""
    standing = standing_or_404(year)
    if not standing.annual_return.is_frozen:
        return redirect("returns:review", slug, year)
    context = {"standing": standing, "step": next_step(standing, request.can)}
    return render(request, "surveys/returns/receipt.html", context)


def _send_back(request: HttpRequest, slug: str, year: int, done: str) -> HttpResponse:
    standing = standing_or_404(year)
    form = SendBack(request.POST)
    if not form.is_valid():
        return _review(request, standing, sending_back=form)
    reason = form.cleaned_data["reason"]
    send_back(annual_return=standing.annual_return, by=request.user, reason=reason)
    messages.success(request, done)
    return redirect("returns:task_list", slug, year)


def _review(
    request: HttpRequest, standing: Standing, *, changed: Conflict | None = None, **forms: Any
) -> HttpResponse:
    """`changed`: the answers below are others than those the reader acted on."""
    annual_return = standing.annual_return
    on_time = annual_return.wave.state == Wave.State.OPEN
    ready = on_time and annual_return.state == Return.State.READY
    context = {
        "standing": standing,
        "said": in_words(standing),
        "step": next_step(standing, request.can),
        "may_change": standing.takes_answers and request.can(P.RETURN_ANSWER),
        "may_declare": standing.takes_answers and request.can(P.RETURN_DECLARE),
        "may_take_back": ready and request.can(P.RETURN_DECLARE),
        "may_sign": ready and request.can(P.RETURN_SIGN_OFF),
        "declared_it": annual_return.ready_by_id == request.user.pk,
        "declaration": Declaration(unusual=bool(standing.to_confirm)),
        "signing": SignOff(),
        "sending_back": SendBack(),
        **forms,
    }
    context["form"] = next((form for form in forms.values()), None)
    context["page_errors"] = [PageError(changed.message)] if changed else []
    return render(request, "surveys/returns/review.html", context, status=409 if changed else 200)
