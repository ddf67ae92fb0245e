"""The response to an edition's survey as a table."""

from portal.web.components import DataTable
from surveys.results import charts
from surveys.results.breakdowns import REGISTERED
from surveys.results.models import Edition


def rates_table(edition: Edition) -> DataTable:
    """Response by every breakdown of the register; nobody knows who is eligible in a band."""
    registered = edition.response_rates()[:REGISTERED]
    caption = f"Response to the {edition.wave.year} survey by group"
    return charts.rates_table(registered, caption=caption, first="Partnerships")
