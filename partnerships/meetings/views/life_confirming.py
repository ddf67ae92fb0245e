"""The chair confirms minutes as a later meeting agreed them, with its corrections."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from partnerships.meetings.domain.life import confirm_minutes
from partnerships.meetings.domain.life.confirming import (
    agreed_texts,
    amendments_digest,
    still_open,
)
from partnerships.meetings.forms.agenda import done
from partnerships.meetings.forms.life import ConfirmForm
from partnerships.meetings.models import Meeting, Minutes
from partnerships.meetings.queries.life import (
    later_meetings,
    may_confirm,
    minutes_for,
    next_meeting,
    passages_of,
    told_of,
)
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

PAGE = "partnerships/meetings/life/confirm.html"


@requires(P.MINUTES_AMEND)  # the least right of all who might: a body's own chair may be a member
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_confirm(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Which meeting, which corrections; then the chair's word for it."""
    reader = reader_of(request)
    found = minutes_for(reader, meeting_id)
    if not may_confirm(reader, found):
        raise PermissionDenied(f"You do not have the right to {P.MINUTES_CONFIRM.value}.")
    meetings = list(later_meetings(found.meeting))
    if refusal := _refusal(found, asked=request.method == "POST", meetings=meetings):
        context = {"meeting": found.meeting, "refusal": refusal}
        return render(request, PAGE, context, status=409)
    agreed = agreed_texts(found)
    form = ConfirmForm(
        request.POST if request.method == "POST" else None,
        meetings=meetings,
        passages=passages_of(found),
        agreed=agreed,
    )
    if form.is_valid():
        chosen = next(m for m in meetings if m.pk == form.cleaned_data["at_meeting"])
        if done(form, lambda: confirm_minutes(
            minutes=found,
            at_meeting=chosen,
            corrections=form.corrections(),
            by=request.user,
            seen=request.POST.get("seen", ""),
        )):  # fmt: skip
            messages.success(request, "The minutes are confirmed.")
            return redirect("meetings:minutes", slug, meeting_id)
    return _page(request, found, form, agreed)


def _refusal(minutes: Minutes, *, asked: bool, meetings: list[Meeting]) -> str:
    """Why there is nothing to confirm, or ""."""
    if minutes.state != Minutes.State.CIRCULATED:
        return (
            f"These minutes are {minutes.get_state_display().lower()}, so they cannot be confirmed"
            " now. Look at their page for what comes next."
        )
    if asked and not meetings:
        return (
            f"No later meeting of the {minutes.meeting.body} has been held. Confirm the minutes"
            " after its next one."
        )
    return ""


def _page(
    request: HttpRequest, minutes: Minutes, form: ConfirmForm, agreed: dict[int, str]
) -> HttpResponse:
    fields = [(p, form.field_of(p), p.pk in agreed) for p in form.passages]
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "form": form,
        "corrected": [pair for pair in fields if pair[2]],
        "others": [pair for pair in fields if not pair[2]],
        "seen": amendments_digest(minutes),
        "coming": next_meeting(minutes.meeting),
        "has_meeting": bool(form.fields["at_meeting"].choices),
        "still_open": still_open(minutes, localdate()),
        "circulated_it": minutes.circulated_by_id == request.user.pk,
        "told": told_of(minutes.meeting),
    }
    code = 409 if form.is_bound and form.non_field_errors() else 200
    return render(request, PAGE, context, status=code)
