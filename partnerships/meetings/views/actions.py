"""The register of actions, and what becomes of one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.meetings.domain.actions import (
    change_action,
    close_action,
    record_action,
    update_action,
)
from partnerships.meetings.forms.registers import (
    ActionSearch,
    ChangeForm,
    ClosingForm,
    NewActionForm,
    UpdateForm,
)
from partnerships.meetings.models import Action
from partnerships.meetings.queries.actions import (
    OPEN,
    Wanted,
    action_counts,
    action_or_none,
    actions_found,
    hearers,
    may_act,
    organisations_for_actions,
    owners_for_actions,
    updates_of,
)
from partnerships.meetings.reading import may_read_item, reader_of
from partnerships.meetings.registers_shown import action_stats
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Refused
from portal.web.components import PageError

A_PAGE = 25


@requires(P.ACTION_READ)
@require_safe
def actions(request: HttpRequest, slug: str) -> HttpResponse:
    """Open actions, or those asked for; filters live in the URL."""
    today = timezone.localdate()
    reader = reader_of(request)
    form = ActionSearch(request.GET or None, organisations=organisations_for_actions(today))
    given = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(
        given.get("q", ""),
        given.get("state") or OPEN,
        given.get("whose", ""),
        given.get("organisation"),
    )
    found = actions_found(reader, wanted, today)
    context = {
        "form": form,
        "today": today,
        "stats": action_stats(action_counts(reader, today)),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "narrowed": wanted != Wanted(),
        "may_record": request.can(P.ACTION_MANAGE),
    }
    return render(request, "partnerships/meetings/registers/actions.html", context)


@requires(P.ACTION_READ)
@require_safe
def action(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    """One action with its history, and the forms of those who may act on it."""
    return _action(request, _found(request, action_id))


@requires(P.ACTION_UPDATE)
@require_POST
def update(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    """Say how it is coming along."""
    found = _found(request, action_id)
    form = UpdateForm(request.POST, prefix="update")
    if not form.is_valid():
        return _action(request, found, updating=form)
    update_action(action=found, by=request.user, **form.cleaned_data)
    messages.success(request, f"Your update on action {found.number} is saved.")
    return redirect("meetings:action", slug, found.pk)


@requires(P.ACTION_UPDATE)
@require_POST
def close(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    """Close it as done or dropped."""
    found = _found(request, action_id)
    form = ClosingForm(request.POST, prefix="close")
    if not form.is_valid():
        return _action(request, found, closing=form)
    close_action(action=found, by=request.user, **form.cleaned_data)
    messages.success(request, f"Action {found.number} is closed.")
    return redirect("meetings:action", slug, found.pk)


@requires(P.ACTION_MANAGE)
@require_POST
def change(request: HttpRequest, slug: str, action_id: int) -> HttpResponse:
    """Another due day or owner; what was typed is kept when a rule or somebody else says no."""
    found = _found(request, action_id)
    form = _change_form(found, request.POST)
    if not form.is_valid():
        return _action(request, found, changing=form)
    kept = {key: form.cleaned_data[key] for key in ("why", "revision")}
    try:
        change_action(action=found, by=request.user, **kept, **form.assigned())
    except (Conflict, Refused) as no:
        if isinstance(no, Conflict):  # the next click is about what the page shows now
            form.data = form.data.copy()
            form.data[form.add_prefix("revision")] = str(found.revision)
        return _action(request, found, changing=form, refusal=no.message)
    messages.success(request, f"Action {found.number} is changed.")
    return redirect("meetings:action", slug, found.pk)


@requires(P.ACTION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_action(request: HttpRequest, slug: str) -> HttpResponse:
    """An action outside a meeting."""
    today = timezone.localdate()
    form = NewActionForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations_for_actions(today),
        owners=owners_for_actions(today),
    )
    template = "partnerships/meetings/registers/new_action.html"
    if not form.is_valid():
        return render(request, template, {"form": form})
    try:
        made = record_action(text=form.cleaned_data["text"], by=request.user, **form.assigned())
    except Refused as no:
        form.add_error(None, no.message)
        return render(request, template, {"form": form})
    messages.success(request, f"Action {made.number} is recorded.")
    return redirect("meetings:action", slug, made.pk)


def _found(request: HttpRequest, action_id: int) -> Action:
    found = action_or_none(reader_of(request), action_id)
    if found is None:
        raise Http404
    return found


def _change_form(found: Action, data: Any = None) -> ChangeForm:
    today = timezone.localdate()
    return ChangeForm(
        data,
        prefix="change",
        initial=ChangeForm.shown(found),
        organisations=organisations_for_actions(today),
        owners=owners_for_actions(today),
    )


def _action(
    request: HttpRequest, found: Action, *, refusal: str = "", **forms: Any
) -> HttpResponse:
    is_open = found.state == Action.State.OPEN
    may_change = is_open and request.can(P.ACTION_MANAGE)
    reader, item = reader_of(request), found.item
    context = {
        "action": found,
        # Whoever has to do it may stand outside the body: of a restricted item they get the number.
        "names_item": item and may_read_item(reader, item, item.meeting.body_id),
        "today": timezone.localdate(),
        "updates": updates_of(found),
        "told": hearers(found.organisation, found.owner) if is_open else [],
        "may_act": is_open and may_act(reader, found),
        "may_change": may_change,
        "updating": UpdateForm(prefix="update"),
        "closing": ClosingForm(prefix="close"),
        "changing": forms.get("changing") or (_change_form(found) if may_change else None),
        **forms,
        "form": next(iter(forms.values()), None),
        "page_errors": [PageError(refusal)] if refusal else [],
    }
    page = "partnerships/meetings/registers/action.html"
    return render(request, page, context, status=409 if refusal else 200)
