"""Answers as bytes and numbers: the form in which the national results read a return."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires.routing import Routed, asked
from surveys.questionnaires.structure import Answers, Attributes, Form, Item

NOT_ANSWERED = 0
NOT_TICKED = 1
TICKED = 2
ANSWERED = 1  # the one column of a number or text item
NOT_ASKED = 250
CANNOT = 251  # asked, and reported as not answerable
MOST_OPTIONS = 248  # option index + 1 stays below NOT_ASKED


@dataclass(frozen=True, slots=True)
class Coded:
    """`codes`: one byte per Form.columns entry. `numbers`: one float per number item, NaN missing.

    Byte values: 0 not answered; choice items 1..N option index + 1; multi option columns 1 not
    ticked, 2 ticked; number, money and text items 1 answered; 250 not asked; 251 reported as not
    answerable.
    """

    codes: bytes
    numbers: tuple[float, ...]


def encode(
    form: Form,
    answers: Answers,
    attributes: Attributes,
    *,
    routed: Routed | None = None,
    cannot: Collection[str] = (),
) -> Coded:
    """Code one return. Answers to what is not asked do not leave a trace.

    `cannot`: questions reported as not answerable, in which what is open is 251 instead of 0.
    """
    routed = routed or asked(form, answers, attributes)
    codes = bytearray()
    numbers: list[float] = []
    for item in form.items:
        is_asked = routed.asks(item)
        value = _value_of(item, routed.answers) if is_asked else None
        left_open = CANNOT if item.question in cannot else NOT_ANSWERED
        codes += _bytes_of(item, value, left_open if is_asked else NOT_ASKED)
        if item.kind == "number":
            numbers.append(math.nan if value is None else float(value))
    return Coded(bytes(codes), tuple(numbers))


def _value_of(item: Item, answers: Answers) -> Any:
    value = answers.get(item.question)
    return value.get(item.row) if item.row and value is not None else value


def _bytes_of(item: Item, value: Any, blank: int) -> bytes:
    """The item's columns; `blank` fills them when there is no value."""
    if value is None:
        return bytes([blank]) * (len(item.options) if item.kind == "multi" else 1)
    if item.kind == "multi":
        return bytes(TICKED if option.code in value else NOT_TICKED for option in item.options)
    if item.kind == "choice":
        for index, option in enumerate(item.options):
            if option.code == value:
                return bytes([index + 1])
        raise ValueError(f"{item.key}: no option {value!r}")
    return bytes([ANSWERED])
