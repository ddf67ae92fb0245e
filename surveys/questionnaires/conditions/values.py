"""The smallest parts of a condition written as text: codes, values, numbers."""

from __future__ import annotations

import math
import re

from surveys.questionnaires.conditions.tokens import TextFault, Token

QUESTION = re.compile(r"[A-Z][A-Z0-9]{0,7}")
CODE = re.compile(r"[a-z0-9_]{1,40}")
AUTHORITY = re.compile(r"[0-9A-Za-z]{2,4}")
# Words that would be read as the language's own: an option of this code stands in quotation marks.
RESERVED = frozenset({"and", "or", "not", "answered"})
LONGEST_NUMBER = 30


def question_code(token: Token) -> str:
    """The code of a question. Raises TextFault, as all here do."""
    if token.kind != "word" or not QUESTION.fullmatch(token.text):
        raise TextFault(
            token.position, f"Write the code of a question or a number, not {token.shown}."
        )
    return token.text


def option_code(token: Token) -> str:
    """The code of an option."""
    fits = token.kind in ("word", "number", "quoted") and CODE.fullmatch(token.text)
    if not fits or (token.kind == "word" and token.text in RESERVED):
        raise TextFault(token.position, f"Write the code of an option, not {token.shown}.")
    return token.text


def authority_code(token: Token) -> str:
    """The code of an authority."""
    fits = token.kind == "quoted" or AUTHORITY.fullmatch(token.text)
    if token.kind in ("sign", "end") or not fits:
        raise TextFault(
            token.position, f"Write the code of an authority, such as 00CC, not {token.shown}."
        )
    return token.text


def attribute_value(token: Token) -> bool | str:
    """A value of an attribute of the partnership."""
    if token.kind == "quoted":
        return token.text
    if token.is_word("yes", "no"):
        return token.text == "yes"
    if token.kind != "word" or token.text in RESERVED:
        raise TextFault(
            token.position,
            f"Write yes, no, a type of authority or a region in quotation marks, not {token.shown}.",
        )
    return token.text


def number(token: Token) -> int | float:
    """A number."""
    if len(token.text) > LONGEST_NUMBER:
        raise TextFault(token.position, "This number is too long.")
    if re.fullmatch(r"-?\d+", token.text):
        return int(token.text)
    amount = float(token.text)
    if not math.isfinite(amount):
        raise TextFault(token.position, "This number is too large.")
    return amount


def cannot_begin(token: Token) -> str:
    """Why nothing can begin with this token."""
    if token.kind == "end":
        return "Something is missing at the end."
    if token.kind == "word" and QUESTION.fullmatch(token.text.upper()):
        return (
            f"{token.shown} is not the code of a question (in capitals, such as A01), nor nrf,"
            " authority_type, region or authority_codes."
        )
    return f"A condition cannot begin with {token.shown}. Begin with the code of a question."
