"""What a reader learns by taking one released edition of a wave from another. Pure.

Each edition withholds by itself. Where a group holds the same returns in both, what one of them
shows is no secret in the other. Where its returns differ, the difference of the two rows is a table
of those that came, went or changed, and the rules of any table hold for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from surveys.results.breakdowns import GROUPS
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import ItemCells
from surveys.results.soundness import ASIDE, SHARES, STATISTICS

SENSITIVE_ASIDE = ("dont_know", "not_applicable")
SHOWN_ONCE = "one edition shows what the other withholds of the same returns"
SMALL = "the difference of the two is a table of a few returns"


@dataclass(frozen=True)
class Leak:
    """Where one edition gives away what the other withholds: the item, the group, how."""

    item: str
    group: str
    words: str


def leaks(
    before: Mapping[str, ItemCells],
    after: Mapping[str, ItemCells],
    changed: Sequence[int],
    settings: Thresholds,
) -> Iterator[Leak]:
    """Every row that gives something away, in the order of the newer edition.

    `changed`: for each group, how many of its returns differ. Nothing is withheld of questions
    whose answers are public facts, so these are left out.
    """
    for key, now in after.items():
        was = before.get(key)
        if was is None or key.partition(".")[0] in settings.public:
            continue
        groups = zip(GROUPS, changed, was.bases, now.bases, strict=False)
        for at, (group, differ, *_) in enumerate(groups):
            if not differ and _shown_once(was, now, at):
                yield Leak(key, group.label, SHOWN_ONCE)
            elif _is_small_table(was, now, at, settings):
                yield Leak(key, group.label, SMALL)


def _shown_once(was: ItemCells, now: ItemCells, at: int) -> bool:
    """Whether a cell of the row is shown in one of them alone."""
    pairs = zip(_row(was, now, at), _row(now, was, at), strict=False)
    return any((one is None) != (other is None) for one, other in pairs)


def _row(item: ItemCells, other: ItemCells, at: int) -> Iterator[float | None]:
    """Everything published of a row that both editions have."""
    columns = ("bases", *ASIDE, *STATISTICS)
    both = (name for name in columns if getattr(item, name) and getattr(other, name))
    weighted = item.weighted[at] if item.weighted and other.weighted else ()
    return chain(item.counts[at], (getattr(item, name)[at] for name in both), weighted)


def _is_small_table(was: ItemCells, now: ItemCells, at: int, settings: Thresholds) -> bool:
    """Whether the rows differ by a table that would be withheld, at least in part."""
    base = _less(now.bases[at], was.bases[at])
    if base is not None and 0 < abs(base) < settings.min_base:
        return True
    counts = [_less(one, other) for one, other in zip(now.counts[at], was.counts[at], strict=False)]
    inside = [n for n, counted in zip(counts, now.in_base, strict=False) if counted]
    beside = [_less(getattr(now, name)[at], getattr(was, name)[at]) for name in SENSITIVE_ASIDE]
    if any(_few(n, settings.min_count) for n in (*counts, *beside)):
        return True
    if base is None:
        return False
    if now.kind == SHARES and any(
        _few(base - n, settings.min_count) for n in inside if n is not None
    ):
        return True
    return 0 < abs(base) < settings.alike_base and base in inside


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _few(number: int | None, least: int) -> bool:
    return number is not None and 0 < abs(number) < least
