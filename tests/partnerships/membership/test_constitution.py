"""Rules of a quorum that can never be met, and terms."""

from datetime import date

import pytest

from partnerships.membership.constitution import (
    NO_SEATS,
    Fault,
    faults,
    last_day_of_term,
    words,
)
from partnerships.membership.quorum import Place, Rules

SEATS = [
    Place(1, "voluntary"), Place(2, "voluntary"), Place(3, "business"),
    Place(4, "public", votes=False),
]  # fmt: skip


@pytest.mark.parametrize(
    "quorum",
    [
        Rules(),
        Rules(number=1),
        Rules(number=3, share=100, sectors={"voluntary": 2, "business": 1}),
    ],
)
def test_rules_that_the_seats_can_meet(quorum: Rules) -> None:
    assert faults(quorum, SEATS) == []


@pytest.mark.parametrize(
    ("quorum", "field", "message"),
    [
        (
            Rules(number=4),
            "quorum_number",
            "A quorum of 4 can never be met: the body has 3 voting seats. Enter 3 or less, or add"
            " seats first.",
        ),
        (
            Rules(number=0),
            "quorum_number",
            "A quorum is at least 1. Leave it empty to ask for none.",
        ),
        (
            Rules(share=101),
            "quorum_share",
            "The share of the voting seats is between 1% and 100%. Leave it empty to ask for none.",
        ),
        (
            Rules(share=0),
            "quorum_share",
            "The share of the voting seats is between 1% and 100%. Leave it empty to ask for none.",
        ),
        (
            Rules(sectors={"voluntary": 3}),
            "sector_voluntary",
            "A quorum with 3 from Voluntary, community and faith can never be met: the body has only"
            " 2 voting seats of that sector. Add the seats first, or ask for fewer.",
        ),
        (
            Rules(sectors={"public": 1}),
            "sector_public",
            "A quorum with 1 from Other public sector can never be met: the body has no voting seat"
            " of that sector. Add the seats first, or ask for fewer.",
        ),
        (
            Rules(sectors={"business": -1}),
            "sector_business",
            "Ask for at least 1 from Business, or leave it empty.",
        ),
        (
            Rules(sectors={"navy": 1}),
            "sector_navy",
            "There is no sector “navy”. Choose one from the list.",
        ),
    ],
)
def test_rules_that_can_never_be_met(quorum: Rules, field: str, message: str) -> None:
    assert faults(quorum, SEATS) == [Fault(field, message)]


def test_a_body_without_seats_can_have_no_quorum_yet() -> None:
    said = "The body has no voting seats on that day. Add its seats first, then set its quorum."
    assert said == NO_SEATS
    assert faults(Rules(number=1), []) == [Fault("quorum_number", said)]
    assert faults(Rules(share=50), []) == [Fault("quorum_share", said)]
    assert faults(Rules(), []) == []


def test_every_fault_is_named_at_once() -> None:
    found = faults(Rules(9, 200, {"other": 1, "business": 2}), SEATS)
    assert [f.field for f in found] == [
        "quorum_number", "quorum_share", "sector_other", "sector_business",
    ]  # fmt: skip


def test_a_quorum_in_words() -> None:
    whole = Rules(5, 40, {"business": 1, "voluntary": 2})
    assert words(whole) == (
        "5 voting seats, 40% of the voting seats, at least 1 from Business,"
        " at least 2 from Voluntary, community and faith"
    )
    assert words(Rules(1)) == "1 voting seat"
    assert words(Rules()) == "No quorum is asked for"


@pytest.mark.parametrize(
    ("since", "months", "last"),
    [
        (date(2004, 4, 1), 24, date(2006, 3, 31)),
        (date(2004, 1, 31), 1, date(2004, 2, 29)),
        (date(2003, 1, 31), 1, date(2003, 2, 28)),
        (date(2004, 2, 29), 12, date(2005, 2, 28)),
        (date(2004, 12, 15), 1, date(2005, 1, 14)),
        (date(2004, 10, 31), 36, date(2007, 10, 30)),
    ],
)
def test_the_last_day_of_a_term(since: date, months: int, last: date) -> None:
    assert last_day_of_term(since, months) == last
