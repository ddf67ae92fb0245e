import pytest

from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import Row
from tests.portal.management.demo import edition, questionnaire, submitted
from tests.support.findings import FINDINGS, Finding
from tests.support.findings.shares import CellShares, RawShares

SHOWN = [finding for finding in FINDINGS if not finding.raw]


def row(item: str, group: str) -> Row:
    return edition()[item].row(group, Thresholds())


@pytest.mark.parametrize("finding", SHOWN, ids=lambda finding: finding.key)
def test_edition_shows_the_published_finding(finding: Finding) -> None:
    value = finding.measure(CellShares(row))
    assert finding.low <= value <= finding.high, finding.published


def test_edition_agrees_with_the_raw_answers_where_it_shows_them() -> None:
    raw = RawShares(questionnaire(), submitted())
    for finding in SHOWN:
        cells = CellShares(row)
        value = finding.measure(cells)
        if not cells.withheld:
            assert value == pytest.approx(finding.measure(raw)), finding.key
