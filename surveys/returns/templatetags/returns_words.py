"""Moments as people say them: `{% load returns_words %}{{ at|moment }}`."""

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from surveys.returns.moments import clock, moment_words

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """10:42am on 3 November 2004"""
    return moment_words(at)


@register.filter
def since(at: datetime, today: date) -> str:
    """today at 10:42am, or at 10:42am on 3 November 2004"""
    if localtime(at).date() == today:
        return f"today at {clock(at)}"
    return f"at {moment_words(at)}"
