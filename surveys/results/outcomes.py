"""What became of every partnership asked, and the response rate that follows from it.

The definitions are those of the American Association for Public Opinion Research, response rate 1:
complete returns over everybody eligible. Nobody's eligibility is unknown here, because the register
lists every partnership; those whose answers say that there is no partnership, or that it answers
with another, are ineligible and stand apart, above and below the line.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.register.models import Partnership
from partnerships.register.stratum import stratum_of
from surveys.results.breakdowns import GROUPS, REGISTERED, group_sizes
from surveys.results.published import ResponseRate

DEFINITIONS = {
    "complete": "Signed off by the chair, and counted.",
    "partial": "Begun and not signed off, or opened again and not yet signed off again."
    " Not counted in any figure.",
    "nothing": "No return was begun.",
    "eligible": "Complete, partial and nothing together.",
    "ineligible": "The answers say that there is no partnership of its own to ask."
    " Neither a complete return nor a missing one.",
    "rate": "Complete returns as a per cent of eligible partnerships (AAPOR response rate 1).",
}


@dataclass(frozen=True)
class Outcome:
    """How many partnerships of one group came to which end."""

    group: str
    complete: int
    partial: int
    nothing: int
    ineligible: int

    @property
    def eligible(self) -> int:
        """Everybody who could have answered."""
        return self.complete + self.partial + self.nothing

    @property
    def rate(self) -> ResponseRate:
        """Complete of eligible, as everywhere else."""
        return ResponseRate(self.group, self.complete, self.eligible)


def outcomes_of(
    asked: Iterable[Partnership],
    complete: Mapping[int, Collection[int]],
    *,
    started: Collection[int],
    ineligible: Collection[int],
) -> tuple[Outcome, ...]:
    """The outcomes of every group of the register.

    `complete`: stratum → ids of partnerships with a complete return, who count in that stratum also
    when they have moved or closed since. The others asked count where the register has them now.
    """
    back = {one for ids in complete.values() for one in ids}
    others = {"partial": dict[int, int](), "nothing": dict[int, int](), "ineligible": {}}
    for each in asked:
        if each.pk in back:
            continue
        end = "partial" if each.pk in started else "nothing"
        held = others["ineligible" if each.pk in ineligible else end]
        stratum = stratum_of(each.nrf, each.authority_type, each.region)
        held[stratum] = held.get(stratum, 0) + 1
    sizes = {end: group_sizes(held).tolist() for end, held in others.items()}
    sizes["complete"] = group_sizes({s: len(ids) for s, ids in complete.items()}).tolist()
    return tuple(
        Outcome(group.key, **{end: counted[at] for end, counted in sizes.items()})
        for at, group in enumerate(GROUPS[:REGISTERED])
    )


def as_json(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """As kept in Edition.quality["response"]: by group, how many came to which end."""
    return {
        each.group: {
            "complete": each.complete,
            "partial": each.partial,
            "nothing": each.nothing,
            "ineligible": each.ineligible,
            "eligible": each.eligible,
            "rate": each.rate.words,
        }
        for each in outcomes
    }
