"""Agreement of coders, counts of themes, their release, and what departments read of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.reading.agreeing import agreement_on
from surveys.reading.counted import counted
from surveys.reading.counts_shown import exact_tables, released_tables, safe_tables
from surveys.reading.domain.releasing import as_released, release_themes, why_not_released
from surveys.reading.forms.release import ReleaseForm
from surveys.reading.queries.answers import text_questions
from surveys.reading.queries.codebook import (
    codebook,
    coded_questions,
    release_by_id,
    release_of,
    releases,
)
from surveys.reading.queries.settings import released_edition
from surveys.reading.views.finding import chosen_question, question_of, wave_and_questions


@requires(P.TEXT_CODE)
@require_safe
def agreement(request: HttpRequest, year: int) -> HttpResponse:
    """Of one question: per cent and kappa, theme by theme, and the answers that differ."""
    wave, questions = wave_and_questions(year)
    question = chosen_question(request, questions)
    found = agreement_on(wave, question.code, codebook()) if question else None
    context = {"wave": wave, "questions": questions, "question": question, "found": found}
    return render(request, "surveys/reading/agreement.html", context)


@requires(P.TEXT_CODE)
@require_safe
def counts(request: HttpRequest, year: int) -> HttpResponse:
    """How many answers hold each theme, by group; for evaluators as they are."""
    wave, questions = wave_and_questions(year)
    question = chosen_question(request, questions)
    found = counted(wave, question.code) if question else None
    context = {
        "wave": wave,
        "questions": questions,
        "question": question,
        "found": found,
        "tables": exact_tables(found) if found and found.final and found.themes else [],
        "release": release_of(wave, question.code) if question else None,
        "why_not": why_not_released(wave, found) if found else "",
        "may_release": request.can(P.EDITION_RELEASE),
    }
    return render(request, "surveys/reading/counts.html", context)


@requires(P.EDITION_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, year: int, question: str) -> HttpResponse:
    """Look at what departments would read, then release it for good."""
    wave, questions = wave_and_questions(year)
    asked = question_of(questions, question)
    found = counted(wave, asked.code)
    why_not = why_not_released(wave, found)
    form = ReleaseForm(request.POST if request.method == "POST" and not why_not else None)
    if form.is_valid():
        made = release_themes(wave=wave, question=asked.code, by=request.user)
        messages.success(request, f"Departments can read the themes of {asked.code} now.")
        return redirect(reverse("reading:released_one", args=[made.pk]))
    edition = released_edition(wave)
    shown = as_released(found, edition) if edition else None
    labels = [theme.label for theme in found.themes]
    context = {
        "wave": wave,
        "question": asked,
        "found": found,
        "form": form,
        "why_not": why_not,
        "edition": edition,
        "shown": shown,
        "tables": safe_tables(labels, shown) if shown and labels else [],
    }
    return render(request, "surveys/reading/release.html", context)


@requires(P.NATIONAL_READ)
@require_safe
def released(request: HttpRequest) -> HttpResponse:
    """Which questions have released counts of themes."""
    asked = coded_questions()
    rows = [(each, asked.get(each.question)) for each in releases()]
    return render(request, "surveys/reading/released.html", {"rows": rows})


@requires(P.NATIONAL_READ)
@require_safe
def released_one(request: HttpRequest, release_id: int) -> HttpResponse:
    """The counts of one question as they were released."""
    found = release_by_id(release_id)
    questions = {question.code: question for question in text_questions(found.wave)}
    tables = released_tables(found)
    context = {
        "release": found,
        "question": questions.get(found.question),
        "tables": tables,
        "withheld": sum(cell == ".." for table in tables for row in table.rows for cell in row),
    }
    return render(request, "surveys/reading/released_one.html", context)
