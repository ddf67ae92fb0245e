"""What a partnership says about quoting its text answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.reading.consents_shown import texts_shown
from surveys.reading.domain.consenting import say_what_may_be_quoted
from surveys.reading.forms.quoting import QuotingForm
from surveys.returns.models import Return
from surveys.returns.queries import return_of_year


@requires(P.RETURN_READ)
@require_safe
def quoting(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every text answer and what was said about quoting it."""
    return _page(request, _found(year))


@requires(P.QUOTE_CONSENT)
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Co-ordinator or chair says which answers may be quoted."""
    if request.method != "POST":
        return redirect("quoting:quoting", slug, year)
    annual_return = _found(year)
    texts = texts_shown(annual_return)
    form = QuotingForm(request.POST, answers=[each.question.code for each in texts if each.open])
    if not form.is_valid():
        return _page(request, annual_return, form)
    changed = say_what_may_be_quoted(annual_return=annual_return, said=form.said, by=request.user)
    number = len(changed)
    words = f"What you said about {number} answer{'' if number == 1 else 's'} is saved."
    messages.success(request, words if number else "Nothing was changed.")
    return redirect("quoting:quoting", slug, year)


def _found(year: int) -> Return:
    found = return_of_year(year)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, annual_return: Return, bound: QuotingForm | None = None
) -> HttpResponse:
    texts = texts_shown(annual_return)
    may_say = annual_return.is_counted and request.can(P.QUOTE_CONSENT)
    codes = [each.question.code for each in texts if each.open]
    form = bound or QuotingForm(
        answers=codes, initial={each.question.code: each.said_key for each in texts}
    )
    context = {
        "annual_return": annual_return,
        "lines": [(each, form[each.question.code] if each.open else None) for each in texts],
        "may_say": may_say and bool(codes),
        "form": form,
    }
    return render(request, "surveys/reading/quoting.html", context)
