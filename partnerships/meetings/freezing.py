"""Minutes as one document that never changes, and its copies for each circle of readers; pure.

A document is plain JSON: everything that page and PDF show. A copy has the same items, passages,
decisions and actions in the same places; what its readers may not see is marked `withheld` and
leaves no word behind. The public copy also leaves out what a correction removed.
"""

import copy
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
Part = dict[str, Any]

FULL, MEMBERS, PUBLIC = "full", "members", "public"
# Kept in a copy of something withheld: where it stands and why it is not shown.
_KEPT_OF_ITEM = ("number", "kind", "restricted", "why")
_KEPT_OF_PART = ("id", "number", "restricted", "why", "pages")
_PARTS = {"passages": "discussion", "decisions": "decision", "actions": "action", "papers": "paper"}
GUEST = "Guest"


@dataclass(frozen=True)
class Withheld:
    """One thing that a copy leaves out: of which item, what, and the reason given for it."""

    item: str
    what: str
    why: str


@dataclass(frozen=True)
class NameInWords:
    """A name that the register does not make public, in words that a public copy would show."""

    name: str
    item: str


def document_hash(document: Document) -> str:
    """SHA-256 (hex) of the document as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def copy_for(document: Document, circle: str) -> Document:
    """The document as one circle of readers may have it; the given one stays as it is."""
    made = copy.deepcopy(document)
    if circle == FULL:
        return made
    made["items"] = [_without_restricted(item) for item in made["items"]]
    return _for_everybody(made) if circle == PUBLIC else made


def corrected(document: Document, corrections: Mapping[int, Part], confirmed: Part) -> Document:
    """The circulated document as a later meeting confirmed it: nothing else in it changes.

    `corrections`: passage id → {"before", "after", "at"}; `confirmed`: {"at", "by"}.
    """
    made = copy.deepcopy(document)
    made["confirmed"] = confirmed
    for passage in passages_in(made):
        if found := corrections.get(passage["id"]):
            passage["text"] = found["after"]
            passage["corrections"] = [found]
    return made


def passages_in(document: Document) -> list[Part]:
    """Every passage in reading order."""
    return [passage for item in document["items"] for passage in item["passages"]]


def withheld_from(document: Document) -> list[Withheld]:
    """Everything restricted in it, in reading order."""
    return [
        Withheld(item["number"], what, why)
        for item in document["items"]
        for what, why in _restricted_in(item)
    ]


def has_restricted(document: Document) -> bool:
    """True if some circles get less than others."""
    return bool(withheld_from(document))


def names_in_words(document: Document) -> list[NameInWords]:
    """Names of people at the meeting that the register keeps private and that somebody wrote into
    the open words: the public copy cannot take them out of a sentence."""
    public = copy_for(document, PUBLIC)
    found = []
    for name in sorted(_private_names(document)):
        whole = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        found += [
            NameInWords(name, item["number"])
            for item in public["items"]
            if whole.search(_words_of(item))
        ]
    return found


def public_lines(people: list[Part]) -> list[str]:
    """People as a public copy names them: by name where the register allows it, otherwise by
    their organisation."""
    named = [f"{p['name']}, {p['organisation']}" for p in people if p["public"]]
    others = Counter(p["organisation"] or GUEST for p in people if not p["public"])
    return named + [name if n == 1 else f"{name} ({n} people)" for name, n in others.items()]


def _without_restricted(item: Part) -> Part:
    if item["restricted"]:
        kept = _withheld(item, _KEPT_OF_ITEM)
        return kept | {key: [_withheld(part) for part in item[key]] for key in _PARTS}
    for key in _PARTS:
        item[key] = [_withheld(part) if part["restricted"] else part for part in item[key]]
    return item


def _withheld(part: Part, keys: tuple[str, ...] = _KEPT_OF_PART) -> Part:
    kept = {key: part[key] for key in keys if key in part} | {"withheld": True}
    made = part.get("corrections")
    return kept | {"corrections": _when(made)} if made else kept


def _when(corrections: list[Part]) -> list[Part]:
    """That something was corrected, and where; not what it said before."""
    return [{"at": correction["at"]} for correction in corrections]


def _for_everybody(document: Document) -> Document:
    """Names as the register allows, and no word that a correction removed."""
    private = _private_names(document)
    for group in document["people"]:
        group["lines"] = public_lines(group.pop("people"))
    document["chair"] = _line_of(document["chair"])
    if document["confirmed"]:
        document["confirmed"].pop("by")
    for passage in passages_in(document):
        if "corrections" in passage:
            passage["corrections"] = _when(passage["corrections"])
    for item in document["items"]:
        _hide_names(item, private)
    return document


def _hide_names(item: Part, private: set[str]) -> None:
    if item.get("presenter", "") in private:
        item["presenter"] = ""
    for declared in item.get("declarations", ()):
        declared["person"] = _line_of(declared["person"])
    for action in item["actions"]:
        if "owner" in action:
            action["owner"] = _line_of(action["owner"])


def _line_of(person: Part | None) -> Part | None:
    """Somebody by name or by organisation; nothing else of them."""
    if person is None or person["public"]:
        return person
    return {"name": "", "organisation": person["organisation"] or GUEST, "public": False}


def _restricted_in(item: Part) -> Iterator[tuple[str, str]]:
    if item["restricted"]:
        yield "the whole item", item["why"]
        return
    for key, what in _PARTS.items():
        for part in item[key]:
            if part["restricted"]:
                yield f"{what} {part['number']}" if part.get("number") else what, part["why"]


def _private_names(document: Document) -> set[str]:
    people = [person for group in document["people"] for person in group.get("people", ())]
    people += [a["owner"] for item in document["items"] for a in item["actions"] if a.get("owner")]
    public = {p["name"] for p in people if p["public"]}
    return {p["name"] for p in people if not p["public"] and p["name"]} - public


def _words_of(item: Part) -> str:
    parts = [
        part.get("text", "") for key in ("passages", "decisions", "actions") for part in item[key]
    ]
    parts += [d["words"] for d in item.get("declarations", ())]
    return " ".join([item.get("title", ""), *parts])
