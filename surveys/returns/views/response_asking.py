"""The evaluator's side of queries: asking, replying, settling."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.structure import Question
from surveys.returns.domain.national import (
    Reading,
    ask_partnership,
    read_return,
    reply_to_partnership,
    settle_with_partnership,
)
from surveys.returns.forms.asking import Ask, EvaluatorMessage
from surveys.returns.versions import answer_words, answers_now
from surveys.returns.views.response_one import found, one_return

SETTLE = "settle"  # the button that says that the query is done with


@requires(P.RETURN_QUERY)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """Ask about the answer of ?question=, another one, or the whole return."""
    partnership = found(partnership_slug)
    reading = read_return(partnership=partnership, year=year, by=request.user)
    chosen = reading.standing.form.by_code.get(request.GET.get("question", ""))
    form = Ask(
        request.POST if request.method == "POST" else None,
        sections=reading.standing.form.sections,
        initial={"question": chosen.code if chosen else ""},
    )
    if not form.is_valid():
        context = {"reading": reading, "form": form, "question": chosen}
        context["answer"] = _answer(reading, chosen) if chosen else ""
        return render(request, "surveys/returns/ask.html", context)
    query = ask_partnership(
        partnership=partnership, year=year, by=request.user, **form.cleaned_data
    )
    messages.success(request, f"Query {query.number} is sent. {partnership} is told by email.")
    return _to(year, partnership_slug, query.number)


@requires(P.RETURN_QUERY)
@require_POST
def reply(
    request: HttpRequest, year: int, partnership_slug: str, query_number: int
) -> HttpResponse:
    """One more message, or none, and settling the query if the button says so."""
    partnership = found(partnership_slug)
    settles = request.POST.get("then") == SETTLE
    form = EvaluatorMessage(request.POST, prefix=f"q{query_number}")
    text = form.cleaned_data["text"] if form.is_valid() else ""
    if form.is_valid() and not settles and not text.strip():
        form.add_error("text", "Write a reply")
    if not form.is_valid():
        reading = read_return(partnership=partnership, year=year, by=request.user)
        return one_return(request, reading, bound=(query_number, form))
    act = settle_with_partnership if settles else reply_to_partnership
    act(partnership=partnership, year=year, number=query_number, text=text, by=request.user)
    words = "settled" if settles else "answered"
    messages.success(request, f"Query {query_number} is {words}. {partnership} is told by email.")
    return _to(year, partnership_slug, query_number)


def _answer(reading: Reading, question: Question) -> str:
    return answer_words(question, answers_now(reading.standing))


def _to(year: int, slug: str, number: int) -> HttpResponse:
    return redirect(f"{reverse('response:read', args=[year, slug])}#query-{number}")
