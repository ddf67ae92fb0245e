"""What a partnership sees of the results: its own return beside its kind."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from surveys.questionnaires.queries import form_of
from surveys.results.comparison import STEP, compare
from surveys.results.figures import group_label
from surveys.returns.queries import return_of_year


@requires(P.RETURN_READ)
@require_safe
def comparison(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """As soon as the return is signed off; before that, what it will show."""
    annual_return = return_of_year(year)
    if annual_return is None:
        raise Http404
    context = {"annual_return": annual_return, "step": STEP, "comparison": None}
    if annual_return.is_counted:
        document = annual_return.document
        found = compare(
            wave=annual_return.wave,
            form=form_of(document["questionnaire"]),
            nrf=request.partnership.nrf,
            authority_type=request.partnership.authority_type,
            answers=document["answers"],
        )
        context["comparison"] = found
        context["group_label"] = group_label(found.group) if found else ""
    return render(request, "surveys/results/comparison.html", context)
