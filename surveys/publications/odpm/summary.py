"""The summary on one page: large numbers, key findings, results by kind of partnership."""

from portal.web.print.document import Section
from surveys.publications import sentences as say
from surveys.publications.odpm.scales import AGREE, IMPORTANT, MAJOR, outcomes
from surveys.publications.pieces import Numbers, bars_of, stats
from surveys.publications.reading import ALL, Reading
from surveys.results.figures import nrf_gaps

THIRD = 100 / 3


def summary(reading: Reading, numbers: Numbers) -> Section:
    """One page for those who read one page."""
    share, major = reading.share, outcomes(reading, "major")
    return Section(
        "Summary",
        (
            *stats(
                (share("H02.crime", "measurable"), "report measurable outcomes on crime"),
                (share("I02.vision", "major"), "report major progress on a shared vision"),
                (share("I01.pooled", "none"), "have made no progress on pooling funds"),
                (share("D05", "lot", "some"), "say accountability needs strengthening"),
            ),
            say.findings(
                _governance(reading),
                say.most(
                    "Measurable outputs or outcomes are most often reported on",
                    bars_of(reading, "H02", "measurable"),
                ),
                _absent(reading),
                " ".join(
                    filter(
                        None,
                        (
                            say.most(
                                "Major progress is most often claimed on", major, 2, quoted=True
                            ),
                            say.least("It is least often claimed on", major, 1, quoted=True),
                        ),
                    )
                ),
                _floor(reading),
                say.most(
                    "Realigning main programmes is held back most by",
                    bars_of(reading, "J03", *IMPORTANT),
                    2,
                ),
            ),
            numbers.by_type(
                "Selected results by funding and type of authority",
                [
                    ("Outcomes on crime", "H02.crime", ("measurable",)),
                    ("Outcomes on housing", "H02.housing", ("measurable",)),
                    ("Progress on a shared vision", "I02.vision", ("major",)),
                    ("Progress on floor targets", "I03.floor", ("major",)),
                    ("Performance management", "E01", ("established",)),
                ],
            ),
        ),
        lead=f"{say.response(reading.rate(ALL))} to the {reading.year} national survey.",
    )


def _governance(reading: Reading) -> str:
    return say.claims(
        (reading.share("B11.leadership", *AGREE), "agree that they are well led"),
        (reading.share("D05", "lot"), "say that accountability needs to be strengthened a lot"),
    )


def _absent(reading: Reading) -> str:
    bars = bars_of(reading, "H02", "not_addressed")
    absent, shown = say.at_least(bars, THIRD), say.known(bars)
    if not shown:
        return ""
    if not absent:
        return "No policy issue is left unaddressed by as many as a third of partnerships."
    verb = "is" if len(absent) == 1 else "are"
    issues = say.counted(len(shown), "policy issue", "policy issues")
    return (
        f"{len(absent)} of {issues} {verb} not addressed at all by at least a third of"
        f" partnerships: {say.with_shares(absent)}."
    )


def _floor(reading: Reading) -> str:
    gaps = nrf_gaps(reading.form, reading.items, "I03", MAJOR, reading.settings)
    ahead = say.widest(gaps, 2)
    if not ahead:
        return ""
    named = say.listed([say.beside(gap, quoted=True) for gap in ahead])
    return f"NRF partnerships are furthest ahead of the others in major progress on {named}."
