"""Last year's answers beside this year's; copying many of them, and confirming what was copied."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.web.components import PageError
from surveys.returns.checks_shown import may_write
from surveys.returns.domain.carrying import confirm_carried, copies, copy_last_year
from surveys.returns.earlier import earlier_of
from surveys.returns.last_year_shown import CONFIRM, COPY, compared, to_act_on
from surveys.returns.standing import Standing
from surveys.returns.views.finding import standing_or_404
from surveys.returns.writing import NONE, writable

COPY_ALL = "copy_all"
VERBS = {COPY: copy_last_year, COPY_ALL: copy_last_year, CONFIRM: confirm_carried}
DONE = {
    COPY: ("copied", "Confirm each copied answer that still holds."),
    CONFIRM: ("confirmed", ""),
}


@requires(P.RETURN_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def last_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Both years side by side. POST copies or confirms the questions ticked."""
    standing = standing_or_404(year)
    within = writable(standing, request.user, request.can)
    if request.method == "POST":
        if within == NONE:
            raise PermissionDenied(f"You do not have the right to {P.RETURN_ANSWER.value}.")
        return _act(request, standing, within)
    return _page(request, standing, within)


def _act(request: HttpRequest, standing: Standing, within: Collection[str] | None) -> HttpResponse:
    then = request.POST.get("then", "")
    questions = request.POST.getlist("question")
    if then == COPY_ALL:  # those too that are asked because of another copy
        questions = _writable(standing, within)
    elif then not in VERBS or not questions:
        error = PageError("Tick the answers that you want to copy or confirm", "questions")
        return _page(request, standing, within, page_errors=[error], status=422)
    done = VERBS[then](
        annual_return=standing.annual_return, questions=questions, by=request.user, within=within
    )
    verb, rest = DONE[CONFIRM if then == CONFIRM else COPY]
    words = f"{len(done)} {'answer is' if len(done) == 1 else 'answers are'} {verb}. {rest}"
    messages.success(request, words.strip())
    return redirect("returns:last_year", request.partnership.slug, standing.annual_return.wave.year)


def _writable(standing: Standing, within: Collection[str] | None) -> list[str]:
    """Questions of the sections that the reader can change now."""
    questions = standing.form.questions
    return [q.code for q in questions if may_write(standing, q.section, within)]


def _page(
    request: HttpRequest,
    standing: Standing,
    within: Collection[str] | None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    earlier = earlier_of(standing.annual_return)
    context |= {"standing": standing, "earlier": earlier}
    if earlier is not None:
        sections = compared(standing, earlier, within)
        context |= {
            "sections": sections,
            "to_copy": len(to_act_on(sections, COPY)),
            "to_copy_at_most": len(copies(standing, earlier, _writable(standing, within))),
            "to_confirm": len(to_act_on(sections, CONFIRM)),
        }
    return render(request, "surveys/returns/last_year.html", context, status=status)
