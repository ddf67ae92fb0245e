"""Kinds of partnership: NRF areas beside the others, and the five types of authority."""

from collections.abc import Sequence

from portal.web.print.document import Section
from surveys.publications import sentences as say
from surveys.publications.odpm.scales import MAJOR, OUTCOMES, outcomes
from surveys.publications.pieces import Numbers, bars_of, by_share
from surveys.publications.reading import Reading
from surveys.results.figures import Gap, activity_gaps, nrf_gaps

SHOWN = 8


def funding(reading: Reading, numbers: Numbers) -> Section:
    """Figures 1 and 2 by Neighbourhood Renewal Fund."""
    gaps = activity_gaps(reading.form, reading.items, reading.settings)
    major = [
        gap
        for _, code in OUTCOMES
        for gap in nrf_gaps(reading.form, reading.items, code, MAJOR, reading.settings)
    ]
    return Section(
        "NRF areas and the others",
        (
            say.paragraph(
                _ahead(
                    "report measurable outcomes more often on", gaps, "policy issues", quoted=False
                ),
                _ahead("report major progress more often on", major, "outcomes", quoted=True),
            ),
            numbers.gaps(
                gaps,
                title="Measurable outcomes in NRF and non-NRF areas",
                first="Policy issue",
                source=reading.source("H02"),
            ),
            numbers.table(
                "Major progress in NRF and non-NRF areas (per cent)",
                ("Outcome", "NRF", "Non-NRF", "Difference", "NRF (n)", "Non-NRF (n)"),
                [say.gap_cells(gap) for gap in major],
            ),
        ),
    )


def _ahead(verb: str, gaps: Sequence[Gap], things: str, *, quoted: bool) -> str:
    both, widest = say.compared(gaps), say.widest(gaps)
    if not both:
        return ""
    ahead = sum(1 for gap in both if (gap.points or 0) > 0)
    how_many = "each" if ahead == len(both) else f"{ahead}"
    words = f"NRF partnerships {verb} {how_many} of the {len(both)} {things} that can be compared."
    if not widest:
        return words
    verb = "gap is" if len(widest) == 1 else "gaps are"
    return f"{words} The widest {verb} on {say.listed([say.beside(gap, quoted=quoted) for gap in widest])}."


def types(reading: Reading, numbers: Numbers) -> Section:
    """Figures 1 and 2 by type of authority, for what leads nationally."""
    top = by_share(bars_of(reading, "H02", "measurable"))[:SHOWN]
    major = by_share(outcomes(reading, "major"))[:SHOWN]
    county = outcomes(reading, "major", group="county")
    return Section(
        "Types of authority",
        (
            say.paragraph(
                "The tables show the issues and the outcomes that lead nationally, by funding and"
                " type of authority.",
                _counties(len(say.known(county)), len(county)),
            ),
            numbers.by_type(
                "Measurable outcomes by funding and type of authority",
                [(bar.label, bar.key, ("measurable",)) for bar in top],
            ),
            numbers.by_type(
                "Major progress by funding and type of authority",
                [(bar.label, bar.key, ("major",)) for bar in major],
            ),
        ),
        new_page=False,
    )


def _counties(shown: int, outcomes_asked: int) -> str:
    hidden = outcomes_asked - shown
    if not hidden:
        return ""
    if not shown:
        return "There are too few counties for their progress to be shown."
    return (
        f"There are few counties: on {hidden} of {outcomes_asked} outcomes their major progress"
        " cannot be shown without giving single answers away."
    )
