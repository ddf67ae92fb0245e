"""What an address names, or 404, and the page that most forms of this room share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from partnerships.meetings.models import AgendaItem, Meeting, Paper
from partnerships.meetings.queries.agenda import item_by_id, meeting_by_id, paper_for
from partnerships.meetings.reading import reader_of
from portal.web.components import Row
from portal.web.forms import PortalForm


@dataclass(frozen=True)
class FormPage:
    """A page with one form. `now`: what is stored, to compare with what was typed; `told`: who
    gets an e-mail."""

    heading: str
    button: str
    back: str
    caption: str = ""
    intro: Sequence[str] = ()
    now: Sequence[Row] = ()
    told: Sequence[object] | None = None
    warning: bool = False
    files: bool = False


def form_page(request: HttpRequest, form: PortalForm, page: FormPage, **more: Any) -> HttpResponse:
    """The form's page; 409 where a rule said no, so that nothing half-done is kept."""
    refused = form.is_bound and bool(form.non_field_errors())
    context = {"form": form, "page": page, **more}
    return render(
        request, "partnerships/meetings/agenda/form.html", context, status=409 if refused else 200
    )


def meeting_or_404(meeting_id: int) -> Meeting:
    """The meeting, whoever asks: for views that a right guards."""
    found = meeting_by_id(meeting_id)
    if found is None:
        raise Http404
    return found


def item_or_404(item_id: int) -> AgendaItem:
    """The item with its meeting and body."""
    found = item_by_id(item_id)
    if found is None:
        raise Http404
    return found


def paper_or_404(request: HttpRequest, paper_id: int) -> Paper:
    """The paper if this person may read it."""
    found = paper_for(reader_of(request), paper_id)
    if found is None:
        raise Http404
    return found
