"""What a page may say about rooms: whether the reader has a role in one."""

from django import template

from partnerships.membership.queries.roles import roles_in
from partnerships.register.models import Partnership

register = template.Library()


@register.simple_tag(takes_context=True)
def may_enter(context: template.Context, partnership: Partnership) -> bool:
    """True if the signed-in person has a role in the partnership, so a link leads somewhere."""
    user = context["request"].user
    return user.is_authenticated and bool(roles_in(partnership, user))
