"""Whether a quote says what the answer says: every change stands in square brackets. Pure."""

import re
from collections.abc import Iterator

CHANGED = re.compile(r"\[[^\[\]]*\]")
LONGEST_QUOTE = 600
SHORTEST_QUOTE = 10


def why_not_a_passage(passage: str, answer: str) -> str:
    """What is wrong with a passage; empty when it stands in the answer word for word."""
    if _even(passage) not in _even(answer):
        return "The passage is not in the answer word for word. Copy it from the answer"
    return ""


def why_not_the_passage(text: str, passage: str) -> str:
    """What is wrong with an edited text; empty when all that it says outside square brackets
    stands in the passage, in the same order."""
    if CHANGED.sub("", text).count("[") or CHANGED.sub("", text).count("]"):
        return "Close every square bracket, and do not put one inside another"
    if not any(_pieces(text)):
        return "Nothing of the passage is left outside the square brackets"
    rest = _even(passage)
    for piece in _pieces(text):
        found = _whole(piece).search(rest)
        if found is None:
            return (
                f"“{_short(piece)}” does not stand there in the passage. Put your own words into"
                " square brackets, and […] where you leave something out"
            )
        rest = rest[found.end() :]
    return ""


def _pieces(text: str) -> Iterator[str]:
    """What stands outside square brackets, piece by piece; a bare full stop says nothing."""
    for piece in CHANGED.split(text):
        if re.search(r"\w", plain := _even(piece)):
            yield plain


def _whole(piece: str) -> re.Pattern[str]:
    """The piece, and no part of a longer word at its ends."""
    before = r"(?<!\w)" if re.match(r"\w", piece) else ""
    after = r"(?!\w)" if re.search(r"\w$", piece) else ""
    return re.compile(before + re.escape(piece) + after)


def _even(text: str) -> str:
    """With one space wherever there are some."""
    return " ".join(text.split())


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57].rsplit(None, 1)[0]} …"
