"""One answer: read it, code it, settle it, quote it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.models import Partnership
from portal.errors import Conflict, Refused
from portal.web.components import PageError
from surveys.reading.codes import Codes
from surveys.reading.domain.coding import code_answer, settle_answer
from surveys.reading.domain.opening import TextAnswer, read_text
from surveys.reading.domain.quoting import Wording, groups_for, propose_quote
from surveys.reading.forms.coding import CodeForm, SettleForm
from surveys.reading.forms.filters import AnswerFilters
from surveys.reading.forms.quoting import QuoteForm
from surveys.reading.listed import Matching, matching, state_words
from surveys.reading.queries.answers import partnerships_of
from surveys.reading.queries.codes import people_of
from surveys.reading.texts import Place, shown
from surveys.reading.views.answers import filters_of
from surveys.reading.views.finding import partnership_or_404, wave_and_questions


@requires(P.TEXT_CODE)
@require_safe
def answer(request: HttpRequest, year: int, question: str, partnership_slug: str) -> HttpResponse:
    """The answer, the themes to tick, and what was made of it so far."""
    partnership = partnership_or_404(partnership_slug)
    read = read_text(partnership=partnership, year=year, question=question, by=request.user)
    return _page(request, partnership, read)


@requires(P.TEXT_CODE)
@require_POST
def code(request: HttpRequest, year: int, question: str, partnership_slug: str) -> HttpResponse:
    """Save the themes, then show the next answer that waits for this coder."""
    partnership = partnership_or_404(partnership_slug)
    about = {"partnership": partnership, "year": year, "question": question, "by": request.user}
    read = read_text(**about)
    form = CodeForm(request.POST, offered=read.book.offered(question), prefix="code")
    if not form.is_valid():
        return _page(request, partnership, read, code_form=form)
    given = form.cleaned_data
    try:
        code_answer(
            **about, seen=request.POST.get("seen", ""), themes=given["themes"], memo=given["memo"]
        )
    except Conflict as changed:
        return _page(request, partnership, read, changed=changed)
    messages.success(request, f"Your codes on the answer of {partnership} are saved.")
    return _next(request, year, question, read)


@requires(P.TEXT_CODE)
@require_POST
def settle(request: HttpRequest, year: int, question: str, partnership_slug: str) -> HttpResponse:
    """What the answer counts with after a discussion."""
    partnership = partnership_or_404(partnership_slug)
    about = {"partnership": partnership, "year": year, "question": question, "by": request.user}
    read = read_text(**about)
    form = SettleForm(request.POST, offered=read.book.offered(question), prefix="settle")
    if not form.is_valid():
        return _page(request, partnership, read, settle_form=form)
    given = form.cleaned_data
    try:
        settle_answer(
            **about, seen=request.POST.get("seen", ""), themes=given["themes"], note=given["note"]
        )
    except Conflict as changed:
        return _page(request, partnership, read, changed=changed)
    messages.success(request, f"The answer of {partnership} is settled.")
    return redirect(_address(read.place, year, partnership.slug, filters_of(request)))


@requires(P.TEXT_CODE)
@require_http_methods(["GET", "HEAD", "POST"])
def quote_new(
    request: HttpRequest, year: int, question: str, partnership_slug: str
) -> HttpResponse:
    """Make a quote of a passage. What cannot be quoted so is said beside what was typed."""
    partnership = partnership_or_404(partnership_slug)
    about = {"partnership": partnership, "year": year, "question": question, "by": request.user}
    read = read_text(**about)
    offered = read.book.offered(question)
    seen_themes = read.codes.themes_seen_by(request.user.pk)
    form = QuoteForm(
        request.POST if request.method == "POST" and read.may_quote else None,
        groups=groups_for(read.annual_return, read.quotes),
        offered=offered,
        initial={
            "passage": shown(read.text),
            "themes": [theme.pk for theme in offered if theme.pk in seen_themes],
        },
    )
    errors: list[PageError] = []
    if form.is_valid():
        given = form.cleaned_data
        wording = Wording(given["passage"], given["text"], given["group"], given.get("themes", ()))
        try:
            made = propose_quote(**about, seen=request.POST.get("seen", ""), wording=wording)
        except (Refused, Conflict) as refused:
            errors = [PageError(refused.message, form["text"].auto_id)]
        else:
            messages.success(request, "The quote is proposed. Another evaluator approves it.")
            return redirect("reading:quote", quote_id=made.pk)
    context = {**_about(request, partnership, read), "form": form, "page_errors": errors}
    return render(request, "surveys/reading/quote_new.html", context, status=409 if errors else 200)


def _page(
    request: HttpRequest,
    partnership: Partnership,
    read: TextAnswer,
    *,
    code_form: CodeForm | None = None,
    settle_form: SettleForm | None = None,
    changed: Conflict | None = None,
) -> HttpResponse:
    reader, codes = request.user.pk, read.codes
    offered = read.book.offered(read.question.code)
    own = codes.own(reader)
    found = _matching(request, read)
    before, after = found.beside(read.question.code, read.annual_return.pk)
    context = {
        **_about(request, partnership, read),
        "codes": codes,
        "state": state_words(codes, reader),
        "code_form": code_form
        or CodeForm(offered=offered, prefix="code", initial=_ticks(own and own.themes, own)),
        "settle_form": settle_form
        or SettleForm(offered=offered, prefix="settle", initial=_to_settle(codes)),
        "may_settle": len(codes.codings) > 1,
        "other_waits": not codes.open_to_all and bool(codes.codings) and own is None,
        "said": _said(codes, read, reader),
        **_settled(codes, read),
        "form": next((f for f in (code_form, settle_form) if f), None),
        "page_errors": [PageError(changed.message)] if changed else [],
        **_neighbours(read.annual_return.wave.year, before, after, filters_of(request)),
    }
    status = 409 if changed else 200
    return render(request, "surveys/reading/answer.html", context, status=status)


def _about(request: HttpRequest, partnership: Partnership, read: TextAnswer) -> dict[str, Any]:
    return {
        "partnership": partnership,
        "read": read,
        "year": read.annual_return.wave.year,
        "text": shown(read.text),
        "query": filters_of(request),
    }


def _said(codes: Codes, read: TextAnswer, reader: int) -> list[dict[str, Any]]:
    """Every coding that this reader may see, with names."""
    seen = codes.seen_by(reader)
    names = people_of([each.coder for each in seen])
    return [
        {
            "who": names[each.coder],
            "mine": each.coder == reader,
            "themes": read.book.named(each.themes),
            "memo": each.memo,
            "at": each.saved_at,
        }
        for each in seen
    ]


def _settled(codes: Codes, read: TextAnswer) -> dict[str, Any]:
    """What it was settled with, and by whom."""
    if codes.settled is None:
        return {}
    names = people_of([codes.settled.by])
    return {
        "settled_themes": read.book.named(codes.settled.themes),
        "settled_by": names[codes.settled.by],
    }


def _ticks(themes: Any, own: Any) -> dict[str, Any]:
    """A form of what was ticked already; nothing for who has not coded it."""
    if own is None:
        return {}
    return {"themes": sorted(themes), "no_theme": not themes, "memo": own.memo}


def _to_settle(codes: Codes) -> dict[str, Any]:
    """What is settled; else what both coders ticked."""
    if codes.settled:
        held = codes.settled
        return {"themes": sorted(held.themes), "no_theme": not held.themes, "note": held.note}
    if len(codes.codings) < 2:
        return {}
    return {"themes": sorted(codes.codings[0].themes & codes.codings[1].themes)}


def _matching(request: HttpRequest, read: TextAnswer) -> Matching:
    wave, questions = wave_and_questions(read.annual_return.wave.year)
    form = AnswerFilters(request.GET or None, questions=questions, book=read.book)
    wanted = {"question": read.question.code, **form.wanted}
    return matching(
        wave, questions, wanted, read.book, request.user.pk, whatever_state="state" in wanted
    )


def _next(request: HttpRequest, year: int, question: str, read: TextAnswer) -> HttpResponse:
    found = _matching(request, read)
    following = found.next_to_code(question, read.annual_return.pk)
    query = filters_of(request)
    if following is None:
        messages.info(request, "No answer in this list waits for your codes any more.")
        listed = reverse("reading:answers", args=[year])
        return redirect(f"{listed}?{query}" if query else f"{listed}?question={question}")
    slug = partnerships_of({following.partnership_id})[following.partnership_id].slug
    return redirect(_address(following, year, slug, query))


def _neighbours(year: int, before: Place | None, after: Place | None, query: str) -> dict[str, str]:
    slugs = partnerships_of({place.partnership_id for place in (before, after) if place})

    def address(place: Place | None) -> str:
        return _address(place, year, slugs[place.partnership_id].slug, query) if place else ""

    return {"before_url": address(before), "after_url": address(after)}


def _address(place: Place, year: int, slug: str, query: str) -> str:
    path = reverse("reading:answer", args=[year, place.question, slug])
    return f"{path}?{query}" if query else path
