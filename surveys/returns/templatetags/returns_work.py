"""`{% load returns_work %}{% my_returns user as returns %}`: what waits for somebody, anywhere."""

from django import template

from portal.accounts.models import User
from surveys.returns.everywhere import Waiting
from surveys.returns.everywhere import my_returns as returns_of
from surveys.returns.views.task_list import step_url

register = template.Library()


@register.simple_tag
def my_returns(user: User) -> list[tuple[Waiting, str]]:
    """Each with the address of its next step."""
    return [
        (each, step_url(each.partnership.slug, each.annual_return.wave.year, each.step))
        for each in returns_of(user)
    ]
