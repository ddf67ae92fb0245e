"""Weights for non-response: merging, capping, the effective base."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.register.stratum import stratum_of
from surveys.results.breakdowns import GROUP_INDEX, place_of
from surveys.results.weighting import CAP, LEAST, UNIT, merged, weigh, weights_of

KINDS = ("county", "shire_district", "unitary", "metropolitan_district", "london_borough")
ORDER = [(nrf, kind) for nrf in (False, True) for kind in KINDS]


def weights(**numbers):
    """Weights of "kind" and "nrf_kind" = (eligible, complete), each in one region."""
    eligible, complete = {}, {}
    for name, (asked, back) in numbers.items():
        nrf = name.startswith("nrf_")
        stratum = stratum_of(nrf, name.removeprefix("nrf_"), "south_east")
        eligible[stratum] = asked
        complete[place_of(stratum, 2)] = back
    return weigh(eligible, complete)


def classes(found):
    return [
        (each["members"], each["eligible"], each["complete"], each["weight"])
        for each in found.as_json()["classes"]
    ]


def test_a_weight_is_eligible_over_complete_relative_to_all():
    found = weights(county=(40, 20), unitary=(60, 40))
    assert classes(found) == [
        (["non_nrf:county"], 40, 20, 1.2),
        (["non_nrf:unitary"], 60, 40, 0.9),
    ]
    assert found.needed


def test_the_effective_base_is_that_of_kish():
    found = weights(county=(40, 20), unitary=(60, 40)).as_json()["effective_base"]
    weight = [1.2] * 20 + [0.9] * 40
    kish = sum(weight) ** 2 / sum(each**2 for each in weight)
    assert found["all"] == round(kish, 1) == 58.8
    assert (found["county"], found["nrf"], found["south_east"]) == (20.0, 0.0, 58.8)
    assert found["maturity:2002"] == 58.8


def test_near_full_response_needs_no_weights():
    found = weights(county=(34, 33), unitary=(26, 25), nrf_unitary=(18, 17))
    assert [weight for *_, weight in classes(found)] == [0.9907, 1.0, 1.0181]
    assert not found.needed


def test_a_small_class_joins_the_other_half_of_its_type():
    found = weights(county=(30, 20), unitary=(20, 12), nrf_unitary=(18, 9), nrf_county=(10, 10))
    assert [members for members, *_ in classes(found)] == [
        ["non_nrf:county"],
        ["non_nrf:unitary", "nrf:unitary"],
        ["nrf:county"],
    ]


def test_a_small_type_joins_its_smallest_neighbour():
    found = weights(
        shire_district=(99, 60), unitary=(9, 3), nrf_unitary=(9, 4), metropolitan_district=(40, 30)
    )
    assert [members for members, *_ in classes(found)] == [
        ["non_nrf:shire_district"],
        ["non_nrf:unitary", "non_nrf:metropolitan_district", "nrf:unitary"],
    ]


def test_neighbours_are_the_next_types_of_which_somebody_is_eligible():
    found = weights(county=(20, 15), london_borough=(12, 4))
    assert [members for members, *_ in classes(found)] == [
        ["non_nrf:county", "non_nrf:london_borough"]
    ]


def test_a_weight_is_never_above_the_cap():
    found = weights(county=(400, 10), unitary=(100, 100))
    assert [weight for *_, weight in classes(found)] == [CAP, 0.22]


def test_a_class_without_a_return_does_not_divide_by_zero():
    assert [weight for *_, weight in classes(weights(county=(10, 0), unitary=(50, 30)))] == [1.0]
    nothing = weights(county=(10, 0))
    assert (nothing.classes, nothing.needed, set(nothing.effective)) == ((), False, {0.0})


def test_weights_are_read_back_as_they_were_stored():
    found = weights(county=(40, 21), unitary=(60, 41), nrf_unitary=(20, 11))
    assert weights_of(found.as_json()).classes == found.classes
    assert weights_of({}).classes == ()


@pytest.mark.parametrize("short", range(LEAST))
def test_every_class_holds_enough_or_is_alone(short):
    for cell in range(10):
        asked, back = [20] * 10, [12] * 10
        back[cell] = short
        found = merged(asked, back)
        assert sorted(part for each in found for part in each) == list(range(10))
        assert found == sorted(
            [(one,) for one in range(10) if one % 5 != cell % 5] + [(cell % 5, cell % 5 + 5)]
        )


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1)), min_size=10, max_size=10))
def test_weights_equal_pandas(rows):
    frame = pd.DataFrame(
        [(n, n and round(n * share)) for n, share in rows], columns=["asked", "back"]
    )
    eligible = {
        stratum_of(*place, "london"): int(n) for place, n in zip(ORDER, frame.asked, strict=True)
    }
    complete = {
        place_of(stratum_of(*place, "london"), 1): int(n)
        for place, n in zip(ORDER, frame.back, strict=True)
    }
    found = weigh(eligible, complete)
    if not frame.back.sum():
        assert found.classes == ()
        return
    by_class = {cell: at for at, each in enumerate(found.classes) for cell in each.cells}
    sums = frame.groupby(frame.index.map(by_class)).sum()
    expected = (sums.asked / sums.back * frame.back.sum() / frame.asked.sum()).clip(upper=CAP)
    assert all(sums.back >= LEAST) or len(sums) == 1
    for at, each in enumerate(found.classes):
        assert abs(each.weight / UNIT - expected[at]) <= 0.5001 / UNIT
    spread = frame.index.map(
        lambda cell: found.classes[by_class[cell]].weight if cell in by_class else 0
    )
    kish = (spread * frame.back).sum() ** 2 / (spread**2 * frame.back).sum()
    assert found.effective[GROUP_INDEX["all"]] == pytest.approx(kish)
