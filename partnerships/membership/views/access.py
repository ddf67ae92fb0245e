"""Who can see what in this partnership."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.membership.access import requires
from partnerships.membership.access_shown import BEYOND_ROLES, COLUMNS, matrix
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import observers_of, people_here


@requires(P.MEMBERS_READ)
@require_safe
def access(request: HttpRequest, slug: str) -> HttpResponse:
    """Rights by role, roles by person, and who reads from outside."""
    context = {
        "columns": [each.words for each in COLUMNS],
        "subjects": matrix(),
        "beyond_roles": BEYOND_ROLES,
        "people": people_here(timezone.localdate()),
        "observers": observers_of(request.partnership.region),
        "may_invite": request.can(P.ROLES_MANAGE),
    }
    return render(request, "partnerships/membership/roles/access.html", context)
