"""The page of minutes; circulating them, taking them back, publishing them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.meetings.domain.life import (
    circulate_minutes,
    publish_minutes,
    recall_minutes,
)
from partnerships.meetings.domain.life.circulating import usual_end
from partnerships.meetings.domain.life.publishing import kept_in_the_room
from partnerships.meetings.domain.life.versions import document_now
from partnerships.meetings.forms.agenda import done
from partnerships.meetings.forms.life import CirculateForm, PublishForm, RecallForm
from partnerships.meetings.freezing import PUBLIC, copy_for, names_in_words, withheld_from
from partnerships.meetings.minutes_shown import shown_to
from partnerships.meetings.printing.minutes import people_lines
from partnerships.meetings.queries.life import (
    being_written,
    minutes_for,
    standing_version,
    told_of,
    versions_of,
)
from partnerships.meetings.queries.record import unwritten_items
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Missing

FORM = require_http_methods(["GET", "HEAD", "POST"])
PAGES = "partnerships/meetings/life"


@requires(P.MINUTES_READ_CONFIRMED)
@require_safe
def minutes(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Minutes as this reader may see them, and what comes next."""
    reader = reader_of(request)
    try:
        found = minutes_for(reader, meeting_id)
    except Missing:
        if meeting := being_written(reader, meeting_id):
            return render(request, f"{PAGES}/being_written.html", {"meeting": meeting}, status=404)
        raise
    context = {
        "meeting": found.meeting,
        "shown": shown_to(reader, found),
        "versions": versions_of(found) if request.can(P.MINUTES_READ) else [],
        "may_write": request.can(P.MINUTES_WRITE),
    }
    return render(request, f"{PAGES}/minutes.html", context)


@requires(P.MINUTES_WRITE)
@FORM
def minutes_circulate(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Until when amendments can be proposed, and who will be told."""
    found = minutes_for(reader_of(request), meeting_id)
    usual = usual_end(localdate())
    form = CirculateForm(request.POST or None, initial={"amend_until": usual})
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["amend_until"]
        if done(form, lambda: circulate_minutes(minutes=found, amend_until=last, by=request.user)):
            messages.success(request, "The minutes are circulated.")
            return redirect("meetings:minutes", slug, meeting_id)
    context = {
        "meeting": found.meeting,
        "minutes": found,
        "form": form,
        "told": told_of(found.meeting),
        "unwritten": unwritten_items(found.meeting),
    }
    return render(request, f"{PAGES}/circulate.html", context, status=_code(form))


@requires(P.MINUTES_WRITE)
@FORM
def minutes_recall(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Why circulated minutes become a draft again, and who will be told."""
    found = minutes_for(reader_of(request), meeting_id)
    form = RecallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: recall_minutes(minutes=found, why=why, by=request.user)):
            messages.success(request, "The minutes are a draft again.")
            return redirect("meetings:minutes", slug, meeting_id)
    context = {
        "meeting": found.meeting,
        "minutes": found,
        "form": form,
        "told": told_of(found.meeting),
    }
    return render(request, f"{PAGES}/recall.html", context, status=_code(form))


@requires(P.MINUTES_WRITE)
@FORM
def minutes_publish(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """The public copy as everybody will read it, what is withheld and why; then the click."""
    found = minutes_for(reader_of(request), meeting_id)
    form = PublishForm(request.POST if request.method == "POST" else None)
    seen = request.POST.get("seen")
    if form.is_valid() and done(
        form, lambda: publish_minutes(minutes=found, by=request.user, seen=seen)
    ):
        messages.success(request, "The public copy is published.")
        return redirect("meetings:minutes", slug, meeting_id)
    whole = document_now(found)
    public = copy_for(whole, PUBLIC)
    context = {
        "meeting": found.meeting,
        "minutes": found,
        "form": form,
        "document": public,
        "people": [(g["group"], people_lines(g)) for g in public["people"] if people_lines(g)],
        "withheld": withheld_from(whole),
        "names": names_in_words(whole),
        "version": standing_version(found),
        "kept": kept_in_the_room(found.meeting.body, localdate()),
    }
    return render(request, f"{PAGES}/publish.html", context, status=_code(form))


def _code(form: PublishForm | CirculateForm | RecallForm) -> int:
    """A refusal by the rules of the room is a conflict; a form to fill in again is a page."""
    return 409 if form.is_bound and form.non_field_errors() else 200
