from collections import defaultdict
from functools import cache

import pytest

from partnerships.register.models import Region
from tests.support.findings import FINDINGS, Finding
from tests.support.findings.shares import CellShares, RawShares
from surveys.questionnaires import form
from surveys.results.layout import layout
from surveys.results.published import ItemCells, Row
from surveys.results.recount import recount
from surveys.results.suppression import Thresholds
from surveys.returns.freezing import freeze
from tests.portal.management.demo import questionnaire, submitted

REGION_KEYS = {label: key for key, label in Region.choices}
SHOWN = [finding for finding in FINDINGS if not finding.raw]


@cache
def edition() -> dict[str, ItemCells]:
    """The published cells of the demo's submitted returns, by item."""
    compiled = form.compile(questionnaire())
    codes: dict[int, bytes] = defaultdict(bytes)
    numbers: dict[int, list[list[float]]] = defaultdict(list)
    for known, answers in submitted():
        place = (known["nrf"], known["authority_type"], REGION_KEYS[known["region"]])
        frozen = freeze(form=compiled, slug="", place=place, attributes=known, answers=answers)
        codes[frozen.stratum] += frozen.codes
        numbers[frozen.stratum].append(frozen.numbers)
    finished = recount(layout(compiled), codes, numbers, Thresholds())
    return {item.key: item for item in finished.items()}


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
