"""Which returns an edition counted, and how two lists of them differ. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from surveys.results.breakdowns import GROUPS, PLACE_MEMBERSHIP, PLACES
from surveys.results.places import Placed
from surveys.returns.queries import CodedReturns

NO_GROUP = np.zeros(len(GROUPS), bool)


@dataclass(frozen=True)
class Counted:
    """One return as an edition counted it: the hash of its document and its place."""

    document: str
    place: int


Inputs = dict[int, Counted]
"""Partnership id → its return, in order of id."""


@dataclass(frozen=True)
class Changes:
    """Ids of partnerships whose returns differ from those recorded."""

    missing: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """True when every recorded return is as it was; more of them do no harm."""
        return not (self.missing or self.changed or self.moved)


def inputs_of(coded: CodedReturns, placed: Placed) -> Inputs:
    """What is recorded of these returns."""
    documents = dict(coded.inputs)
    places = {pk: place for place, ids in placed.partnerships.items() for pk in ids}
    return {pk: Counted(documents[pk], places[pk]) for pk in sorted(documents)}


def changes(recorded: Inputs, now: Inputs) -> Changes:
    """How the returns have changed since they were recorded."""
    return Changes(
        missing=[pk for pk in recorded if pk not in now],
        changed=[
            pk for pk, was in recorded.items() if pk in now and now[pk].document != was.document
        ],
        moved=[pk for pk, was in recorded.items() if pk in now and now[pk].place != was.place],
        added=[pk for pk in now if pk not in recorded],
    )


def narrowed(coded: CodedReturns, partnerships: Collection[int]) -> CodedReturns:
    """The returns of these partnerships alone."""
    wanted = np.array(sorted(partnerships), np.int64)
    found = CodedReturns({}, {}, {}, [])
    for stratum, ids in coded.partnerships.items():
        kept = np.flatnonzero(np.isin(np.array(ids, np.int64), wanted))
        if not len(kept):
            continue
        rows = np.frombuffer(coded.codes[stratum], np.uint8).reshape(len(ids), -1)
        found.codes[stratum] = rows[kept].tobytes()
        found.numbers[stratum] = coded.numbers[stratum][kept]
        found.partnerships[stratum] = [ids[index] for index in kept.tolist()]
    among = set(partnerships)
    found.inputs.extend(pair for pair in coded.inputs if pair[0] in among)
    return found


def group_counts(places: Iterable[int]) -> list[int]:
    """How many returns each of the published groups holds."""
    held = np.bincount(np.fromiter(places, np.int64), minlength=PLACES)
    counts: list[int] = (PLACE_MEMBERSHIP.astype(np.int64) @ held).tolist()
    return counts


def differing(before: Inputs, after: Inputs) -> list[int]:
    """For each group, how many of its returns were added, taken out or changed."""
    found = np.zeros(len(GROUPS), np.int64)
    for pk in before.keys() | after.keys():
        was, now = before.get(pk), after.get(pk)
        if was == now:
            continue
        left, entered = _groups_of(was), _groups_of(now)
        rewritten = was is None or now is None or was.document != now.document
        found += (left | entered) if rewritten else (left ^ entered)
    counts: list[int] = found.tolist()
    return counts


def _groups_of(counted: Counted | None) -> npt.NDArray[np.bool_]:
    return NO_GROUP if counted is None else PLACE_MEMBERSHIP[:, counted.place]
