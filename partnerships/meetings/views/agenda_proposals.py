"""Proposals of agenda items: made by members, answered by those who build agendas."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.meetings.domain.proposals import (
    decline_proposal,
    propose_item,
    take_proposal,
    withdraw_proposal,
)
from partnerships.meetings.forms.agenda import done
from partnerships.meetings.forms.agenda_papers import (
    DeclineForm,
    ProposalFilter,
    ProposalForm,
    TakeForm,
)
from partnerships.meetings.models import Proposal
from partnerships.meetings.queries.agenda import all_bodies, live_bodies, to_come
from partnerships.meetings.queries.audience import makers
from partnerships.meetings.queries.proposals import proposal_for, proposals_for
from partnerships.meetings.reading import reader_of
from partnerships.meetings.views.agenda_found import FormPage, form_page
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

A_PAGE = 30


@requires(P.PROPOSAL_MAKE)
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own proposals, or all for those who build agendas."""
    form = ProposalFilter(request.GET or None, bodies=all_bodies())
    wanted = form.cleaned_data if form.is_valid() else {}
    body = wanted.get("body")
    state = wanted.get("state", "")
    found = proposals_for(reader_of(request), state=state, body=body.pk if body else None)
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "narrowed": bool(body or state),
        "sees_all": request.can(P.MEETING_MANAGE),
    }
    return render(request, "partnerships/meetings/agenda/proposals.html", context)


@requires(P.PROPOSAL_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_make(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an item."""
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        bodies=live_bodies(),
        initial={"body": request.GET.get("body")},
    )
    if form.is_valid():
        made = done(form, lambda: propose_item(by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, "Your proposal is with those who build the agenda.")
            return redirect("meetings:proposal", slug, made.pk)
    page = FormPage(
        heading="Propose an agenda item",
        button="Propose it",
        back=reverse("meetings:proposals", args=[slug]),
        intro=["The co-ordinator puts it on an agenda or tells you why not."],
        told=makers(),
    )
    return form_page(request, form, page)


@requires(P.PROPOSAL_MAKE)
@require_safe
def proposal(request: HttpRequest, slug: str, proposal_id: int) -> HttpResponse:
    """A proposal, what became of it, and what this person can do with it."""
    return _page(request, _found(request, proposal_id))


@requires(P.MEETING_MANAGE)
@require_POST
def proposal_take(request: HttpRequest, slug: str, proposal_id: int) -> HttpResponse:
    """Put it on an agenda."""
    found = _found(request, proposal_id)
    form = TakeForm(request.POST, meetings=to_come(found.body_id, now()))
    if form.is_valid():
        meeting, answer = form.cleaned_data["meeting"], form.cleaned_data["answer"]
        if done(
            form,
            lambda: take_proposal(proposal=found, meeting=meeting, answer=answer, by=request.user),
        ):
            messages.success(request, f"“{found.title}” is on the agenda of “{meeting.title}”.")
            return redirect("meetings:agenda_edit", slug, meeting.pk)
    return _page(request, found, take=form)


@requires(P.MEETING_MANAGE)
@require_POST
def proposal_decline(request: HttpRequest, slug: str, proposal_id: int) -> HttpResponse:
    """Decline it with an answer."""
    found = _found(request, proposal_id)
    form = DeclineForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: decline_proposal(proposal=found, answer=why, by=request.user)):
            messages.success(request, "The proposal is declined and your answer is sent.")
            return redirect("meetings:proposal", slug, proposal_id)
    return _page(request, found, decline=form)


@requires(P.PROPOSAL_MAKE)
@require_POST
def proposal_withdraw(request: HttpRequest, slug: str, proposal_id: int) -> HttpResponse:
    """Take one's own proposal back."""
    withdraw_proposal(proposal=_found(request, proposal_id), by=request.user)
    messages.success(request, "Your proposal is withdrawn.")
    return redirect("meetings:proposal", slug, proposal_id)


def _found(request: HttpRequest, proposal_id: int) -> Proposal:
    found = proposal_for(reader_of(request), proposal_id)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Proposal, **forms: Any) -> HttpResponse:
    is_open = found.state == Proposal.State.OPEN
    answers = is_open and request.can(P.MEETING_MANAGE)
    bound = next(iter(forms.values()), None)
    context = {
        "proposal": found,
        "take": TakeForm(meetings=to_come(found.body_id, now())) if answers else None,
        "decline": DeclineForm() if answers else None,
        "may_withdraw": is_open and found.proposed_by_id == request.user.pk,
        **forms,
        "form": bound,
    }
    refused = bound is not None and bool(bound.non_field_errors())
    return render(
        request,
        "partnerships/meetings/agenda/proposal.html",
        context,
        status=409 if refused else 200,
    )
