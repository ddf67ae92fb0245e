"""`{% load returns_reach %}{% out_of_reach standing %}`: rules broken in sections left closed."""

from typing import Any

from django import template

from partnerships.membership.permissions import P
from surveys.returns import out_of_reach as reach
from surveys.returns.domain.querying import why_no_asking
from surveys.returns.standing import Standing

register = template.Library()


@register.inclusion_tag("surveys/returns/out_of_reach.html", takes_context=True)
def out_of_reach(context: template.Context, standing: Standing) -> dict[str, Any]:
    """What keeps a reopened return from being declared and lies in closed sections, with the way
    out; nothing for any other return. A query at most."""
    request, found = context["request"], reach.out_of_reach(standing)
    may_reply = bool(found.findings) and request.can(P.RETURN_REPLY)
    return {
        "stuck": found,
        "slug": request.partnership.slug,
        "year": standing.annual_return.wave.year,
        "may_reply": may_reply,
        "may_ask": may_reply and not why_no_asking(standing.annual_return),
    }
