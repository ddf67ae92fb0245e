"""Who has which role here, and changing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.access_shown import GIST
from partnerships.membership.domain.roles import CHAIR, COORDINATOR, change_role, end_role
from partnerships.membership.forms.roles import EndRoleForm, RoleForm
from partnerships.membership.models import RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries.invitations import (
    invitations_left_by,
    listed,
    waiting_invitations,
)
from partnerships.membership.queries.roles import assignment_of, holding_both, people_here
from partnerships.membership.roles import PARTNERSHIP_ROLES
from partnerships.membership.views.form_page import FormPage, answer, bound

FORM = require_http_methods(["GET", "HEAD", "POST"])
PEOPLE = "membership:people"
TEMPLATE = "partnerships/membership/roles/form.html"


@requires(P.MEMBERS_READ)
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a role here and, for those who invite, the invitations still waiting."""
    here = people_here(timezone.localdate())
    may_invite = request.can(P.ROLES_MANAGE)
    waiting = waiting_invitations() if may_invite else ()
    context = {
        "people": here,
        "both": holding_both(here, CHAIR, COORDINATOR),
        "waiting": listed(waiting, timezone.now()),
        "may_invite": may_invite,
        "sees_emails": request.can(P.DELIVERY_READ),
        "gists": [(role.words, GIST[key]) for key, role in PARTNERSHIP_ROLES.items()],
    }
    return render(request, "partnerships/membership/roles/people.html", context)


@requires(P.ROLES_MANAGE)
@FORM
def role_change(request: HttpRequest, slug: str, assignment_id: int) -> HttpResponse:
    """Give a person another role or title, with the reason."""
    held = _held(assignment_id)
    form = RoleForm(bound(request), initial={"role": held.role, "title": held.title})
    page = FormPage(
        f"Change the role of {held.user}",
        _way(slug),
        "Change the role",
        caption=held.get_role_display(),
        note=f"{held.user} is told by email at once, with your reason.",
        template=TEMPLATE,
        more={"end_url": reverse("membership:role_end", args=[slug, held.pk])},
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        changed = change_role(assignment_id=held.pk, **given, by=request.user)
        done = f"{held.user} is {changed.get_role_display()} now and is told by email."
        return done, reverse(PEOPLE, args=[slug])

    return answer(request, form, page, act)


@requires(P.ROLES_MANAGE)
@FORM
def role_end(request: HttpRequest, slug: str, assignment_id: int) -> HttpResponse:
    """End a role, with the reason."""
    held = _held(assignment_id)
    own = held.user == request.user
    whose = "your" if own else f"{held.user}’s"
    page = FormPage(
        f"End {whose} role",
        _way(slug),
        "End the role",
        caption=held.get_role_display(),
        note=f"It ends at once. {held.user} is told by email, with your reason. Minutes and other"
        " records go on naming the person.",
        warning=True,
        template=TEMPLATE,
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        revoked = end_role(assignment_id=held.pk, **given, by=request.user)
        done = f"{held.user} is no longer {held.get_role_display()} and is told by email."
        if revoked:
            done += f" Invitations revoked: {revoked}."
        return done, reverse("home") if own else reverse(PEOPLE, args=[slug])

    waiting = list(invitations_left_by(held))
    return answer(request, EndRoleForm(bound(request), waiting=waiting), page, act)


def _held(assignment_id: int) -> RoleAssignment:
    found = assignment_of(assignment_id)
    if found is None:
        raise Http404
    return found


def _way(slug: str) -> tuple[tuple[str, str], ...]:
    return (("People and roles", reverse(PEOPLE, args=[slug])),)
