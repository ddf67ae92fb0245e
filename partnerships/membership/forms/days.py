"""A day in a form: picked in the browser, or typed in any way that people write days."""

from datetime import date
from typing import Any

from django import forms

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
REAL = "Enter a real day, such as 31/3/2004"
FIRST, LAST = 1900, 2100


class DayField(forms.DateField):
    """A day between 1900 and 2100."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAYS)
        kwargs.setdefault("error_messages", {}).setdefault("invalid", REAL)
        attrs = {"type": "date", "class": "govuk-input--width-10"}
        kwargs.setdefault("widget", forms.DateInput(attrs=attrs, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day, or an error that shows how days are written."""
        day = super().to_python(value)
        if day and not FIRST <= day.year <= LAST:
            raise forms.ValidationError(REAL, code="invalid")
        return day
