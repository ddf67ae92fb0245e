"""What a reader learns by taking one released edition from another, cell by cell."""

from dataclasses import replace

import pytest

from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import ItemCells
from surveys.results.subtraction import SHOWN_ONCE, SMALL, Leak, leaks

SETTINGS = Thresholds(min_count=5, min_base=10, alike_base=30)
SAME, ENOUGH = [0, 0], [40, 0]


def item(kind="choice", **values):
    """Two groups; only the first differs in these tests."""
    columns = {
        "counts": ((100, 60, 40), (50, 30, 20)),
        "bases": (200, 100),
        "not_answered": (8, 4),
        "dont_know": (20, 10),
        "not_applicable": (0, 0),
    }
    return ItemCells("B02", kind, ("yes", "no", "partly"), (True,) * 3, **{**columns, **values})


def first(**values):
    """The item with other figures in the first group."""
    was = item()
    return {name: (value, *getattr(was, name)[1:]) for name, value in values.items()}


def found(was, now, changed, settings=SETTINGS):
    return list(leaks({"B02": was}, {"B02": now}, changed, settings))


IN_ALL = "All partnerships"


def test_equal_editions_give_nothing_away():
    assert found(item(), item(), SAME) == []
    assert found(item(), item(), ENOUGH) == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"counts": (100, 60, None)},
        {"bases": None},
        {"not_answered": None},
        {"dont_know": None},
        {"not_applicable": None},
    ],
    ids=lambda hidden: next(iter(hidden)),
)
def test_of_the_same_returns_one_edition_shows_what_the_other_withholds(hidden):
    other = item(**first(**hidden))
    assert found(item(), other, SAME) == [Leak("B02", IN_ALL, SHOWN_ONCE)]
    assert found(other, item(), SAME) == [Leak("B02", IN_ALL, SHOWN_ONCE)]
    assert found(other, other, SAME) == []
    assert found(item(), other, ENOUGH) == []  # other returns: the hidden figure is another one


def test_statistics_and_weights_of_the_same_returns():
    whole = item(mean=(2.5, 3.5), weighted=((50, 30, 20), (50, 30, 20)))
    for hidden in (
        replace(whole, mean=(None, 3.5)),
        replace(whole, weighted=((50, None, 20), (50, 30, 20))),
    ):
        assert found(whole, hidden, SAME) == [Leak("B02", IN_ALL, SHOWN_ONCE)]
        assert found(whole, hidden, ENOUGH) == []
    assert found(whole, item(), SAME) == []  # one of them has none at all


def with_counts(*counts, base):
    return item(**first(counts=counts, bases=base))


@pytest.mark.parametrize(
    ("counts", "base", "leaking"),
    [
        ((115, 75, 50), 240, False),  # 15, 15, 10 of 40
        ((115, 64, 61), 240, True),  # 4 said no
        ((115, 56, 69), 240, True),  # 4 fewer said no
        ((115, 65, 60), 240, False),  # 5 is the smallest count shown
        ((100, 60, 49), 209, True),  # a base of 9
        ((100, 60, 49), 191, True),
        ((100, 60, 60), 220, True),  # all 20 gave one answer
        ((100, 60, 70), 230, False),  # 30 may
        ((100, 60, None), 240, False),
    ],
)
def test_the_difference_of_two_rows_is_a_table_of_the_returns_that_differ(counts, base, leaking):
    wanted = [Leak("B02", IN_ALL, SMALL)] if leaking else []
    assert found(item(), with_counts(*counts, base=base), ENOUGH) == wanted
    assert found(with_counts(*counts, base=base), item(), ENOUGH) == wanted


@pytest.mark.parametrize("name", ["dont_know", "not_applicable"])
def test_what_stands_beside_the_answers_is_subtracted_too(name):
    few = item(**first(**{name: getattr(item(), name)[0] + 4}))
    many = item(**first(**{name: getattr(item(), name)[0] + 5}))
    assert found(item(), few, ENOUGH) == [Leak("B02", IN_ALL, SMALL)]
    assert found(item(), many, ENOUGH) == []
    unanswered = item(**first(not_answered=9))
    assert found(item(), unanswered, ENOUGH) == []


def test_in_tick_all_questions_those_who_did_not_tick_are_few_as_well():
    was = item("multi")
    now = item("multi", **first(counts=(137, 60, 40), bases=240))  # 37 of 40 ticked
    assert found(was, now, ENOUGH) == [Leak("B02", IN_ALL, SMALL)]
    now = item("multi", **first(counts=(135, 60, 40), bases=240))
    assert found(was, now, ENOUGH) == []


def test_public_facts_are_no_secret_in_any_edition():
    facts = replace(SETTINGS, public=("B02",))
    assert found(item(), with_counts(115, 64, 61, base=240), ENOUGH, facts) == []
    assert found(item(), item(**first(bases=None)), SAME, facts) == []


def test_every_leak_is_told_in_the_order_of_questions_and_groups():
    was, now = item(), item(counts=((104, 60, 40), (54, 30, 20)))
    both = [Leak(key, group, SMALL) for key in ("B02", "B03") for group in (IN_ALL, "NRF areas")]
    told = leaks(
        {"B02": was, "B03": replace(was, key="B03")},
        {"B02": now, "B03": replace(now, key="B03")},
        [40, 40],
        SETTINGS,
    )
    assert list(told) == both
