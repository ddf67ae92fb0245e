"""The team on other pages: `{% load returns_team %}{% my_sections standing %}{% burden standing %}`."""

from typing import Any

from django import template
from django.urls import reverse

from partnerships.membership.permissions import P
from surveys.returns.burden import burden_of
from surveys.returns.endorsed import SectionTally
from surveys.returns.own_sections import sections_of
from surveys.returns.standing import Standing
from surveys.returns.team_shown import own_tasks

register = template.Library()


@register.inclusion_tag("surveys/returns/team/mine_list.html", takes_context=True)
def my_sections(context: template.Context, standing: Standing) -> dict[str, Any]:
    """The reader's own sections as a task list; nothing for who has none. One query."""
    request = context["request"]
    slug, year = request.partnership.slug, standing.annual_return.wave.year
    own = sections_of(request.user, standing.annual_return) if request.can(P.RETURN_READ) else []

    def address(code: str) -> str:
        return reverse("returns:section", args=[slug, year, code])

    return {"groups": [own_tasks(standing, own, address)] if own else []}


@register.inclusion_tag("surveys/returns/team/burden.html")
def burden(standing: Standing) -> dict[str, Any]:
    """What the return took so far, in words and by section; nothing before anybody began. One
    query."""
    measured = burden_of(standing.annual_return)
    sections = [
        (f"{s.number}. {s.title}", words)
        for s in standing.form.sections
        if (words := measured.of(s.code))
    ]
    return {"burden": measured, "sections": sections}


@register.inclusion_tag("surveys/returns/team/tally.html")
def endorsement_tally(tally: list[SectionTally]) -> dict[str, Any]:
    """What the partners say about each section (endorsed.tally), with the notes of dissent."""
    return {"tally": tally}
