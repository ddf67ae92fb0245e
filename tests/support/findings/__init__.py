"""The published findings of the 2004 survey with their targets, and their test on answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.support.findings.activity import ACTIVITY
from tests.support.findings.finding import Finding
from tests.support.findings.governance import GOVERNANCE
from tests.support.findings.progress import PROGRESS
from tests.support.findings.shares import RawShares, Return, Shares

FINDINGS: tuple[Finding, ...] = (*GOVERNANCE, *ACTIVITY, *PROGRESS)


def evaluate_findings(
    document: Mapping[str, Any], returns: Iterable[Return]
) -> list[tuple[Finding, float, bool]]:
    """Each finding with its value on these returns (attributes, answers) and whether it holds."""
    shares = RawShares(document, returns)
    return [
        (finding, value := finding.measure(shares), finding.holds(value)) for finding in FINDINGS
    ]


def evaluate_in_edition(shares: Shares) -> list[tuple[Finding, float, bool]]:
    """The findings that an edition's cells can show, on anything that answers `share`."""
    shown = [finding for finding in FINDINGS if not finding.raw]
    return [(finding, value := finding.measure(shares), finding.holds(value)) for finding in shown]
