"""The mapping of a document as a page shows it: question by question, faults beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from surveys.questionnaires import types
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.mapping import RELATIONS, left_open

Document = Mapping[str, Any]
OPEN = "open"
FAULTY = "faults"
# Filter → words; the relations come between.
FILTERS = {
    "all": "All questions",
    FAULTY: "With a fault",
    OPEN: "Not said yet",
    **{key: words for key, words in RELATIONS.items() if key != "dropped"},
}
# The same in a tag.
TAGS = {
    "same": "Same",
    "reworded": "Reworded",
    "split": "Split",
    "merged": "Merged",
    "new": "New",
    OPEN: "Not said yet",
}
COLOURS = {"same": "green", "reworded": "yellow", "split": "purple", "merged": "purple"}
LIKELY = 6  # earlier questions suggested for one question


@dataclass(frozen=True, slots=True)
class Named:
    """A question by code and text; `gone`: the earlier questionnaire has none of that code."""

    code: str
    text: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One question. `relation`: its key, or "open" when nobody has said anything of it."""

    code: str
    text: str
    relation: str
    words: str
    colour: str
    earlier: tuple[Named, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappingShown:
    """A mapping. `counts`: filter → number of questions; `general`: faults of no one question."""

    rows: tuple[MappingRow, ...]
    counts: Mapping[str, int]
    open: tuple[Named, ...]
    dropped: tuple[Named, ...]
    general: tuple[str, ...]

    def chosen(self, show: str) -> list[MappingRow]:
        """The rows of a filter; all of them for one that does not exist."""
        if show == FAULTY:
            return [row for row in self.rows if row.faults]
        if show not in FILTERS or show == "all":
            return list(self.rows)
        return [row for row in self.rows if row.relation == show]


def mapping_shown(
    document: Document, earlier: Document | None, faults: Iterable[Fault] = ()
) -> MappingShown:
    """`earlier`: the questionnaire it is mapped to, None when that is not stored here."""
    mapping = document.get("mapping") or {"questions": [], "dropped": []}
    entries = {entry["question"]: entry for entry in mapping["questions"]}
    texts = {part["code"]: part["text"] for part in earlier["questions"]} if earlier else {}
    beside: dict[str, list[str]] = {}
    for fault in faults:
        place, _, code = fault.place.removeprefix("mapping, ").partition(" ")
        if fault.place.startswith("mapping"):
            beside.setdefault(code if place == "question" else "", []).append(fault.message)
    rows = tuple(
        _row(part, entries.get(part["code"]), texts, beside.pop(part["code"], []))
        for part in document["questions"]
    )
    counts = Counter(row.relation for row in rows)
    counts.update({"all": len(rows), FAULTY: sum(bool(row.faults) for row in rows)})
    gone = left_open(document, earlier)[1] if earlier else []
    general = [
        f"{code}: {message}" if code else message
        for code, messages in beside.items()
        for message in messages
    ]
    return MappingShown(
        rows=rows,
        counts={key: counts[key] for key in FILTERS if counts[key] or key == "all"},
        open=_named(gone, texts),
        dropped=_named(mapping.get("dropped", ()), texts),
        general=tuple(general),
    )


def likely(question: Mapping[str, Any], earlier: Document) -> list[str]:
    """Codes of the earlier questions most like this one: its own code, then by their words."""
    text = question["text"].lower()

    def likeness(part: Mapping[str, Any]) -> float:
        same_code = part["code"] == question["code"]
        return same_code + SequenceMatcher(None, text, part["text"].lower()).ratio()

    ranked = sorted(earlier["questions"], key=likeness, reverse=True)
    return [part["code"] for part in ranked[:LIKELY]]


def beside_each_other(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an author compares: type, options and rows of a question in words."""
    shown = [("Question", question["text"]), ("Type", types.BY_KEY[question["type"]].label)]
    for key, words in (("options", "Options"), ("rows", "Rows")):
        parts = [f"{part['label']} ({part['code']})" for part in question.get(key, ())]
        if parts:
            shown.append((words, "; ".join(parts)))
    return shown


def _row(
    part: Mapping[str, Any],
    entry: Mapping[str, Any] | None,
    texts: Mapping[str, str],
    faults: Sequence[str],
) -> MappingRow:
    relation = entry["relation"] if entry else OPEN
    return MappingRow(
        code=part["code"],
        text=part["text"],
        relation=relation,
        words=TAGS[relation],
        colour=COLOURS.get(relation, "grey" if entry else "orange"),
        earlier=_named(entry["earlier"] if entry else (), texts),
        faults=tuple(faults),
    )


def _named(codes: Iterable[str], texts: Mapping[str, str]) -> tuple[Named, ...]:
    return tuple(Named(code, texts.get(code, ""), code not in texts) for code in codes)
