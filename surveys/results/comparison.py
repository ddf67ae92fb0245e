"""Where one partnership stands among its kind, from the returns so far.

Safe to show while returns still come in: cells of the closed list of groups under the disclosure
rules of editions, counted from the first returns of the group in steps of STEP. A reader who looks
again after one more return came in sees the same figures, or those of STEP more returns.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from surveys.questionnaires.structure import Form, Item, Question
from surveys.results.breakdowns import GROUP_INDEX, MEMBERSHIP
from surveys.results.domain import DEFAULTS
from surveys.results.figures import bar, options_as_categories
from surveys.results.layout import layout
from surveys.results.published import ItemCells
from surveys.results.queries import first_codes
from surveys.results.recount import recount
from surveys.returns.models import Wave
from surveys.returns.queries import returned_by_stratum

STEP = 5  # returns
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


def kind_of(by_stratum: Mapping[int, int], *, nrf: bool, authority_type: str) -> str | None:
    """The closest group with enough returns: NRF by type, type, NRF or not, all; None if none has.

    by_stratum: returns so far by stratum.
    """
    funding = "nrf" if nrf else "non_nrf"
    for key in (f"{funding}:{authority_type}", authority_type, funding, ALL):
        if _size(by_stratum, key) >= (DEFAULTS.min_base if key == ALL else ENOUGH):
            return key
    return None


def compare(
    *, wave: Wave, form: Form, nrf: bool, authority_type: str, answers: Mapping[str, object]
) -> Comparison | None:
    """The answers beside those of the kind, as far as returns are in; None: too few so far."""
    by_stratum = returned_by_stratum(wave)
    group = kind_of(by_stratum, nrf=nrf, authority_type=authority_type)
    if group is None:
        return None
    strata = np.flatnonzero(MEMBERSHIP[GROUP_INDEX[group]]).tolist()
    counted = _size(by_stratum, group) // STEP * STEP
    items = _cells(form, first_codes(wave, strata, counted))
    questions = [_compared(q, items, group, answers) for q in form.questions]
    return Comparison(group, counted, tuple(each for each in questions if each.lines))


def _size(by_stratum: Mapping[int, int], group: str) -> int:
    inside = MEMBERSHIP[GROUP_INDEX[group]]
    return sum(count for stratum, count in by_stratum.items() if inside[stratum])


def _cells(form: Form, codes: Mapping[int, bytes]) -> dict[str, ItemCells]:
    finished = recount(layout(form), codes, {}, DEFAULTS)
    return {cells.key: cells for cells in finished.items()}


def _compared(
    question: Question,
    items: Mapping[str, ItemCells],
    group: str,
    answers: Mapping[str, object],
) -> Compared:
    lines = (_beside(item, items[item.key], group, answers) for item in question.items)
    return Compared(question, tuple(line for line in lines if line is not None))


def _beside(
    item: Item, cells: ItemCells, group: str, answers: Mapping[str, object]
) -> Beside | None:
    """None for what is not one choice among options in the base, or was not answered."""
    value = answers.get(item.question)
    own = value.get(item.row) if item.row and isinstance(value, Mapping) else value
    categories = {category.key: category for category in options_as_categories(item)}
    if item.kind != "choice" or own not in categories:
        return None
    row = bar(item, cells, categories.values(), group, DEFAULTS)
    shown = [share for share in row.shares if share.count is not None]
    most = max(shown, key=lambda share: share.count or 0, default=None)
    whole = len(shown) == len(row.shares)
    return Beside(
        label=item.label,
        own=categories[str(own)].label,
        same=_per_cent(row.share(str(own)).words),
        # A withheld answer may well be the most frequent one.
        most=f"{most.category.label} ({_per_cent(most.words)})" if most and whole else "..",
        base=row.base,
    )


def _per_cent(words: str) -> str:
    """A figure with its sign; symbols stay symbols, and none is 0%."""
    if words == "-":
        return "0%"
    return f"{words}%" if words.isdigit() else words
