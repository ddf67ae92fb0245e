"""Items of an agenda: add, change, move, remove, carry in, put on another agenda."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.meetings.domain.agenda import (
    FIELDS,
    add_item,
    add_late_item,
    carry_item,
    change_item,
    check_draft,
    defer_item,
    move_item,
    remove_item,
    restrict_item,
)
from partnerships.meetings.domain.meetings import check_to_come
from partnerships.meetings.forms.agenda import (
    ChangeItemForm,
    DeferForm,
    ItemForm,
    LateItemForm,
    done,
)
from partnerships.meetings.forms.agenda_papers import RestrictForm
from partnerships.meetings.models import AgendaItem, Meeting
from partnerships.meetings.queries.agenda import drafts_of
from partnerships.meetings.queries.audience import audience_of
from partnerships.meetings.views.agenda_found import (
    FormPage,
    form_page,
    item_or_404,
    meeting_or_404,
)
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.web.components import Row

GET_POST = ["GET", "HEAD", "POST"]


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def item_add(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Add an item to a draft, or a late one to a published agenda."""
    meeting = meeting_or_404(meeting_id)
    check_to_come(meeting)
    late = meeting.state == Meeting.State.CALLED
    posted = request.POST if request.method == "POST" else None
    form = LateItemForm(posted, meeting=meeting) if late else ItemForm(posted)
    if form.is_valid():
        add = add_late_item if late else add_item
        made = done(form, lambda: add(meeting=meeting, by=request.user, **form.cleaned_data))
        if made:
            words = f"Item {made.number} is added." if late else "The item is added."
            messages.success(request, words)
            return redirect("meetings:agenda_edit", slug, meeting.pk)
    page = FormPage(
        heading="Add a late item" if late else "Add an item",
        button="Add the item",
        back=_builder(slug, meeting),
        caption=meeting.title,
        told=audience_of(meeting) if late else None,
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def item_change(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Change an item of a draft."""
    item = item_or_404(item_id)
    check_draft(item.meeting)
    form = ChangeItemForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(item, name) for name in (*FIELDS, "revision")},
    )
    if form.is_valid() and done(
        form, lambda: change_item(item=item, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The item is saved.")
        return redirect("meetings:agenda_edit", slug, item.meeting_id)
    fresh = item_or_404(item_id)
    stale = form.is_bound and form.data.get("revision") != str(fresh.revision)
    if stale:
        form.data = {**form.data.dict(), "revision": fresh.revision}
    page = FormPage(
        heading="Change the item",
        button="Save",
        back=_builder(slug, item.meeting),
        caption=item.meeting.title,
        now=_rows(fresh) if stale else (),
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_POST
def item_move(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """One place up or down."""
    item = item_or_404(item_id)
    move_item(item=item, up=request.POST.get("to") != "down", by=request.user)
    return redirect(f"{_builder(slug, item.meeting)}#item-{item.pk}")


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def item_remove(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Ask once more, then take the item off the draft or put it on another one."""
    item = item_or_404(item_id)
    check_draft(item.meeting)
    if request.POST.get("then") == "remove":
        remove_item(item=item, by=request.user)
        messages.success(request, f"“{item.title}” is removed.")
        return redirect("meetings:agenda_edit", slug, item.meeting_id)
    others = drafts_of(item.meeting.body_id, but=item.meeting)
    posted = request.POST if request.method == "POST" and others else None
    form = DeferForm(posted, meetings=others)
    if form.is_valid():
        to = form.cleaned_data["meeting"]
        if done(form, lambda: defer_item(item=item, meeting=to, by=request.user)):
            messages.success(request, f"“{item.title}” is on the agenda of “{to.title}” now.")
            return redirect("meetings:agenda_edit", slug, item.meeting_id)
    page = FormPage(
        heading="Put the item on another agenda",
        button="Put it there",
        back=_builder(slug, item.meeting),
        caption=item.title,
    )
    return form_page(request, form, page, removable=item, others=bool(others))


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def item_restrict(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Restrict an item, also one that is published."""
    item = item_or_404(item_id)
    check_to_come(item.meeting)
    form = RestrictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: restrict_item(item=item, why=why, by=request.user)):
            messages.success(request, "The item is restricted, and its papers with it.")
            return redirect("meetings:agenda_edit", slug, item.meeting_id)
    page = FormPage(
        heading="Restrict the item",
        button="Restrict it",
        back=_builder(slug, item.meeting),
        caption=str(item),
        intro=[
            (
                "From now on only members of the body, the chair and the co-ordinator read its words"
                " and papers. Others see its number and your reason. What was read before was read."
            )
        ],
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_POST
def item_carry(request: HttpRequest, slug: str, meeting_id: int, item_id: int) -> HttpResponse:
    """Bring an item of an earlier meeting back."""
    meeting = meeting_or_404(meeting_id)
    item = item_or_404(item_id)
    made = carry_item(item=item, meeting=meeting, by=request.user)
    messages.success(request, f"“{made.title}” is on the agenda.")
    return redirect("meetings:agenda_edit", slug, meeting.pk)


def _builder(slug: str, meeting: Meeting) -> str:
    return reverse("meetings:agenda_edit", args=[slug, meeting.pk])


def _rows(item: AgendaItem) -> list[Row]:
    def said(value: Any) -> Any:
        return value or "Nothing"

    rows = [
        Row("Title", item.title),
        Row("Asked to do", item.get_kind_display()),
        Row("Summary", said(item.summary)),
        Row("Presented by", said(item.presenter)),
        Row("Minutes", said(item.minutes)),
    ]
    return [*rows, Row("Restricted", item.restricted_why)] if item.restricted else rows
