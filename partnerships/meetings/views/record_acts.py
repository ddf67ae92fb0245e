"""Interests, decisions and actions recorded in an item while its minutes are a draft."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.meetings.domain.actions import record_action
from partnerships.meetings.domain.attendance import declare as declare_interest
from partnerships.meetings.domain.attendance import withdraw_declaration
from partnerships.meetings.domain.decisions import (
    CONSENSUS,
    change_decision,
    record_decision,
    replace_decision,
    rescind_decision,
)
from partnerships.meetings.forms.record_acts import ActionForm, DecisionForm, DeclarationForm
from partnerships.meetings.models import Attendance, Decision
from partnerships.meetings.queries.record import (
    day_of,
    decision_of,
    declaration_of,
    earlier_decisions,
    everybody_on,
    sitting_of,
)
from partnerships.meetings.views.record import SAFE_AND_POST, meeting_or_404
from partnerships.meetings.views.record_items import Place, place_or_404
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Refused
from portal.web.forms import PortalForm

ENDINGS = {"replace": replace_decision, "rescind": rescind_decision}
THERE = (*Attendance.HERE, Attendance.Kind.OBSERVER)


@requires(P.MINUTES_WRITE)
@require_http_methods(SAFE_AND_POST)
def declare(request: HttpRequest, slug: str, meeting_id: int, item_id: int) -> HttpResponse:
    """A form: who declared which interest, and whether they left."""
    place = place_or_404(meeting_id, item_id)
    sitting = sitting_of(place.meeting)
    there = [row for row in sitting.of_kind(*THERE) if row.member_id]
    form = DeclarationForm(_sent(request), there=there)

    def act() -> str:
        chosen = {row.member_id: row.member for row in there}
        found = form.cleaned_data
        made = declare_interest(
            item=place.item,
            member=chosen[int(found["member"])],
            words=found["words"],
            left_room=found["left_room"],
            by=request.user,
        )
        return f"{made.member}’s interest is recorded."

    return _form(request, place, form, act, "interest", there=there)


@requires(P.MINUTES_WRITE)
@require_POST
def withdraw(request: HttpRequest, slug: str, meeting_id: int, declaration_id: int) -> HttpResponse:
    """Take back an interest recorded by mistake."""
    found = declaration_of(meeting_or_404(meeting_id), declaration_id)
    if found is None:
        raise Http404
    item_id = found.item_id
    withdraw_declaration(declaration=found, by=request.user)
    messages.success(request, "The interest is taken back.")
    return redirect("meetings:minutes_item", slug, meeting_id, item_id)


@requires(P.MINUTES_WRITE)
@require_http_methods(SAFE_AND_POST)
def decision_record(request: HttpRequest, slug: str, meeting_id: int, item_id: int) -> HttpResponse:
    """A form; the number is given when it is saved."""
    place = place_or_404(meeting_id, item_id)
    earlier = {d.pk: d for d in earlier_decisions(place.meeting)}
    form = DecisionForm(
        _sent(request),
        earlier=list(earlier.values()),
        in_restricted_item=place.item.restricted,
        initial={"reached": sitting_of(place.meeting).decides_by or CONSENSUS},
    )

    def act() -> str:
        made = record_decision(item=place.item, by=request.user, **_decided(form))
        if ended := form.ended():
            how, ident = ended
            later = "replaced_by" if how == "replace" else "rescinded_by"
            ENDINGS[how](decision=earlier[ident], by=request.user, **{later: made})
        return f"RESOLVED {made.number}."

    return _form(request, place, form, act, "decision")


@requires(P.MINUTES_WRITE)
@require_http_methods(SAFE_AND_POST)
def decision_change(
    request: HttpRequest, slug: str, meeting_id: int, decision_id: int
) -> HttpResponse:
    """The same form for a decision of draft minutes; a stale page shows both wordings."""
    decision = decision_of(meeting_or_404(meeting_id), decision_id)
    if decision is None:
        raise Http404
    place = place_or_404(meeting_id, decision.item_id)
    form = DecisionForm(
        _sent(request),
        earlier=None,
        in_restricted_item=place.item.restricted,
        initial=_shown(decision),
    )

    def act() -> str:
        revision = form.cleaned_data["revision"] or 0
        try:
            changed = change_decision(
                decision=decision, revision=revision, by=request.user, **_decided(form)
            )
        except Conflict:
            form.data = form.data.copy()
            form.data["revision"] = str(decision.revision)
            raise
        return f"{changed.number} is saved."

    return _form(request, place, form, act, "decision", decision=decision)


@requires(P.MINUTES_WRITE)
@require_http_methods(SAFE_AND_POST)
def action_record(request: HttpRequest, slug: str, meeting_id: int, item_id: int) -> HttpResponse:
    """A form: who does what by when. Whoever owns it is told."""
    place = place_or_404(meeting_id, item_id)
    members = everybody_on(day_of(place.meeting))
    partners = {m.organisation_id: m.organisation for m in members}
    form = ActionForm(
        _sent(request),
        organisations=sorted(partners.values(), key=lambda each: each.name),
        members=members,
        in_restricted_item=place.item.restricted,
    )

    def act() -> str:
        found = form.cleaned_data
        owner = form.people[int(found["owner"])] if found["owner"] else None
        made = record_action(
            item=place.item,
            text=found["text"],
            organisation=form.partners[int(found["organisation"])],
            owner=owner,
            due_on=found["due_on"],
            by=request.user,
            **form.restriction(),
        )
        return f"Action {made.number} is recorded."

    return _form(request, place, form, act, "action")


def _form(
    request: HttpRequest,
    place: Place,
    form: PortalForm,
    act: Callable[[], str],
    name: str,
    **more: Any,
) -> HttpResponse:
    """Draw the form, or do it and go back to the item; a refusal is drawn above what was typed.

    409 where a rule said no: nothing of it is kept, a number that was given included.
    """
    status = 200
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act())
        except (Refused, Conflict) as refusal:
            form.add_error(None, refusal.message)
            status = 409
        else:
            slug = request.partnership.slug
            return redirect("meetings:minutes_item", slug, place.meeting.pk, place.item.pk)
    sitting = sitting_of(place.meeting)
    context = {
        "place": place,
        "meeting": place.meeting,
        "item": place.item,
        "form": form,
        "quorum": sitting.quorum_for(place.item.pk),
        "recorded": sitting.was_recorded,
        "declarations": sitting.declared_in(place.item.pk),
        **more,
    }
    template = f"partnerships/meetings/record/{name}.html"
    return render(request, template, context, status=status)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _decided(form: DecisionForm) -> dict[str, Any]:
    found = form.cleaned_data
    given = {"text": found["text"], "reached": found["reached"], "votes": form.votes()}
    return given | (form.restriction() if "restricted" in form.fields else {})


def _shown(decision: Decision) -> dict[str, Any]:
    names = ("text", "reached", "votes_for", "votes_against", "votes_abstained", "casting_vote")
    more = ("restricted", "restricted_why", "revision")
    return {name: getattr(decision, name) for name in (*names, *more)}
