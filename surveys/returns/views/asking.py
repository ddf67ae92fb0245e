"""The partnership's side of queries: reading them, replying, asking for a reopening."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from surveys.questionnaires.structure import Section
from surveys.returns.asking_shown import threads_shown
from surveys.returns.domain.querying import ask_reopening, why_no_asking
from surveys.returns.domain.querying import reply as reply_to
from surveys.returns.forms.asking import AskReopening, Message
from surveys.returns.models import Side
from surveys.returns.out_of_reach import out_of_reach
from surveys.returns.queries.threads import queries_of, query_of
from surveys.returns.standing import Standing
from surveys.returns.views.finding import standing_or_404


@requires(P.RETURN_READ)
@require_safe
def queries(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every query with its thread."""
    return _queries(request, standing_or_404(year))


@requires(P.RETURN_REPLY)
@require_POST
def reply(request: HttpRequest, slug: str, year: int, query_number: int) -> HttpResponse:
    """One more message of the partnership."""
    standing = standing_or_404(year)
    query = query_of(standing.annual_return, query_number)
    if query is None:
        raise Http404
    form = Message(request.POST, prefix=f"q{query_number}")
    if not form.is_valid():
        return _queries(request, standing, bound=(query_number, form))
    text = form.cleaned_data["text"]
    reply_to(query=query, text=text, side=Side.PARTNERSHIP, by=request.user)
    messages.success(request, "Your reply is sent. The evaluation team is told by email.")
    return redirect(f"{reverse('returns:queries', args=[slug, year])}#query-{query_number}")


@requires(P.RETURN_REPLY)
@require_http_methods(["GET", "HEAD", "POST"])
def reopening(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Ask the evaluation team to open sections again; at first those without which nothing goes on
    are chosen."""
    standing = standing_or_404(year)
    if why_not := why_no_asking(standing.annual_return):
        raise Refused(why_not)
    form = AskReopening(
        request.POST if request.method == "POST" else None,
        sections=_closed(standing),
        initial=_stuck(standing),
    )
    if not form.is_valid():
        context = {"standing": standing, "form": form}
        return render(request, "surveys/returns/ask_reopening.html", context)
    query = ask_reopening(
        annual_return=standing.annual_return, by=request.user, **form.cleaned_data
    )
    messages.success(request, "The evaluation team is told by email that you ask for a reopening.")
    return redirect(f"{reverse('returns:queries', args=[slug, year])}#query-{query.number}")


def _closed(standing: Standing) -> list[Section]:
    """Sections that are asked and not open."""
    opened = standing.open_sections or ()
    asked = standing.routed.sections
    return [s for s in standing.form.sections if s.code in asked and s.code not in opened]


def _stuck(standing: Standing) -> dict[str, Any]:
    """The request of somebody whose reopened return is blocked by sections left closed."""
    stuck = out_of_reach(standing)
    return {"sections": [section.code for section in stuck.sections], "reason": stuck.words}


def _queries(
    request: HttpRequest, standing: Standing, bound: tuple[int, Message] | None = None
) -> HttpResponse:
    annual_return = standing.annual_return
    found = queries_of(annual_return)
    context = {
        "standing": standing,
        "threads": threads_shown(
            found,
            standing.form,
            standing=standing,
            make=Message if request.can(P.RETURN_REPLY) else None,
            bound=bound,
        ),
        "may_ask": request.can(P.RETURN_REPLY) and not why_no_asking(annual_return),
        "form": bound[1] if bound else None,
    }
    return render(request, "surveys/returns/queries.html", context)
