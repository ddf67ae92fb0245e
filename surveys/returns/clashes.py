"""A clash as the section's page shows it: what both began with, theirs and mine, to choose from."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from surveys.questionnaires import types
from surveys.questionnaires.structure import Question
from surveys.returns.domain.answering import Clash
from surveys.returns.joining import Held
from surveys.returns.models import Cannot
from surveys.returns.moments import moment_words

NOTHING = "No answer"


@dataclass(frozen=True)
class Side:
    """One of the three answers: whose, and its lines; `text` instead for running text."""

    whose: str
    lines: tuple[str, ...]
    text: str | None = None


def clash_anchor(question: str) -> str:
    """Id of the box in which a clash is decided."""
    return f"clash_{question}"


def clash_html(question: Question, clash: Clash) -> SafeString:
    """The box over the question: three answers, and radios for which one counts."""
    whose = (
        "What you both began with",
        f"{clash.by}, {moment_words(clash.at)}",
        "Yours, not saved",
    )
    sides = [
        _side(question, held, words, clash) for held, words in zip(clash.sides, whose, strict=True)
    ]
    context = {
        "anchor": clash_anchor(question.code),
        "question": question,
        "clash": clash,
        "base": sides[0],
        "changed": sides[1:],
        "as_text": all(side.text is not None for side in sides),
    }
    return SafeString(render_to_string("surveys/returns/section_clash.html", context))


def held_lines(question: Question, held: Held) -> tuple[str, ...]:
    """An answer in words, one line for each row of a grid; why there is none comes last."""
    lines: tuple[str, ...] = ()
    if held.value is not None:
        lines = _lines(question, held)
    if held.cannot:
        why = f"We cannot answer this: {_reason(held.cannot)}"
        lines += (f"{why}. {held.cannot_note}" if held.cannot_note else why,)
    return lines or (NOTHING,)


def _lines(question: Question, held: Held) -> tuple[str, ...]:
    if not question.rows:
        return (types.of(question).words(question, held.value),)
    labels = {option.code: option.label for option in question.options}
    given = [(row.label, held.value[row.code]) for row in question.rows if row.code in held.value]
    return tuple(f"{label}: {labels.get(code, code)}" for label, code in given)


def _reason(cannot: str) -> str:
    return Cannot(cannot).label if cannot in Cannot.values else cannot


def _side(question: Question, held: Held, whose: str, clash: Clash) -> Side:
    text = (held.value or "") if question.type == "text" and not held.cannot else None
    shown = Held(_differing(question, held, clash), held.cannot, held.cannot_note)
    return Side(whose, held_lines(question, shown), text)


def _differing(question: Question, held: Held, clash: Clash) -> object:
    """Of a grid only the rows that both changed, differently."""
    if not question.rows:
        return held.value
    base, theirs, mine = (side.value or {} for side in clash.sides)
    value = held.value or {}
    apart = {
        row.code
        for row in question.rows
        if len({side.get(row.code) for side in (base, theirs, mine)}) == len(clash.sides)
    }
    return {row: code for row, code in value.items() if row in apart} or None
