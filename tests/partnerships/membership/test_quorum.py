"""Quorum: rules, conflicts, words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.membership.models import Sector
from partnerships.membership.quorum import SECTOR_WORDS, Place, Quorum, Rules, quorum

# Fourteen voting seats and an adviser's; 1-8 public, 9-11 voluntary, 12-13 business, 14 other.
SECTORS = ["public"] * 8 + ["voluntary"] * 3 + ["business"] * 2 + ["other"]
BOARD = [Place(n, sector) for n, sector in enumerate(SECTORS, 1)] + [Place(15, "public", False)]
ALL_RULES = Rules(number=5, share=50, sectors={"business": 1, "voluntary": 1})


def words(here: list[int], conflicted: tuple[int, ...] = (), rules: Rules = ALL_RULES) -> str:
    return quorum(rules, BOARD, here, conflicted).words


def test_says_every_rule_with_what_it_needs() -> None:
    assert words([1, 2, 3, 4, 5, 6, 9, 10, 12]) == (
        "Quorum met: 9 of 14 voting seats (7 needed), 1 business (1 needed), 2 voluntary (1 needed)"
    )


@pytest.mark.parametrize(
    ("here", "said"),
    [
        (
            [1, 2, 3, 4, 9, 12],
            "6 of 14 voting seats (7 needed), 1 business (1 needed), 1 voluntary",
        ),
        (
            [1, 2, 3, 4, 5, 6, 7, 12],
            "8 of 14 voting seats (7 needed), 1 business (1 needed), 0 vol",
        ),
        ([1, 2, 3, 4, 5, 6, 7, 9], "8 of 14 voting seats (7 needed), 0 business (1 needed), 1 vol"),
        ([], "0 of 14 voting seats (7 needed), 0 business (1 needed), 0 voluntary (1 needed)"),
    ],
)
def test_one_rule_broken_is_not_quorate(here: list[int], said: str) -> None:
    assert words(here).startswith(f"Not quorate: {said}")


def test_an_adviser_and_an_unknown_seat_count_for_nothing() -> None:
    assert quorum(Rules(), BOARD, [15, 99]) == Quorum(voting=14, here=0, needed=None, sectors=())


def test_a_conflicted_seat_is_not_counted_but_needed_stays() -> None:
    found = quorum(ALL_RULES, BOARD, [1, 2, 3, 4, 5, 9, 12], [12, 14, 15])
    assert (found.met, found.here, found.needed, found.not_counted) == (False, 6, 7, 1)
    assert found.words_for_item == (
        "Not quorate for this item: 6 of 14 voting seats (7 needed), 0 business (1 needed),"
        " 1 voluntary (1 needed); 1 with an interest is not counted"
    )


def test_an_item_without_interests_says_only_quorum() -> None:
    found = quorum(Rules(number=2), BOARD, [1, 2])
    assert found.words_for_item == "Quorum met for this item: 2 of 14 voting seats (2 needed)"
    several = quorum(Rules(number=1), BOARD, [1, 2, 3], [1, 2])
    assert several.words_for_item.endswith("; 2 with an interest are not counted")


def test_no_rule_asks_nothing() -> None:
    found = quorum(Rules(), BOARD, [1, 2])
    assert (found.met, found.asked) == (True, False)
    assert found.words == found.words_for_item == "No quorum is set: 2 of 14 voting seats present"


def test_sectors_alone_ask_for_no_number() -> None:
    rules = Rules(sectors={"voluntary": 2, "public": 0})
    assert words([9, 10], rules=rules) == "Quorum met: 2 of 14 voting seats, 2 voluntary (2 needed)"


@pytest.mark.parametrize(
    ("voting", "share", "needed"), [(14, 50, 7), (13, 50, 7), (3, 33, 1), (3, 34, 2), (9, 100, 9)]
)
def test_a_share_is_rounded_up(voting: int, share: int, needed: int) -> None:
    seats = [Place(n, "public") for n in range(voting)]
    assert quorum(Rules(share=share), seats, []).needed == needed


def test_the_stricter_of_number_and_share_holds() -> None:
    assert quorum(Rules(number=9, share=50), BOARD, []).needed == 9
    assert quorum(Rules(number=2, share=50), BOARD, []).needed == 7


def test_one_seat_and_one_councillor_are_no_plurals() -> None:
    seats = [Place(1, "councillor")]
    said = quorum(Rules(number=1, sectors={"councillor": 1}), seats, [1]).words
    assert said == "Quorum met: 1 of 1 voting seat (1 needed), 1 councillor (1 needed)"


def test_every_sector_has_words_in_the_order_of_every_picture() -> None:
    assert list(SECTOR_WORDS) == list(Sector)


places = st.lists(
    st.builds(Place, st.integers(1, 30), st.sampled_from(list(SECTOR_WORDS)), st.booleans()),
    unique_by=lambda place: place.seat_id,
    max_size=20,
)
# A busy machine is no fault of the rules.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ids = st.frozensets(st.integers(1, 30))
some_rules = st.builds(
    Rules,
    st.none() | st.integers(0, 25),
    st.none() | st.integers(0, 100),
    st.dictionaries(st.sampled_from(list(SECTOR_WORDS)), st.integers(0, 4)),
)


@patient
@given(some_rules, places, ids, ids)
def test_met_exactly_when_every_rule_of_the_constitution_is(
    rules: Rules, seats: list[Place], here: frozenset[int], conflicted: frozenset[int]
) -> None:
    """The constitution's own words, spelt out the long way."""
    voting = [s for s in seats if s.votes]
    counted = [s for s in voting if s.seat_id in here and s.seat_id not in conflicted]
    enough = rules.number is None or len(counted) >= rules.number
    share = rules.share is None or 100 * len(counted) >= rules.share * len(voting)
    sectors = all(
        sum(s.sector == sector for s in counted) >= n for sector, n in rules.sectors.items()
    )
    found = quorum(rules, seats, here, conflicted)
    known = bool(voting) or not found.asked
    assert found.met == (known and enough and share and sectors)
    assert found.here == len(counted)
    assert found.words.startswith(
        "No quorum is set" if not found.asked
        else "Quorum not known: no voting seats" if not voting
        else "Quorum met: " if found.met else "Not quorate: "
    )  # fmt: skip


def test_a_body_without_voting_seats_is_never_quorate() -> None:
    """0 of 0 is no quorum."""
    seats = [Place(1, "public", False)]
    found = quorum(Rules(share=50), seats, [1])
    assert (found.met, found.known, found.words) == (
        False, False, "Quorum not known: no voting seats",
    )  # fmt: skip
    assert found.words_for_item == "Quorum not known: no voting seats"
    free = quorum(Rules(), seats, [1])
    assert (free.met, free.words) == (True, "No quorum is set: no voting seats")


@patient
@given(some_rules, places, ids, ids, ids)
def test_more_people_never_break_and_more_interests_never_make_a_quorum(
    rules: Rules,
    seats: list[Place],
    here: frozenset[int],
    more: frozenset[int],
    conflicted: frozenset[int],
) -> None:
    if quorum(rules, seats, here, conflicted).met:
        assert quorum(rules, seats, here | more, conflicted).met
        assert quorum(rules, seats, here).met
