"""What a page may say about rooms: whether the reader has a role in one, and which others."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

from partnerships.membership.queries.roles import Held, held_by, roles_in
from partnerships.register.models import Partnership
from portal.tenancy.context import current_scope

register = template.Library()


@register.simple_tag(takes_context=True)
def may_enter(context: template.Context, partnership: Partnership) -> bool:
    """True if the signed-in person has a role in the partnership, so a link leads somewhere."""
    user = context["request"].user
    return user.is_authenticated and bool(roles_in(partnership, user))


@dataclass(frozen=True)
class Place:
    """A room of the reader's, for the switcher; `here`: it is the one that is open."""

    name: str
    url: str
    here: bool


@register.simple_tag(takes_context=True)
def own_rooms(context: template.Context) -> list[Place]:
    """The rooms between which the signed-in person can switch; empty for one room or none."""
    request = context.get("request")
    user = getattr(request, "user", None)
    # Some error pages are drawn outside any scope, where roles cannot be read.
    if user is None or current_scope() is None or not user.is_authenticated:
        return []
    held: list[Held] | None = getattr(request, "held", None)
    rooms = {r.partnership_id: r for r in (held_by(user) if held is None else held) if r.is_active}
    if len(rooms) < 2:
        return []
    here = getattr(request, "partnership", None)
    return [
        Place(r.name, reverse("boardroom:home", args=[r.slug]), bool(here and here.pk == pk))
        for pk, r in rooms.items()
    ]
