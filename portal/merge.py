"""Three-way merge of what two people wrote from one base; pure, for any room.

Two changes of different places join without a question. Two different changes of one place are a
`Clash`: nobody's words are dropped to settle it, a person decides.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

# Beyond this many pairs of pieces a passage counts as replaced as a whole, however little of it
# changed: looking closer would take seconds, and a coarser answer loses nothing.
MOST_PAIRS = 25_000_000
ABSENT: Any = object()

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Merged:
    """Both sides' changes in one value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Clash:
    """Different changes of the same place: all three values, for a person to decide."""

    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class _Edit:
    """The pieces from `start` to before `end` of the base became `new`."""

    start: int
    end: int
    new: tuple[str, ...]


def merge(base: Any, theirs: Any, mine: Any) -> Merged | Clash:
    """Join two JSON values made from `base`: objects key by key, anything else as a whole.

    An unanswered base (None) counts as an empty object where both sides are objects. Running text
    is for `merge_text`.
    """
    joined = _join(base, theirs, mine)
    return Clash(base, theirs, mine) if joined is _CLASH else Merged(joined)


def merge_text(base: str, theirs: str, mine: str) -> Merged | Clash:
    """Join two texts made from `base`, line by line; line ends become \\n.

    A line that both inserted at one place in different words is a clash: their order is not ours
    to choose. A line inserted beside one that the other side changed is not.
    """
    lines = _lines(base)
    their_edits = _edits(lines, _lines(theirs))
    my_edits = _edits(lines, _lines(mine))
    if any(_overlap(a, b) for a in their_edits for b in my_edits):
        return Clash(base, theirs, mine)
    # The same edit on both sides is in the set once.
    edits = sorted({*their_edits, *my_edits}, key=lambda edit: (edit.start, edit.end))
    return Merged("\n".join(_applied(lines, edits)))


def word_changes(before: str, after: str) -> list[Change]:
    """What changed, in runs of words, a removed run before the added one that replaces it.

    "same" and "removed" together are `before` to the letter, "same" and "added" are `after`.
    """
    return list(_grouped(_by_word(before, after)))


def _by_word(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Lines first, then the words of the lines that changed: quick on long texts."""
    for old, new in _regions(_LINES.findall(before), _LINES.findall(after)):
        words = ("".join(old), "".join(new))
        if old == new:
            yield words
        else:
            for a, b in _regions(*map(_WORDS.findall, words)):
                yield "".join(a), "".join(b)


_CLASH: Any = object()


def _join(base: Any, theirs: Any, mine: Any) -> Any:
    if _same(theirs, mine) or _same(base, theirs):
        return mine
    if _same(base, mine):
        return theirs
    if isinstance(theirs, dict) and isinstance(mine, dict) and (base is None or base is ABSENT):
        base = {}
    if not (isinstance(base, dict) and isinstance(theirs, dict) and isinstance(mine, dict)):
        return _CLASH
    joined = {
        key: _join(base.get(key, ABSENT), theirs.get(key, ABSENT), mine.get(key, ABSENT))
        for key in {**base, **theirs, **mine}
    }
    if any(value is _CLASH for value in joined.values()):
        return _CLASH
    return {key: value for key, value in joined.items() if value is not ABSENT}


def _same(a: Any, b: Any) -> bool:
    """Equal as JSON, where true is not 1 (as it is in Python)."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return bool(a == b)


def _lines(text: str) -> list[str]:
    """Browsers send \\r\\n where the base may hold \\n: that is no change."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _overlap(a: _Edit, b: _Edit) -> bool:
    """Whether two different edits touch one line, or one inserts where the other is at work."""
    if a == b:
        return False
    if a.start == a.end and b.start == b.end:
        return a.start == b.start
    return a.start < b.end and b.start < a.end


def _applied(lines: Sequence[str], edits: Sequence[_Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield from lines[at : edit.start]
        yield from edit.new
        at = edit.end
    yield from lines[at:]


def _edits(base: Sequence[str], side: Sequence[str]) -> list[_Edit]:
    """How `side` was made from `base`; no two of them touch."""
    found, at = [], 0
    for old, new in _regions(base, side):
        if old != new:
            found.append(_Edit(at, at + len(old), tuple(new)))
        at += len(old)
    return found


def _regions(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Both sequences cut into pairs of slices that are equal or differ, by turns."""
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    old, new = a[head : len(a) - tail], b[head : len(b) - tail]
    if head:
        yield a[:head], b[:head]
    if len(old) * len(new) > MOST_PAIRS:
        yield old, new
    else:
        # Blank pieces are everywhere: they may follow a match but never make one.
        matcher = SequenceMatcher(lambda piece: not piece.strip(), old, new)
        for _, i1, i2, j1, j2 in matcher.get_opcodes():
            yield old[i1:i2], new[j1:j2]
    if tail:
        yield a[len(a) - tail :], b[len(b) - tail :]


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many pieces both begin with."""
    pairs = zip(a, b, strict=False)
    return next((n for n, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b)))


def _grouped(regions: Iterable[tuple[str, str]]) -> Iterator[Change]:
    """Changes with no word between them become one, so that a phrase reads as a phrase."""
    runs: list[tuple[str, str]] = []
    for old, new in regions:
        if runs and _is_same(runs[-1]) == (old == new):
            runs[-1] = runs[-1][0] + old, runs[-1][1] + new
        elif len(runs) > 1 and _is_same(runs[-1]) and not re.search(r"\w", runs[-1][0]):
            gap, _ = runs.pop()
            runs[-1] = runs[-1][0] + gap + old, runs[-1][1] + gap + new
        else:
            runs.append((old, new))
    for old, new in runs:
        if old == new:
            yield Change("same", old)
            continue
        if old:
            yield Change("removed", old)
        if new:
            yield Change("added", new)


def _is_same(run: tuple[str, str]) -> bool:
    return run[0] == run[1]
