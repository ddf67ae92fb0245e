"""Counts of themes: exact for evaluators; what leaves can neither be small nor be worked out."""

from random import Random

import numpy as np
import pytest

from surveys.reading.attribution import attribution, large_enough, strata_of
from surveys.reading.theme_counts import DIMENSIONS, SAFE_GROUPS, safe, tally
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, MEMBERSHIP, REGISTERED
from surveys.results.disclosure.suppression import Thresholds

USUAL = Thresholds()


def answers(rng: Random, size: int, share: float) -> list[tuple[int, set[int]]]:
    return [(rng.randrange(90), {t for t in (1, 2) if rng.random() < share}) for _ in range(size)]


def test_the_tally_is_a_plain_count() -> None:
    given = answers(Random(1), 300, 0.3)
    found = tally(given, [1, 2])
    for at, group in enumerate(GROUPS[:REGISTERED]):
        inside = [held for stratum, held in given if MEMBERSHIP[at, stratum]]
        assert found.bases[at] == len(inside), group.key
        assert list(found.counts[at]) == [sum(t in held for held in inside) for t in (1, 2)]


def test_many_answers_leave_as_they_are() -> None:
    given = [(stratum, {1} if n % 2 else set()) for stratum in range(90) for n in range(20)]
    shown = safe(tally(given, [1]), USUAL)
    assert (shown.withheld, shown.cells) == (0, 17)
    assert shown.bases[0] == 1800
    assert shown.counts[0][0] == 900


def test_one_small_group_closes_its_whole_breakdown() -> None:
    given = [(stratum, {1} if n % 2 else set()) for stratum in range(90) for n in range(20)]
    north_east = strata_of("north_east")
    # Two answers less than all hold the theme in one region: the count without it is small.
    given = [(s, {1}) if s in north_east else (s, held) for s, held in given]
    given[next(i for i, (s, _) in enumerate(given) if s in north_east)] = (north_east[0], set())
    shown = safe(tally(given, [1]), USUAL)
    by_key = dict(zip([g.key for g in SAFE_GROUPS], shown.counts[0], strict=True))
    assert {key for key, count in by_key.items() if count is None} == {
        g.key for g in SAFE_GROUPS if g.dimension == "region"
    }
    assert None not in shown.bases


def test_a_small_total_closes_everything() -> None:
    shown = safe(tally([(0, {1})] * 3, [1]), USUAL)
    assert set(shown.bases) == {None}
    assert set(shown.counts[0]) == {None}


@pytest.mark.parametrize("seed", range(40))
def test_what_is_shown_is_large_and_hidden_breakdowns_are_whole(seed: int) -> None:
    rng = Random(seed)
    found = tally(answers(rng, rng.randrange(0, 700), rng.random()), [1, 2])
    shown = safe(found, USUAL)
    for row in (shown.bases, *shown.counts):
        for dimension in DIMENSIONS:
            inside = [n for n, g in zip(row, SAFE_GROUPS, strict=True) if g.dimension == dimension]
            assert len({n is None for n in inside}) == 1, dimension
            assert row[0] is not None or set(inside) == {None}
    for row in shown.counts:
        for count, base in zip(row, shown.bases, strict=True):
            if count is not None:
                assert base is not None
                assert base >= USUAL.min_base
                assert count == 0 or count >= USUAL.min_count
                assert base == count or base - count >= USUAL.min_count


def test_nothing_shown_lets_a_hidden_region_be_solved_for() -> None:
    """Solve for each hidden group with everything shown: the answer is never one number."""
    for seed in range(40):
        rng = Random(seed)
        found = tally(answers(rng, 260, 0.3), [1])
        shown = safe(found, USUAL).counts[0]
        at = [GROUP_INDEX[group.key] for group in SAFE_GROUPS]
        members = MEMBERSHIP[at].astype(float)
        known = members[[n is not None for n in shown]]
        for index, count in enumerate(shown):
            if count is None and len(known):
                stacked = np.vstack([known, members[index]])
                assert np.linalg.matrix_rank(stacked) > np.linalg.matrix_rank(known)


def test_attribution_takes_groups_that_are_large_enough() -> None:
    stratum = strata_of("nrf:county")[0]
    by_stratum = {stratum: 4, strata_of("non_nrf:county")[0]: 6, strata_of("nrf:unitary")[0]: 3}
    assert large_enough(stratum, by_stratum, 7) == {
        "all": "a partnership",
        "nrf": "a partnership in an NRF area",
        "county": "a county",
        "north_east": "a partnership in the North East",
    }
    assert large_enough(stratum, by_stratum, 14) == {}
    assert attribution("nrf:metropolitan_district") == "an NRF metropolitan district"
    assert attribution("yorkshire_and_the_humber") == "a partnership in Yorkshire and the Humber"
