"""Lift the restriction of an item or a paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnerships.meetings.domain.restricting import check_restricted, lift_restriction
from partnerships.meetings.forms.agenda import done
from partnerships.meetings.forms.agenda_papers import LiftForm
from partnerships.meetings.models import AgendaItem, Paper
from partnerships.meetings.views.agenda_found import (
    FormPage,
    form_page,
    item_or_404,
    paper_or_404,
)
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

GET_POST = ["GET", "HEAD", "POST"]
OF_ITEM = (
    "From now on everybody in the room reads its words, its papers that are not restricted"
    " themselves, and what the minutes say of it openly. Restricted passages, and decisions and"
    " actions recorded as restricted, stay so. Minutes that were circulated before keep it withheld."
)
OF_PAPER = "From now on everybody in the room can download it."
OF_ITS_ITEM = "Its item is restricted too, so the paper stays closed until that is lifted as well."


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def item_lift(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Open an item to the room."""
    item = item_or_404(item_id)
    page = reverse("meetings:meeting", args=[slug, item.meeting_id])
    return _lift(request, item, f"{page}#item-{item.pk}", [OF_ITEM])


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def paper_lift(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """Open a paper to the room."""
    paper = paper_or_404(request, paper_id)
    intro = [OF_ITS_ITEM if paper.item.restricted else OF_PAPER]
    return _lift(request, paper, reverse("meetings:paper", args=[slug, paper_id]), intro)


def _lift(
    request: HttpRequest, row: AgendaItem | Paper, back: str, intro: list[str]
) -> HttpResponse:
    check_restricted(row)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: lift_restriction(of=row, why=why, by=request.user)):
            messages.success(request, "The restriction is lifted.")
            return redirect(back)
    page = FormPage(
        heading="Lift the restriction",
        button="Lift it",
        back=back,
        caption=str(row),
        intro=intro,
        warning=True,
    )
    return form_page(request, form, page)
