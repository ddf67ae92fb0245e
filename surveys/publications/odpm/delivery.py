"""Delivery: drivers and activity, progress, mainstreaming, Local Area Agreements."""

from portal.web.print.document import Section
from surveys.publications import sentences as say
from surveys.publications.odpm.scales import AGREE, IMPORTANT, MORE, OUTCOMES
from surveys.publications.pieces import Numbers, bars_of, panel_of
from surveys.publications.reading import ALL, NON_NRF, TYPES, Reading
from surveys.results.figures import activity, progress

FIFTH = 20


def drivers(reading: Reading, numbers: Numbers) -> Section:
    """What drives activity, and Figure 1."""
    panel = activity(reading.form, reading.items, ALL, reading.settings)
    primary = bars_of(reading, "H01", "4")
    return Section(
        "Drivers and activity",
        (
            say.paragraph(
                say.most("Partnerships most often name as primary drivers", primary, quoted=True),
                say.least("Least often named are", primary, 2, quoted=True),
            ),
            say.paragraph(
                _fifth(reading),
                say.most(
                    "The issues most often not addressed at all are",
                    bars_of(reading, "H02", "not_addressed"),
                    5,
                ),
            ),
            numbers.grid("H01", "Important or primary drivers of activity", "Driver", "3", "4"),
            numbers.panels(
                [panel],
                title="Activity by policy issue",
                first="Policy issue",
                source=reading.source("H02"),
            ),
        ),
        new_page=False,
    )


def _fifth(reading: Reading) -> str:
    bars = bars_of(reading, "H02", "measurable")
    shown, fifth = say.known(bars), say.at_least(bars, FIFTH)
    if not shown:
        return ""
    issues = say.counted(len(shown), "policy issue", "policy issues")
    return (
        f"At least a fifth of partnerships report measurable outputs or outcomes on {len(fifth)} of"
        f" {issues}."
    )


def progress_made(reading: Reading, numbers: Numbers) -> Section:
    """Figure 2."""
    panels = progress(reading.form, reading.items, ALL, reading.settings)
    return Section(
        "Progress made",
        (
            numbers.panels(
                panels,
                title="Progress made",
                first="Outcome",
                source=reading.source("I02"),
            ),
            *(
                say.paragraph(
                    say.most(
                        f"On {name} outcomes, major progress is most often reported on",
                        bars_of(reading, code, "major"),
                        1,
                        quoted=True,
                    ),
                    say.most(
                        "No progress yet is most often reported on",
                        bars_of(reading, code, "none"),
                        1,
                        quoted=True,
                    ),
                )
                for name, code in OUTCOMES
            ),
            say.paragraph(
                say.claims(
                    (
                        reading.share("I05", "precise"),
                        "can show with evidence outcomes that would not have come about without them",
                    ),
                    (reading.share("I05", "partly"), "can do so in part"),
                )
            ),
        ),
    )


def mainstreaming(reading: Reading, numbers: Numbers) -> Section:
    """Realigning main programmes: how far, by whom, and what stands in the way."""
    return Section(
        "Mainstreaming",
        (
            say.paragraph(
                say.claims(
                    (
                        reading.share("J01", "some", "substantial"),
                        "have realigned at least some main programmes",
                    ),
                    (reading.share("J01", "not_discussed"), "have not discussed mainstreaming"),
                ),
                say.most(
                    "Those who matter most in bringing it about are",
                    bars_of(reading, "J04", "3"),
                    2,
                ),
            ),
            numbers.ranking(
                bars_of(reading, "J03", *IMPORTANT),
                title="Important or very important constraints on realigning programmes",
                first="Constraint",
                source=reading.source("J03"),
            ),
            numbers.grid(
                "J02", "Partners that have realigned main programmes", "Partner", "some", "major"
            ),
        ),
        new_page=False,
    )


def agreements(reading: Reading, numbers: Numbers) -> Section:
    """Local Area Agreements, and the support that partnerships ask for."""
    ready, more = bars_of(reading, "K04", *AGREE), bars_of(reading, "M01", *MORE)
    return Section(
        "Local Area Agreements and support",
        (
            say.paragraph(
                say.most("On readiness, agreement is most widespread with", ready, 1, quoted=True),
                say.least("It is least widespread with", ready, 1, quoted=True),
                say.most("More support is most often wanted from", more, 2),
                say.most(
                    "Non-NRF partnerships most often want it from",
                    bars_of(reading, "M01", *MORE, group=NON_NRF),
                    1,
                ),
            ),
            numbers.panels(
                [panel_of(reading, "K04")],
                title="Readiness for the Local Area Agreement",
                first="Statement",
                source=reading.source("K04"),
            ),
            numbers.answers("K01", "State of the Local Area Agreement", (ALL, *TYPES)),
            numbers.ranking(
                more,
                title="Where more support is needed",
                first="Source of support",
                source=reading.source("M01"),
            ),
        ),
        new_page=False,
    )
