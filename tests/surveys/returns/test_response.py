"""Counting the response: pure."""

from datetime import date

import pytest

from partnerships.register.models import Partnership
from surveys.returns.response import Group, running_total, tally_of

MONDAY, TUESDAY, WEDNESDAY = (date(2004, 10, day) for day in (4, 5, 6))


def place(pk: int, kind: str, region: str, nrf: bool) -> Partnership:
    return Partnership(pk=pk, name=str(pk), authority_type=kind, region=region, nrf=nrf)


def test_tally_counts_each_partnership_once_a_breakdown() -> None:
    tally = tally_of(
        [
            place(1, "county", "london", nrf=False),
            place(2, "county", "north_east", nrf=True),
            place(3, "unitary", "north_east", nrf=True),
        ],
        {2, 3, 99},
        set(),
    )
    assert (tally.all.asked, tally.all.signed_off, tally.all.rate_words) == (3, 2, "67%")
    assert tally.outstanding == 1
    assert [(g.asked, g.signed_off) for g in tally.by_nrf] == [(2, 2), (1, 0)]
    assert {g.key: (g.asked, g.rate_words) for g in tally.by_type if g.asked} == {
        "county": (2, "50%"), "unitary": (1, "100%"),
    }  # fmt: skip
    assert tally.by_region[0].key == "north_east"
    assert [g.rate_words for g in tally.by_region].count("–") == 7


def test_not_eligible_counts_neither_above_nor_below_the_line() -> None:
    places = [place(pk, "county", "london", nrf=False) for pk in (1, 2, 3)]
    tally = tally_of(places, {1, 3}, {3})
    assert (tally.all.asked, tally.all.signed_off, tally.ineligible) == (2, 1, 1)
    assert (tally.all.rate_words, tally.outstanding) == ("50%", 1)


@pytest.mark.parametrize(
    ("signed_off", "asked", "words"),
    [(1, 8, "13%"), (5, 8, "63%"), (1, 200, "1%"), (1, 201, "0%"), (3, 3, "100%"), (0, 0, "–")],
)
def test_rates_are_whole_numbers_with_halves_up_as_in_the_results(
    signed_off: int, asked: int, words: str
) -> None:
    assert Group("all", "All", asked, signed_off).rate_words == words


def test_running_total() -> None:
    by_day = [(MONDAY, 2), (WEDNESDAY, 3)]
    assert running_total(by_day, MONDAY, WEDNESDAY) == (2, 2, 5)


def test_early_and_late_returns_count_at_the_ends() -> None:
    by_day = [(date(2004, 9, 1), 1), (TUESDAY, 1), (date(2026, 1, 1), 4)]
    assert running_total(by_day, MONDAY, WEDNESDAY) == (1, 2, 6)


def test_before_the_opening_there_is_no_curve() -> None:
    assert running_total([], WEDNESDAY, MONDAY) == ()
