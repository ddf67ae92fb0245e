"""Checking, declaring ready, sending back, signing off, the receipt, taking a signed return back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.meetings.models import Decision
from partnerships.meetings.queries.decisions import readable
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Refused
from portal.web.components import PageError
from surveys.returns import openness
from surveys.returns.asking_shown import queries_said
from surveys.returns.domain.reopening import recall_return, why_no_recall
from surveys.returns.domain.signing import (
    declare_ready,
    refuse_declaring,
    refuse_sending_back,
    refuse_signing,
    send_back,
    sign_off,
)
from surveys.returns.endorsed import said_digest
from surveys.returns.forms.sending import Declaration, Recall, SendBack, SignOff
from surveys.returns.mail_said import mail_of_declaring, mail_of_signed, mail_of_signing
from surveys.returns.models import Return
from surveys.returns.next_step import next_step
from surveys.returns.queries.threads import is_answered
from surveys.returns.sending_shown import (
    beside_answers,
    decision_label,
    decisions_to_name,
)
from surveys.returns.standing import Standing
from surveys.returns.views.finding import standing_or_404
from surveys.returns.wording import in_words

form_page = require_http_methods(["GET", "HEAD", "POST"])


def sent_or_read_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the address of a form on the review page: who opens it as a page is led there."""

    @form_page
    @wraps(view)
    def either(request: HttpRequest, slug: str, year: int) -> HttpResponse:
        if request.method != "POST":
            return redirect("returns:review", slug, year)
        return view(request, slug, year)

    return either


@requires(P.RETURN_READ)
@require_safe
def review(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every answer in words, what is missing or unusual, and the form of who acts next."""
    return _review(request, standing_or_404(year))


@requires(P.RETURN_DECLARE)
@sent_or_read_first
def declare(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The co-ordinator declares the return ready."""
    standing = standing_or_404(year)
    form = Declaration(request.POST)
    if not form.is_valid():
        refuse_declaring(standing)  # or the page would have no form for its errors to stand in
        return _review(request, standing, declaration=form)
    try:
        declare_ready(
            annual_return=standing.annual_return,
            by=request.user,
            seen=request.POST.get("seen", ""),
            note=form.cleaned_data["note"],
        )
    except Conflict as changed:
        return _review(request, standing_or_404(year), changed=changed)
    messages.success(request, "The return is declared ready. The chair signs it off next.")
    return redirect("returns:task_list", slug, year)


@requires(P.RETURN_DECLARE)
@sent_or_read_first
def take_back(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The co-ordinator opens a declared return again."""
    return _send_back(request, slug, year, "The return is open again.")


@requires(P.RETURN_SIGN_OFF)
@sent_or_read_first
def decline(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The chair sends a declared return back."""
    return _send_back(request, slug, year, "The return is back with the co-ordinator.")


@requires(P.RETURN_SIGN_OFF)
@sent_or_read_first
def sign(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The chair signs off; a second click finds it done."""
    standing = standing_or_404(year)
    decisions = decisions_to_name(reader_of(request))
    form = SignOff(request.POST, decisions=_choices(decisions))
    if not form.is_valid():
        refuse_signing(standing.annual_return, request.user)
        return _review(request, standing, signing=form)
    chosen = form.cleaned_data.get("decision", "")
    try:
        sign_off(
            annual_return=standing.annual_return,
            by=request.user,
            seen=request.POST.get("seen", ""),
            said=request.POST.get("said", ""),
            decision=next((each for each in decisions if str(each.pk) == chosen), None),
        )
    except Conflict as changed:
        return _review(request, standing_or_404(year), changed=changed)
    return redirect("returns:receipt", slug, year)


@requires(P.RETURN_READ)
@require_safe
def receipt(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Proof of a signed-off return; before that, on to the review page."""
    standing = standing_or_404(year)
    annual_return = standing.annual_return
    if not annual_return.is_frozen:
        return redirect("returns:review", slug, year)
    context = {
        "standing": standing,
        "step": next_step(standing, request.can, answered=is_answered(annual_return)),
        "beside": beside_answers(standing),
        "names_decision": readable(reader_of(request), annual_return.decision),
        "mail": mail_of_signed(annual_return),
        "may_recall": request.can(P.RETURN_SIGN_OFF) and not why_no_recall(annual_return),
        "may_ask": request.can(P.RETURN_REPLY) and annual_return.wave.settled_at is None,
    }
    return render(request, "surveys/returns/receipt.html", context)


@requires(P.RETURN_SIGN_OFF)
@form_page
def recall(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The chair takes sections of a signed-off return back, with a reason."""
    standing = standing_or_404(year)
    if why_not := why_no_recall(standing.annual_return):
        raise Refused(why_not)
    sections = [s for s in standing.form.sections if s.code in standing.routed.sections]
    form = Recall(request.POST if request.method == "POST" else None, sections=sections)
    if not form.is_valid():
        context = {"standing": standing, "form": form}
        return render(request, "surveys/returns/recall.html", context)
    recall_return(annual_return=standing.annual_return, by=request.user, **form.cleaned_data)
    messages.success(request, "The return is open again in the sections that you chose.")
    return redirect("returns:task_list", slug, year)


def _send_back(request: HttpRequest, slug: str, year: int, done: str) -> HttpResponse:
    standing = standing_or_404(year)
    form = SendBack(request.POST)
    if not form.is_valid():
        refuse_sending_back(standing.annual_return)
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
    in_time = openness.in_time(annual_return, timezone.localdate())
    ready = in_time and annual_return.state == Return.State.READY
    may_declare = standing.takes_answers and request.can(P.RETURN_DECLARE)
    may_sign = ready and request.can(P.RETURN_SIGN_OFF)
    context = {
        "standing": standing,
        "said": in_words(standing),
        "beside": beside_answers(standing),
        "queries_said": queries_said(annual_return, mine=request.can(P.RETURN_REPLY)),
        "step": next_step(standing, request.can, answered=is_answered(annual_return)),
        "may_change": standing.takes_answers and request.can(P.RETURN_ANSWER),
        "may_declare": may_declare,
        "may_take_back": ready and request.can(P.RETURN_DECLARE),
        "may_sign": may_sign,
        "declared_it": annual_return.ready_by_id == request.user.pk,
        "declaration": Declaration(),
        "sending_back": SendBack(),
        **_acting(request, annual_return, may_declare=may_declare, may_sign=may_sign),
        **forms,
    }
    context["form"] = next((form for form in forms.values()), None)
    context["page_errors"] = [PageError(changed.message)] if changed else []
    return render(request, "surveys/returns/review.html", context, status=409 if changed else 200)


def _acting(
    request: HttpRequest, annual_return: Return, *, may_declare: bool, may_sign: bool
) -> dict[str, Any]:
    """What only the one who acts next sees: whom the click mails, decisions to name."""
    if may_sign:
        decisions = decisions_to_name(reader_of(request))
        return {
            "mail": mail_of_signing(annual_return, request.user, signs=True),
            "said_seen": said_digest(annual_return),
            "signing": SignOff(decisions=_choices(decisions)),
        }
    if may_declare:
        return {"mail": mail_of_declaring(request.user)}
    return {}


def _choices(decisions: list[Decision]) -> list[tuple[str, str]]:
    return [(str(each.pk), decision_label(each)) for each in decisions]
