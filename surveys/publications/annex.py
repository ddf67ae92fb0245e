"""How the survey was done: the last section of every publication."""

from portal.web.print.document import BulletList, Callout, Heading, Paragraph, Section
from surveys.publications.pieces import Numbers
from surveys.publications.reading import ALL, NON_NRF, NRF, Reading
from surveys.publications.sentences import response
from surveys.results.breakdowns import AUTHORITY_TYPES, REGIONS
from surveys.results.charts import rates_table

RECONSTRUCTION = (
    "The original questionnaire of the 2004 survey was never found. The questions used here are a"
    " reconstruction from the published summary of the evaluation and other public sources."
)
SYNTHETIC = (
    "All answers behind this publication are synthetic: they were generated to show the portal at"
    " work and are shaped to the published findings. They are nobody's real answers."
)


def national_annex(reading: Reading, numbers: Numbers) -> Section:
    """Response by day, region, type and NRF; method; provenance."""
    rates = [reading.rate(g) for g in (ALL, NRF, NON_NRF, *AUTHORITY_TYPES, *REGIONS)]
    data = rates_table(rates, caption="Response rates", first="Group")
    return Section(
        "How the survey was done",
        (
            Paragraph(f"{response(reading.rate(ALL))} to the {reading.year} survey."),
            numbers.response(),
            numbers.regions(),
            numbers.table(data.caption, data.head, data.rows),
            Heading("How to read the figures"),
            BulletList(reading_rules(reading)),
            *notices(reading),
        ),
        new_page=False,
    )


def reading_rules(reading: Reading) -> tuple[str, ...]:
    """Bases, missing answers and disclosure control in words."""
    limits = reading.settings
    return (
        (
            "Bases (n) are partnerships that were asked a question and gave a valid answer. Not"
            " answered, don't know and not applicable are counted apart and stand outside the base."
        ),
        (
            f"A group with fewer than {limits.min_base} valid answers to a question is not shown."
            f" Within a group, counts of 1 to {limits.min_count - 1} are withheld, and so are answers"
            " from which a withheld one in the same row could be worked out. Shares on a base under"
            f" {limits.indicative_base} are indicative."
        ),
        "Per cents are rounded to whole numbers, halves up, so they may not add up to 100.",
        "Response rates are complete returns out of all eligible partnerships.",
        (
            f"All figures come from edition {reading.number} of the {reading.year} results; its cells"
            f" carry the hash {reading.cells_sha256[:16]}. The data of every figure and numbered table"
            " are attached to this file as CSV."
        ),
    )


def notices(reading: Reading) -> tuple[Callout, ...]:
    """The reconstruction and, where it applies, that the answers are synthetic."""
    found = [Callout("About the questionnaire", RECONSTRUCTION)]
    if reading.synthetic:
        found.append(Callout("About the data", SYNTHETIC))
    return tuple(found)
