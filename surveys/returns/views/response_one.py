"""The evaluator's pages of one signed-off return."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.register.models import Partnership
from partnerships.register.queries import partnership_by_slug
from surveys.returns.domain.national import accept_submitted, read_return
from surveys.returns.models import Return
from surveys.returns.wording import in_words


@requires(P.RESPONSE_READ)
@require_safe
def read(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """One signed-off return; each reading is an event in the partnership's audit trail."""
    partnership = _partnership(partnership_slug)
    standing = read_return(partnership=partnership, year=year, by=request.user)
    context = {
        "partnership": partnership,
        "standing": standing,
        "said": in_words(standing),
        "may_accept": standing.annual_return.state == Return.State.SUBMITTED
        and request.can(P.RETURN_ACCEPT),
    }
    return render(request, "surveys/returns/response_read.html", context)


@requires(P.RETURN_ACCEPT)
@require_POST
def accept(request: HttpRequest, year: int, partnership_slug: str) -> HttpResponse:
    """Accept a submitted return."""
    partnership = _partnership(partnership_slug)
    accept_submitted(partnership=partnership, year=year, by=request.user)
    messages.success(request, f"The return of {partnership} is accepted.")
    return redirect("response:monitor")


def _partnership(slug: str) -> Partnership:
    found = partnership_by_slug(slug)
    if found is None:
        raise Http404
    return found
