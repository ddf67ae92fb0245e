"""What became of everybody asked."""

from partnerships.register.models import Partnership
from partnerships.register.stratum import stratum_of
from surveys.results.outcomes import DEFINITIONS, Outcome, as_json, outcomes_of

ASKED = [
    Partnership(pk=1, nrf=True, authority_type="county", region="london"),
    Partnership(pk=2, nrf=True, authority_type="county", region="london"),
    Partnership(pk=3, nrf=False, authority_type="unitary", region="south_east"),
    Partnership(pk=4, nrf=False, authority_type="unitary", region="south_east"),
    Partnership(pk=5, nrf=False, authority_type="unitary", region="south_west"),
]


def test_every_end_is_kept_apart():
    # 1 has moved since it answered as a unitary authority; 9 is not in the register any more.
    complete = {stratum_of(True, "unitary", "london"): [1, 9]}
    found = {
        each.group: each for each in outcomes_of(ASKED, complete, started={2, 3, 9}, ineligible={5})
    }
    assert len(found) == 27
    assert found["all"] == Outcome("all", complete=2, partial=2, nothing=1, ineligible=1)
    assert found["county"] == Outcome("county", complete=0, partial=1, nothing=0, ineligible=0)
    assert found["unitary"] == Outcome("unitary", complete=2, partial=1, nothing=1, ineligible=1)
    assert found["south_west"] == Outcome("south_west", 0, 0, 0, 1)
    assert (found["all"].eligible, found["all"].rate.words) == (5, "40.0%")
    assert as_json(found.values())["south_west"] == {
        "complete": 0, "partial": 0, "nothing": 0, "ineligible": 1, "eligible": 0, "rate": "N/A",
    }  # fmt: skip


def test_nobody_asked():
    found = outcomes_of([], {}, started=(), ineligible=())
    assert {(each.eligible, each.ineligible, each.rate.words) for each in found} == {(0, 0, "N/A")}


def test_every_end_is_defined():
    ends = as_json(outcomes_of([], {}, started=(), ineligible=()))["all"]
    assert set(ends) == set(DEFINITIONS)
