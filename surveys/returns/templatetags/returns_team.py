"""The team on other pages: `{% load returns_team %}{% my_sections_line standing %}{% burden standing %}`."""

from typing import Any

from django import template

from partnerships.membership.permissions import P
from surveys.returns.burden import burden_of
from surveys.returns.endorsed import SectionTally
from surveys.returns.own_sections import sections_of
from surveys.returns.progress import COMPLETE, NOT_NEEDED
from surveys.returns.standing import Standing

register = template.Library()
DONE = (COMPLETE, NOT_NEEDED)


@register.inclusion_tag("surveys/returns/team/mine_line.html", takes_context=True)
def my_sections_line(context: template.Context, standing: Standing) -> dict[str, Any]:
    """How many sections the reader has and how many are still to do, in one line; nothing for who
    has none, and once the return is signed off. One query."""
    request = context["request"]
    shown = {"slug": request.partnership.slug, "year": standing.annual_return.wave.year}
    if standing.annual_return.is_frozen or not request.can(P.RETURN_READ):
        return shown
    own = {each.section.code for each in sections_of(request.user, standing.annual_return)}
    left = [p for p in standing.progress.sections if p.code in own and p.state not in DONE]
    return {**shown, "own": len(own), "left": len(left)}


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
def partners_say(tally: list[SectionTally]) -> dict[str, Any]:
    """What the partners say about each section (endorsed.tally), with the notes of dissent."""
    return {
        "tally": tally,
        "spoken": [each for each in tally if each.spoken],
        "unspoken": [each for each in tally if not each.spoken],
    }
