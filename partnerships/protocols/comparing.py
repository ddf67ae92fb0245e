"""Which clause of one version became which of the next; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Pair:
    """One clause before and after. `kind`: same, changed, added or removed."""

    kind: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def moved(self) -> bool:
        """True if it has another number now."""
        both = self.before and self.after
        return bool(both) and self.before["number"] != self.after["number"]  # type: ignore[index]


def compared(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[Pair]:
    """Every clause of both, in the order of `after`, those removed where they stood."""
    left = list(before)
    partners = [_take(left, lambda old, new=new: old["heading"] == new["heading"]) for new in after]
    for place, new in enumerate(after):
        if partners[place] is None:
            partners[place] = _take(left, lambda old, new=new: _alike(old["text"], new["text"]))
    pairs = [_pair(old, new) for old, new in zip(partners, after, strict=True)]
    for gone in left:
        place = next(
            (n for n, pair in enumerate(pairs) if _number_before(pair) > gone["number"]), len(pairs)
        )
        pairs.insert(place, Pair("removed", gone, None))
    return pairs


def lines_changed(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str, str]]:
    """(same | changed | added | removed, before, after) for short lists such as obligations, in
    the order of `after`, what was removed last."""
    old = [{"number": n, "heading": line, "text": line} for n, line in enumerate(before)]
    new = [{"number": n, "heading": line, "text": line} for n, line in enumerate(after)]
    pairs = sorted(compared(old, new), key=lambda pair: pair.kind == "removed")
    return [
        (
            pair.kind,
            pair.before["text"] if pair.before else "",
            pair.after["text"] if pair.after else "",
        )
        for pair in pairs
    ]


def _take(left: list[dict[str, Any]], fits: Any) -> dict[str, Any] | None:
    found = next((old for old in left if fits(old)), None)
    if found is not None:
        left.remove(found)
    return found


def _alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before.split(), after.split()).ratio() >= ALIKE


def _pair(old: dict[str, Any] | None, new: dict[str, Any]) -> Pair:
    if old is None:
        return Pair("added", None, new)
    same = (old["heading"], old["text"]) == (new["heading"], new["text"])
    return Pair("same" if same else "changed", old, new)


def _number_before(pair: Pair) -> int:
    return pair.before["number"] if pair.before else 0
