"""The overview of a wave's text answers, and the list of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.reading.domain.coding import count_own_codes, read_texts
from surveys.reading.forms.filters import AnswerFilters
from surveys.reading.listed import lines_of, matching
from surveys.reading.overview import progress_of
from surveys.reading.queries.answers import text_questions
from surveys.reading.queries.codebook import codebook
from surveys.reading.views.finding import (
    chosen_wave,
    opened_waves,
    question_of,
    wave_and_questions,
)

A_PAGE = 25


@requires(P.TEXT_CODE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Question by question, how far the coding is; of the newest wave, or of ?year=."""
    waves = opened_waves()
    wave = chosen_wave(request, waves)
    context = {"wave": wave, "waves": waves, "book": codebook(), "lines": []}
    if wave is not None:
        questions = text_questions(wave)
        context["lines"] = progress_of(wave, questions, context["book"], request.user.pk)
    return render(request, "surveys/reading/overview.html", context)


@requires(P.TEXT_CODE)
@require_safe
def answers(request: HttpRequest, year: int) -> HttpResponse:
    """Answers that fit the filters, 25 a page; reading them is an event in the audit trail."""
    wave, questions = wave_and_questions(year)
    book = codebook()
    form = AnswerFilters(request.GET or None, questions=questions, book=book)
    found = matching(wave, questions, form.wanted, book, request.user.pk)
    page = Paginator(found.places, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = lines_of(found, page.object_list, book)
    read_texts(wave=wave, by=request.user, **form.wanted)
    context = {
        "wave": wave,
        "form": form,
        "page": page,
        "questions": {question.code: question for question in questions},
        "query": filters_of(request),
    }
    return render(request, "surveys/reading/answers.html", context)


@requires(P.TEXT_CODE)
@require_POST
def count_mine(request: HttpRequest, year: int, question: str) -> HttpResponse:
    """Let this evaluator's codes count where nobody else has coded."""
    wave, questions = wave_and_questions(year)
    code = question_of(questions, question).code
    done = count_own_codes(wave=wave, question=code, by=request.user)
    words = f"{done} answer{'' if done == 1 else 's'} to {code} now count as you coded them."
    messages.success(request, words)
    return redirect(f"{reverse('reading:overview')}?year={wave.year}")


def filters_of(request: HttpRequest) -> str:
    """The query string without the page, to go on with."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
