"""The return and section that an address names, or 404."""

from django.http import Http404

from surveys.questionnaires.structure import Section
from surveys.returns.queries import return_of_year
from surveys.returns.standing import Standing, standing_of


def standing_or_404(year: int) -> Standing:
    """The current partnership's return of that year as it stands."""
    found = return_of_year(year)
    if found is None:
        raise Http404
    return standing_of(found)


def section_or_404(standing: Standing, code: str) -> Section:
    """The section of that code."""
    section = standing.section(code)
    if section is None:
        raise Http404
    return section
