"""Invitations: the list, a new one, sent again, revoked."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership import emails
from partnerships.membership.access import requires
from partnerships.membership.domain.invitations import (
    LIFE,
    invite,
    resend_invitation,
    revoke_invitation,
)
from partnerships.membership.forms.roles import InvitationSearch, InviteForm
from partnerships.membership.models import Invitation, Member
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import member_of
from partnerships.membership.queries.invitations import invitation_of, invitations, listed
from partnerships.membership.views.form_page import FormPage, answer, bound

A_PAGE = 50
LIST = "membership:invitations"


@requires(P.ROLES_MANAGE)
@require_safe
def invitation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every invitation, newest first, narrowed by state."""
    form = InvitationSearch(request.GET or None)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    now = timezone.now()
    page = Paginator(invitations(state=state, now=now), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": listed(page.object_list, now),
        "narrowed": bool(state),
    }
    return render(request, "partnerships/membership/roles/invitations.html", context)


@requires(P.ROLES_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody; ?member= says which member it will be."""
    member = _member(request.GET.get("member", ""))
    first = {"name": member.name, "email": member.email} if member else {}
    page = FormPage(
        "Invite somebody",
        (("People and roles", reverse("membership:people", args=[slug])),),
        "Send the invitation",
        note=f"The person gets an email at once, with a link that works once and for {LIFE.days}"
        " days. They get the role when they accept.",
        template="partnerships/membership/roles/invite.html",
        more={"member": member},
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        sent = invite(**given, member=member, by=request.user)
        return f"The invitation is on its way to {sent.email}.", reverse(
            "membership:people", args=[slug]
        )

    return answer(request, InviteForm(bound(request), initial=first), page, act)


@requires(P.ROLES_MANAGE)
@require_POST
def resend(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Send a new link; the old one stops working."""
    sent = resend_invitation(invitation=_invitation(invitation_id), by=request.user)
    words = (
        f"A new link is on its way to {sent.email}. It works until {emails.last_moment(sent)};"
        " the old one no longer does."
    )
    messages.success(request, words)
    return redirect("membership:people", slug=slug)


@requires(P.ROLES_MANAGE)
@require_POST
def revoke(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """The link stops working."""
    gone = revoke_invitation(invitation=_invitation(invitation_id), by=request.user)
    messages.success(
        request, f"The invitation of {gone.name} is revoked. Its link no longer works."
    )
    return redirect("membership:people", slug=slug)


def _invitation(invitation_id: int) -> Invitation:
    found = invitation_of(invitation_id)
    if found is None:
        raise Http404
    return found


def _member(key: str) -> Member | None:
    """The member that the address names, if there is one here."""
    return member_of(int(key)) if key.isdecimal() and len(key) < 19 else None
