"""Where one partnership stands among its kind, from the returns so far.

Safe to show while returns still come in: cells of the closed list of groups under the disclosure
rules of editions, counted from the first returns of the group in steps of STEP, and kept as they
were first shown. A reader who looks again after one more return came in, or was taken back and
signed again, sees the same figures, or those of STEP more returns.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from surveys.questionnaires.structure import Form, Item, Question
from surveys.results.breakdowns import GROUP_INDEX, MEMBERSHIP, NO_BAND, place_of
from surveys.results.disclosure.traits import Traits
from surveys.results.domain import DEFAULTS
from surveys.results.figures import bar, options_as_categories
from surveys.results.layout import layout
from surveys.results.models import Snapshot
from surveys.results.places import Placed
from surveys.results.published import NONE, SUPPRESSED, ItemCells, words
from surveys.results.queries import first_codes, newest_snapshots
from surveys.results.recount import counted
from surveys.returns.models import Wave
from surveys.returns.queries import returned_by_stratum

STEP = DEFAULTS.min_base  # returns: what two looks differ by is no table of a few
ENOUGH = DEFAULTS.indicative_base  # returns of a group from which most cells can be shown
ALL = "all"


@dataclass(frozen=True)
class Beside:
    """One answer beside those of the kind. `same`: per cent of the base that gave the same answer,
    `most`: the answer given most and its per cent; both in words, ".." where withheld."""

    label: str
    own: str
    same: str
    most: str
    base: int


@dataclass(frozen=True)
class Compared:
    """A question with its answer, or with one for each row of a grid."""

    question: Question
    lines: tuple[Beside, ...]


@dataclass(frozen=True)
class Comparison:
    """A return beside the group of this key; `returns` of it were counted, the own one perhaps."""

    group: str
    returns: int
    questions: tuple[Compared, ...]


def kind_of(
    by_stratum: Mapping[int, int], shown: Collection[str], *, nrf: bool, authority_type: str
) -> str | None:
    """The closest group with enough returns: NRF by type, type, NRF or not, all; None if none has.

    by_stratum: returns so far by stratum; `shown`: groups of which figures were shown before, which
    stay the closest whatever is taken back.
    """
    funding = "nrf" if nrf else "non_nrf"
    for key in (f"{funding}:{authority_type}", authority_type, funding, ALL):
        enough = DEFAULTS.min_base if key == ALL else ENOUGH
        if key in shown or _size(by_stratum, key) >= enough:
            return key
    return None


def compare(
    *, wave: Wave, form: Form, nrf: bool, authority_type: str, answers: Mapping[str, object]
) -> Comparison | None:
    """The answers beside those of the kind, as far as returns are in; None: too few so far."""
    by_stratum = returned_by_stratum(wave)
    shown = newest_snapshots(wave)
    group = kind_of(by_stratum, shown, nrf=nrf, authority_type=authority_type)
    if group is None:
        return None
    returns = _size(by_stratum, group) // STEP * STEP
    snapshot = shown.get(group)
    if snapshot is None or snapshot.returns < returns:
        snapshot = _kept(wave, form, group, returns)
    questions = [_compared(q, snapshot.cells, answers) for q in form.questions]
    return Comparison(group, snapshot.returns, tuple(each for each in questions if each.lines))


def _size(by_stratum: Mapping[int, int], group: str) -> int:
    inside = MEMBERSHIP[GROUP_INDEX[group]]
    return sum(count for stratum, count in by_stratum.items() if inside[stratum])


def _kept(wave: Wave, form: Form, group: str, returns: int) -> Snapshot:
    """The group's figures at this step, kept from now on; those kept meanwhile by somebody else."""
    strata = np.flatnonzero(MEMBERSHIP[GROUP_INDEX[group]]).tolist()
    codes = first_codes(wave, strata, returns)
    placed = Placed({place_of(s, NO_BAND): joined for s, joined in codes.items()}, {}, {})
    found = counted(layout(form), placed, DEFAULTS, Traits(), seconds=True)
    items = {cells.key: cells for cells in found.finished.items()}
    cells = {item.key: _cells(item, items[item.key], group) for item in form.items}
    return Snapshot.objects.get_or_create(
        wave=wave,
        group=group,
        returns=returns,
        defaults={"cells": {key: each for key, each in cells.items() if each}},
    )[0]


def _cells(item: Item, cells: ItemCells, group: str) -> dict[str, Any] | None:
    """One choice item's published counts; None for what is not one choice."""
    if item.kind != "choice":
        return None
    row = bar(item, cells, options_as_categories(item), group, DEFAULTS)
    return {"base": row.base, "counts": {s.category.key: s.count for s in row.shares}}


def _compared(
    question: Question, cells: Mapping[str, Any], answers: Mapping[str, object]
) -> Compared:
    lines = (_beside(item, cells.get(item.key), answers) for item in question.items)
    return Compared(question, tuple(line for line in lines if line is not None))


def _beside(
    item: Item, cells: Mapping[str, Any] | None, answers: Mapping[str, object]
) -> Beside | None:
    """None for what is not one choice among options in the base, or was not answered."""
    value = answers.get(item.question)
    own = value.get(item.row) if item.row and isinstance(value, Mapping) else value
    if cells is None or own not in cells["counts"]:
        return None
    labels = {option.code: option.label for option in item.options}
    counts, base = cells["counts"], cells["base"]
    most = _most(counts, base)
    return Beside(
        label=item.label,
        own=labels[str(own)],
        same=_per_cent(words(counts[own], base)),
        most=f"{labels[most]} ({_per_cent(words(counts[most], base))})" if most else SUPPRESSED,
        base=base,
    )


def _most(counts: Mapping[str, int | None], base: int) -> str:
    """The option given most; none where a withheld one may be it."""
    known = {code: count for code, count in counts.items() if count is not None}
    most = max(known, key=lambda code: known[code], default="")
    return most if len(known) == len(counts) or (most and 2 * known[most] > base) else ""


def _per_cent(shown: str) -> str:
    """A figure with its sign; symbols stay symbols, and none is 0%."""
    if shown == NONE:
        return "0%"
    return f"{shown}%" if shown.isdigit() else shown
