"""One published finding and the range in which the synthetic answers must show it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SUMMARY = "National Evaluation of LSPs, Executive Summary to Final Report (ODPM, January 2006)"
CHAIRS = (
    "House of Commons written answer, 16 June 2006 (Report on the 2004 Survey of all English LSPs)"
)
LONDON = "Review of Community Empowerment Networks in London (GOL, January 2004)"
COST = "Audit Commission, Working better together (2009), paragraphs 127 to 130"
FUND = "publicnet, Neighbourhood renewal progress report, 30 September 2004"
COUNCILLORS = "publicnet, Evaluation of local strategic partnerships, 28 June 2004"


@dataclass(frozen=True)
class Finding:
    """What was published, and where the synthetic answers must come out: low <= measure <= high.

    `raw`: a cross-tabulation or a mean, which the cells of an edition do not hold.
    """

    key: str
    published: str
    measure: Callable[[Any], float]
    low: float = float("-inf")
    high: float = float("inf")
    source: str = SUMMARY
    raw: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value lies in the range."""
        return self.low <= value <= self.high
