"""Values of a form as people read them."""

from datetime import date

from django.utils.formats import date_format


def day_words(day: date) -> str:
    """3 March 2004"""
    return date_format(day, "j F Y")


def in_words(value: object) -> str:
    """A value as a page says it; nothing is a dash."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return day_words(value)
    return str(value) if value not in (None, "") else "–"
