"""The words and signs of a condition written as text, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "number", "quoted", "sign", "end"]
LONGEST = 10_000  # characters of one condition
PIECE = re.compile(
    r"""(?P<space>\s+)
    |(?P<quoted>"(?:[^"\\]|\\.)*")
    |(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z0-9_.]))
    |(?P<word>[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)?)
    |(?P<sign><=|>=|!=|<>|[<>=≤≥≠()+,;])""",
    re.VERBOSE | re.DOTALL,
)
# What people type, or a word processor types for them, and what it stands for.
SAME_SIGN = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!="}
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"'})


class TextFault(Exception):
    """Why a text is not a condition. `position` counts characters from 0, `message` is plain."""

    def __init__(self, position: int, message: str):
        super().__init__(message)
        self.position = position
        self.message = message


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign; `position` is where it begins. `text` of a quotation is what is quoted."""

    kind: Kind
    text: str
    position: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words of the language."""
        return self.kind == "word" and self.text in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind == "sign" and self.text in signs

    @property
    def shown(self) -> str:
        """As a message names it."""
        if self.kind == "end":
            return "the end"
        return f"“{self.text[:40]}”"


def tokens_of(text: str) -> list[Token]:
    """Every word and sign, and an end. Raises TextFault."""
    if len(text) > LONGEST:
        raise TextFault(LONGEST, f"A condition may be {LONGEST:,} characters long at most.")
    text = text.translate(QUOTES)
    found: list[Token] = []
    position = 0
    while position < len(text):
        piece = PIECE.match(text, position)
        if piece is None:
            raise TextFault(position, _unknown(text[position]))
        if piece.lastgroup != "space":
            found.append(_token(piece))
        position = piece.end()
    return [*found, Token("end", "", len(text))]


def _token(piece: re.Match[str]) -> Token:
    text, position = piece[0], piece.start()
    if piece.lastgroup == "quoted":
        return Token("quoted", re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL), position)
    if piece.lastgroup == "sign":
        return Token("sign", SAME_SIGN.get(text, text), position)
    return Token("number" if piece.lastgroup == "number" else "word", text, position)


def _unknown(sign: str) -> str:
    if sign == '"':
        return 'A quotation begins here and does not end. Put a second " after it.'
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return f"The sign {shown} has no meaning in a condition. Take it out."
