"""Joining two people's changes of one answer, by the kind of its question. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from portal.merge import Merged, merge, merge_text
from surveys.questionnaires.structure import Question

CLASH: Any = object()  # both changed the same thing differently: a person decides


@dataclass(frozen=True, slots=True)
class Held:
    """What an answer says: a value, or why there is none (a `Cannot` key and a note).

    `carried_from`: the year whose answer was copied and not yet confirmed.
    """

    value: Any = None
    cannot: str = ""
    cannot_note: str = ""
    carried_from: int | None = None

    @property
    def said(self) -> tuple[Any, str, str]:
        """What makes two answers different to a reader."""
        return self.value, self.cannot, self.cannot_note


def joined(question: Question, base: Held, theirs: Held, mine: Held) -> Held | None:
    """Both people's changes of `base` in one answer; None where they clash.

    Grids join row by row, ticked options one by one, texts by their lines; all else as a whole.
    """
    value = _value(question, base.value, theirs.value, mine.value)
    why = merge(
        [base.cannot, base.cannot_note],
        [theirs.cannot, theirs.cannot_note],
        [mine.cannot, mine.cannot_note],
    )
    if value is CLASH or not isinstance(why, Merged):
        return None
    cannot, note = why.value
    if cannot and value is not None and not question.rows:
        return None  # one answered what the other says cannot be answered
    carried = mine.carried_from if value == mine.value else theirs.carried_from
    return Held(value, cannot, note, carried)


def mine_first(question: Question, base: Any, theirs: Any, mine: Any) -> Any:
    """What to show as mine in a clash: their changes wherever I changed nothing, mine elsewhere."""
    if not question.rows:
        return mine
    began, others, own = base or {}, theirs or {}, mine or {}
    rows = [row.code for row in question.rows]
    kept = {row: (others if own.get(row) == began.get(row) else own).get(row) for row in rows}
    return {row: code for row, code in kept.items() if code is not None} or None


def _value(question: Question, base: Any, theirs: Any, mine: Any) -> Any:
    if question.rows:
        found = merge(base or {}, theirs or {}, mine or {})
        return (found.value or None) if isinstance(found, Merged) else CLASH
    if question.type == "multi":
        return _options(question, *({*(codes or ())} for codes in (base, theirs, mine)))
    if question.type == "text":
        found = merge_text(base or "", theirs or "", mine or "")
        if isinstance(found, Merged) and len(found.value) <= question.max_length:
            return found.value.strip() or None
        return CLASH
    found = merge(base, theirs, mine)
    return found.value if isinstance(found, Merged) else CLASH


def _options(
    question: Question, base: Collection[str], theirs: Collection[str], mine: Collection[str]
) -> Any:
    """An option is ticked as whoever changed it left it; what the question forbids is a clash."""
    ticked = [
        option
        for option in question.options
        if option.code in (mine if (option.code in theirs) == (option.code in base) else theirs)
    ]
    alone = any(option.exclusive for option in ticked) and len(ticked) > 1
    if alone or (question.max_choices and len(ticked) > question.max_choices):
        return CLASH
    return [option.code for option in ticked] or None
