"""An area that is not eligible, as the nation sees it: on committed rows."""

from unittest.mock import ANY

import pytest

from surveys.returns.queries import (
    coded_returns,
    ineligible_partnerships,
    returned_by_day,
    returned_by_stratum,
)
from tests.portal.web.markup import parsed, with_class, words
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.test_response_pages import MONITOR, client_of, page, rows

pytestmark = pytest.mark.slow


def test_counted_nowhere_and_shown_apart(committed: Desk) -> None:
    """Alpha's return counts; beta's answers say that there is no partnership to ask."""
    desk = committed
    desk.signed(desk.cast.alpha)
    desk.signed(desk.cast.beta, {"A01": "none", "A04": "other"})
    evaluator = client_of(desk.cast.evaluator)
    html = page(evaluator)
    stats = [words(stat) for stat in with_class(parsed(html), "portal-stat")]
    assert stats[:3] == [
        "Returns signed off 1 of 1 asked; 1 not eligible",
        "Response rate 100% NRF areas 100%, others –",
        "Outstanding 0 not signed off yet",
    ]
    assert [(line[0], line[3]) for line in rows(html)] == [
        ("Alpha Partnership", "Submitted"), ("Beta Partnership", "Not eligible"),
    ]  # fmt: skip
    found = {
        state: [line[0] for line in rows(page(evaluator, f"{MONITOR}?state={state}"))]
        for state in ("in", "not-eligible")
    }
    assert found == {"in": ["Alpha Partnership"], "not-eligible": ["Beta Partnership"]}
    html = page(evaluator, f"{MONITOR}2004/beta/")
    assert "Not eligible" in html
    assert "Accept this return" not in html
    assert evaluator.post(f"{MONITOR}2004/beta/accept/").status_code == 409
    assert coded_returns(desk.wave).inputs == [(desk.cast.alpha.pk, ANY)]
    assert returned_by_stratum(desk.wave) == {(1 * 5 + 3) * 9 + 4: 1}
    assert [n for _, n in returned_by_day(desk.wave)] == [1]
    assert ineligible_partnerships(desk.wave) == {desk.cast.beta.pk}
