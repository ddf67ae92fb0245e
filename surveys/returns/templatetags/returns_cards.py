"""`{% load returns_cards %}{% return_card %}`: the annual return on a partnership's first page."""

from typing import Any

from django import template
from django.utils import timezone

from partnerships.membership.permissions import P
from surveys.returns.next_step import Step, next_step
from surveys.returns.queries import newest_return
from surveys.returns.queries.threads import is_answered
from surveys.returns.reading import may_read
from surveys.returns.standing import standing_of
from surveys.returns.states_said import state_said
from surveys.returns.views.task_list import step_url

register = template.Library()


@register.inclusion_tag("surveys/returns/card.html", takes_context=True)
def return_card(context: template.Context) -> dict[str, Any]:
    """State, due date and next step of the newest return, as far as this reader may know it."""
    request = context["request"]
    newest = newest_return()
    shown: dict[str, Any] = {
        "request": request,
        "slug": request.partnership.slug,
        "annual_return": newest,
    }
    if newest is None:
        return shown
    if not request.can(P.RETURN_READ):
        return {**shown, "observed": True, "accepted": may_read(newest, request.can)}
    standing = standing_of(newest)
    step: Step = next_step(standing, request.can, answered=is_answered(newest))
    return {
        **shown,
        "standing": standing,
        "colour": state_said(standing).colour,
        "days_left": (newest.due_on - timezone.localdate()).days,
        "step": step,
        "step_url": step_url(request.partnership.slug, newest.wave.year, step),
    }
