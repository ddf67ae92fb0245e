"""What one answer was, who gave it and when."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.queries import form_of
from surveys.returns.history_shown import shown_history
from surveys.returns.queries import return_of_year
from surveys.returns.queries.revisions import revisions_of

A_PAGE = 20


@requires(P.RETURN_READ)
@require_safe
def answer(request: HttpRequest, slug: str, year: int, question: str) -> HttpResponse:
    """Every answer that was ever saved to one question, newest first."""
    found = return_of_year(year)
    asked = form_of(found.wave.questionnaire.sha256).by_code.get(question) if found else None
    if found is None or asked is None:
        raise Http404
    rows = revisions_of(found, question)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    # One more than the page holds: the oldest on it is compared with the one before.
    start = page.start_index() - 1 if page.paginator.count else 0
    context = {
        "question": asked,
        "year": year,
        "page": page,
        "moments": shown_history(asked, list(rows[start : start + A_PAGE + 1]))[:A_PAGE],
        "section_url": f"{reverse('returns:section', args=[slug, year, asked.section])}#q_{question}",
    }
    return render(request, "surveys/returns/answer_history.html", context)
