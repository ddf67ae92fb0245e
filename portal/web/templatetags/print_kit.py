"""Tags of the print templates."""

from django import template
from django.utils.safestring import SafeString

from portal.web.charts import Chart, render

register = template.Library()


@register.simple_tag
def chart_svg(
    chart: Chart, *, number: int, target: str = "web", narrow: bool = False
) -> SafeString:
    """The chart of figure `number` as an <svg>."""
    return render(chart, target=target, narrow=narrow, ident=f"figure-{number}")
