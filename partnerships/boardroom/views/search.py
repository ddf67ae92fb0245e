"""Search over the whole room, within what the reader may see."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.boardroom.forms import SearchForm
from partnerships.boardroom.hits_shown import WORDS, hits_of
from partnerships.boardroom.queries.search import (
    MOST,
    Found,
    What,
    asked_for,
    found,
    nothing_to_look_for,
)
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

A_PAGE = 20
SEVERAL = {
    What.MINUTES: "Minutes",
    What.DECISION: "Decisions",
    What.ACTION: "Actions",
    What.ITEM: "Agenda items",
    What.PAPER: "Papers",
    What.PROTOCOL: "Protocols",
}


@requires(P.SEARCH_USE)
@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """One ranked list; words and kind live in the URL."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    only = request.GET.get("kind", "")
    only = only if only in set(What) else ""
    asked = asked_for(words)
    useless = nothing_to_look_for(asked) if words else ""
    answer = found(reader_of(request), asked, only) if words and not useless else Found()
    page = Paginator(answer.keys, A_PAGE).get_page(request.GET.get("page"))
    total = answer.counts.get(What(only), 0) if only else answer.total
    context = {
        "form": form,
        "words": words,
        "useless": useless,
        "only": only,
        "only_words": SEVERAL[What(only)].lower() if only else "",
        "kinds": [(what, SEVERAL[what], n) for what, n in answer.counts.items()],
        "page": page,
        "hits": hits_of(page.object_list, asked, slug),
        "found": answer,
        "total": total,
        "left_off": total > MOST,
        "most": MOST,
        "examples": [words for words, _ in WORDS.values()],
    }
    return render(request, "partnerships/boardroom/search.html", context)
