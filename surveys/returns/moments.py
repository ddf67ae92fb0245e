"""Times of day and dates in words. Pure."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def clock(at: datetime) -> str:
    """10:42am"""
    here = localtime(at)
    return f"{date_format(here, 'g:i')}{here.strftime('%p').lower()}"


def moment_words(at: datetime) -> str:
    """10:42am on 3 November 2004"""
    return f"{clock(at)} on {date_format(localtime(at), 'j F Y')}"
