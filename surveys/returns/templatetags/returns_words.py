"""Moments and answers as people say them: `{% load returns_words %}{{ at|moment }}`."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from surveys.returns.answers_drawn import answers_html
from surveys.returns.moments import clock, moment_words
from surveys.returns.wording import Said

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


@register.simple_tag
def answers(questions: Iterable[Said], change_url: str, ask_url: str) -> SafeString:
    """One section's answers."""
    return answers_html(questions, change_url, ask_url)
