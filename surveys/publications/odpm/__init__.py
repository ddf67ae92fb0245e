"""The national summary for ODPM, in the order of the evaluation's own summary.

Governance, rationalisation, delivery, progress, kinds of partnership, mainstreaming, LAAs. Figure 1 is
activity by policy issue and Figure 2 progress made, as they have been since the first survey.
"""

from portal.web.print.document import Document
from surveys.publications.annex import national_annex
from surveys.publications.issue import issue
from surveys.publications.odpm.delivery import agreements, drivers, mainstreaming, progress_made
from surveys.publications.odpm.governance import governance, rationalisation
from surveys.publications.odpm.kinds import funding, types
from surveys.publications.odpm.summary import summary
from surveys.publications.pieces import Numbers
from surveys.publications.reading import ALL, Reading

PARTS = (
    summary,
    governance,
    rationalisation,
    drivers,
    progress_made,
    funding,
    types,
    mainstreaming,
    agreements,
    national_annex,
)


def compose(reading: Reading) -> Document:
    """The whole summary."""
    numbers = Numbers(reading)
    return issue(
        reading,
        kind="odpm",
        title=f"Local Strategic Partnerships: national summary {reading.year}",
        subtitle=(
            f"What {reading.rate(ALL).complete:,} partnerships told us about governance, activity"
            " and progress"
        ),
        sections=tuple(part(reading, numbers) for part in PARTS),
    )
