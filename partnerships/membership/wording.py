"""Values of a form as people read them."""

from datetime import date

from django.utils.formats import date_format


def in_words(value: object) -> str:
    """A value as a page says it; nothing is a dash."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value) if value not in (None, "") else "–"
