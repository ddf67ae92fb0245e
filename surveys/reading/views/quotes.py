"""Quotes of a wave, and one of them: approving, refusing, withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.reading.domain.quoting import approve_quote, refuse_quote, withdraw_quote
from surveys.reading.forms.quoting import ReasonForm
from surveys.reading.queries.answers import names_of
from surveys.reading.queries.codebook import codebook
from surveys.reading.queries.quotes import quote_by_id
from surveys.reading.quotes_shown import Shown, quotes_shown, shown_quote
from surveys.reading.views.finding import wave_and_questions

ACTS = {
    "refuse": (refuse_quote, "The quote is refused."),
    "withdraw": (withdraw_quote, "The quote is withdrawn."),
}


@requires(P.TEXT_CODE)
@require_safe
def quotes(request: HttpRequest, year: int) -> HttpResponse:
    """Every quote of a wave by question; of one theme if asked."""
    wave, questions = wave_and_questions(year)
    book = codebook()
    wanted = request.GET.get("theme", "")
    theme = next((each for each in book.themes.values() if each.code == wanted), None)
    context = {
        "wave": wave,
        "parts": quotes_shown(wave, questions, book, theme),
        "themes": [each for each in book.themes.values() if each.is_offered],
        "theme": theme,
    }
    return render(request, "surveys/reading/quotes.html", context)


@requires(P.TEXT_CODE)
@require_safe
def quote(request: HttpRequest, quote_id: int) -> HttpResponse:
    """One quote beside its passage, and the form of who decides."""
    return _page(request, quote_id)


@requires(P.TEXT_CODE)
@require_POST
def quote_approve(request: HttpRequest, quote_id: int) -> HttpResponse:
    """A second evaluator offers it to publications."""
    approve_quote(quote_id=quote_id, by=request.user)
    messages.success(request, "The quote is offered to publications.")
    return redirect("reading:quote", quote_id=quote_id)


@requires(P.TEXT_CODE)
@require_POST
def quote_end(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Refuse it or withdraw it, with a reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, quote_id, form)
    act, words = ACTS.get(request.POST.get("then", ""), ACTS["withdraw"])
    act(quote_id=quote_id, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, words)
    return redirect("reading:quote", quote_id=quote_id)


def _page(request: HttpRequest, quote_id: int, form: ReasonForm | None = None) -> HttpResponse:
    found = quote_by_id(quote_id)
    shown: Shown = shown_quote(found, codebook())
    names = names_of({found.partnership_id})
    mine = found.proposed_by_id == request.user.pk
    waits = found.state == found.State.PROPOSED
    context = {
        "shown": shown,
        "quote": found,
        "partnership": names[found.partnership_id],
        "may_decide": waits and not mine,
        "own": waits and mine,
        "may_withdraw": found.state in found.LIVE and not found.is_published,
        "form": form or ReasonForm(),
    }
    return render(request, "surveys/reading/quote.html", context)
