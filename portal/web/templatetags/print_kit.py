"""Tags of the print templates."""

import re
from typing import Literal

from django import template
from django.utils.safestring import SafeString

from portal.web.charts import Chart, render

register = template.Library()

_BREAK = "\N{ZERO WIDTH SPACE}"


@register.filter
def breakable(words: str, run: int = 40) -> str:
    """`words` with a place to break after every `run` characters without a space, as in an address.

    A column is at least as wide as its longest unbreakable run; `overflow-wrap: anywhere` would
    do, but WeasyPrint then measures a long cell letter by letter, for minutes.
    """
    return re.sub(rf"(\S{{{run}}})(?=\S)", rf"\1{_BREAK}", words)


@register.simple_tag
def chart_svg(
    chart: Chart, *, number: int, target: Literal["web", "pdf"] = "web", narrow: bool = False
) -> SafeString:
    """The chart of figure `number` as an <svg>."""
    return render(chart, target=target, narrow=narrow, ident=f"figure-{number}")
