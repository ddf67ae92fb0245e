"""A text answer as it is read: which text it is, and what of it may be shown. Pure."""

import hashlib
from dataclasses import dataclass

from surveys.questionnaires.types.base import cleaned

PREVIEW = 280  # characters of an answer in a list


@dataclass(frozen=True)
class Place:
    """Where a text answer stands: one question of one return, and which text it is (`sha256`)."""

    return_id: int
    partnership_id: int
    stratum: int
    question: str
    sha256: str

    @property
    def key(self) -> tuple[int, str, str]:
        """What codes, settlements and consents are kept under."""
        return (self.return_id, self.question, self.sha256)


def sha256_of(text: str) -> str:
    """Which text it is; the database computes the same of a stored answer."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shown(text: str) -> str:
    """The text without control characters and marks that turn the words around it about."""
    return cleaned(text)


def preview(text: str) -> str:
    """Its beginning, cut at a word."""
    text = shown(text)
    if len(text) <= PREVIEW:
        return text
    head = text[:PREVIEW]
    return f"{head.rsplit(None, 1)[0] if ' ' in head else head} …"
