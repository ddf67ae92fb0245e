"""The evaluator's pages of one signed-off return: reading, accepting, reopening, its history."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from portal.errors import Refused
from portal.web.forms import PortalForm
from portal.working_days import add_working_days
from surveys.questionnaires.structure import Section
from surveys.returns.asking_shown import threads_shown
from surveys.returns.domain.closing import why_no_closing
from surveys.returns.domain.national import (
    Reading,
    accept_submitted,
    close_reopened,
    read_history,
    read_return,
    reopen_submitted,
)
from surveys.returns.domain.reopening import why_no_reopening
from surveys.returns.forms.asking import ClosingReopening, EvaluatorMessage, Reopening
from surveys.returns.models import Query, Return, Side
from surveys.returns.sending_shown import confirmed_of, kept_of, since_version, unable_of
from surveys.returns.wording import in_words

SETTLED, ASKED = Query.State.SETTLED, Side.EVALUATOR
TIME_TO_CHANGE = 10  # working days offered for a reopened return


@requires(P.RESPONSE_READ)
@require_safe
def read(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """What was signed off last; each reading is an event in the partnership's audit trail."""
    reading = read_return(partnership=found(partnership_slug), year=year, by=request.user)
    return one_return(request, reading)


@requires(P.RESPONSE_READ)
@require_safe
def version(
    request: HttpRequest, year: int, partnership_slug: str, version_number: int
) -> HttpResponse:
    """One version as it was signed off; written down in the same way."""
    partnership = found(partnership_slug)
    reading = read_return(
        partnership=partnership, year=year, by=request.user, version=version_number
    )
    context = {**_answers(reading), "reading": reading}
    return render(request, "surveys/returns/response_version.html", context)


@requires(P.RESPONSE_READ)
@require_safe
def history(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """What happened to the return between the partnership and the evaluation team."""
    partnership = found(partnership_slug)
    annual_return, moments = read_history(partnership=partnership, year=year, by=request.user)
    context = {"partnership": partnership, "annual_return": annual_return, "moments": moments}
    return render(request, "surveys/returns/response_history.html", context)


@requires(P.RETURN_ACCEPT)
@require_POST
def accept(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """Accept the version that was read."""
    partnership = found(partnership_slug)
    seen = request.POST.get("seen", "")
    accept_submitted(partnership=partnership, year=year, seen=seen, by=request.user)
    messages.success(request, f"The return of {partnership} is accepted.")
    return redirect("response:monitor")


@requires(P.RETURN_REOPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """Open sections of the return again, with a reason and a day."""
    partnership = found(partnership_slug)
    reading = read_return(partnership=partnership, year=year, by=request.user)
    if why_not := why_no_reopening(reading.annual_return):
        raise Refused(why_not)
    data = request.POST if request.method == "POST" else None
    until = add_working_days(timezone.localdate(), TIME_TO_CHANGE)
    if reading.is_open:
        until = max(until, reading.annual_return.due_on)
    form = Reopening(data, sections=_sections(reading), initial={"due_on": until})
    if not form.is_valid():
        context = {"reading": reading, "form": form}
        return render(request, "surveys/returns/reopen.html", context)
    reopen_submitted(partnership=partnership, year=year, by=request.user, **form.cleaned_data)
    messages.success(request, f"The return of {partnership} is reopened. Its team is told.")
    return redirect("response:read", year, partnership_slug)


@requires(P.RETURN_REOPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def close_reopening(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """End a reopening: what was signed last stands again."""
    partnership = found(partnership_slug)
    reading = read_return(partnership=partnership, year=year, by=request.user)
    if why_not := why_no_closing(reading.annual_return):
        raise Refused(why_not)
    form = ClosingReopening(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"reading": reading, "form": form}
        return render(request, "surveys/returns/close_reopening.html", context)
    closed = close_reopened(
        partnership=partnership, year=year, by=request.user, **form.cleaned_data
    )
    words = f"Version {closed.version} of {partnership} stands again. Its team is told."
    messages.success(request, words)
    return redirect("response:read", year, partnership_slug)


def one_return(
    request: HttpRequest, reading: Reading, bound: tuple[int, PortalForm] | None = None
) -> HttpResponse:
    """The page of one return; `bound`: number of a query and its form as it was sent."""
    annual_return = reading.annual_return
    asks = request.can(P.RETURN_QUERY)
    submitted = reading.state in (Return.State.SUBMITTED, Return.State.QUERIED)
    context = {
        **_answers(reading),
        "reading": reading,
        "threads": threads_shown(
            reading.queries,
            reading.standing.form,
            standing=reading.standing,
            make=EvaluatorMessage if asks else None,
            bound=bound,
            settled_too=True,
        ),
        "may_accept": submitted and request.can(P.RETURN_ACCEPT),
        "unsettled": [
            q for q in reading.queries if q.state != SETTLED and q.raised_by_side == ASKED
        ],
        "may_ask": asks,
        "may_reopen": request.can(P.RETURN_REOPEN) and not why_no_reopening(annual_return),
        "may_close": request.can(P.RETURN_REOPEN) and not why_no_closing(annual_return),
        "form": bound[1] if bound else None,
    }
    return render(request, "surveys/returns/response_read.html", context)


def found(slug: str) -> Partnership:
    """The partnership of that slug, or 404."""
    partnership = partnership_by_slug(slug)
    if partnership is None:
        raise Http404
    return partnership


def _answers(reading: Reading) -> dict[str, object]:
    return {
        "partnership": reading.partnership,
        "standing": reading.standing,
        "said": in_words(reading.standing),
        "since": since_version(reading.standing, reading.before),
        "confirmed": confirmed_of(reading.standing),
        "unable": unable_of(reading.standing),
        "kept": kept_of(reading.version, reading.standing.form),
    }


def _sections(reading: Reading) -> list[Section]:
    """What can be opened: sections that were asked, or of a reopened return all that are closed,
    since new answers may have led to others."""
    sections = reading.standing.form.sections
    if reading.is_open:
        return [s for s in sections if s.code not in reading.annual_return.reopened_sections]
    return [s for s in sections if s.code in reading.standing.routed.sections]
