"""Words of frozen minutes in templates: `{% load minutes_words %}`."""

from django import template

from partnerships.meetings.freezing import Part
from partnerships.meetings.models import Amendment
from partnerships.meetings.printing import minutes

register = template.Library()

COLOURS = {
    Amendment.State.OPEN: "yellow",
    Amendment.State.ACCEPTED: "green",
    Amendment.State.DECLINED: "red",
    Amendment.State.WITHDRAWN: "grey",
}


@register.filter
def declared_words(declared: Part) -> str:
    """Who declared which interest, and whether they left."""
    return minutes.declared_words(declared)


@register.filter
def owner_words(action: Part) -> str:
    """Who has to do it."""
    return minutes.owner_words(action)


@register.filter
def amendment_colour(amendment: Amendment) -> str:
    """Of the tag of its state."""
    return COLOURS[Amendment.State(amendment.state)]
