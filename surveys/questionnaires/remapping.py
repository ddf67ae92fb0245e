"""Writing the mapping of a draft: pure edits of its document."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from surveys.questionnaires import document as documents
from surveys.questionnaires.mapping import differences_of_sense, left_open
from surveys.questionnaires.structure import Relation

Document = Mapping[str, Any]


def prefilled(document: Document, earlier: Document, sha256: str) -> dict[str, Any]:
    """The document mapped to `earlier` by codes alone: same where an answer would stand, else
    reworded; what has no counterpart is left open on both sides."""
    before = {question["code"]: question for question in earlier["questions"]}
    entries = []
    for question in document["questions"]:
        code = question["code"]
        if code in before:
            differs = differences_of_sense(question, before[code])
            relation = "reworded" if differs else "same"
            entries.append({"question": code, "relation": relation, "earlier": [code]})
    target = {key: earlier[key] for key in ("code", "year", "version")}
    mapping = {"to": {**target, "sha256": sha256}, "questions": entries, "dropped": []}
    return {**document, "mapping": mapping}


def entry_of(document: Document, question: str) -> Mapping[str, Any] | None:
    """What the mapping says of one question, or None."""
    entries = (document.get("mapping") or {"questions": ()})["questions"]
    return next((entry for entry in entries if entry["question"] == question), None)


def entry_token(document: Document, question: str) -> str:
    """Changes when what the mapping says of the question does."""
    entry = {"of": entry_of(document, question), "to": document["mapping"]["to"]["sha256"]}
    return documents.sha256(entry)[:16]


def remapped(
    document: Document, question: str, relation: Relation, earlier: Sequence[str]
) -> dict[str, Any]:
    """One question's entry put in its place; earlier questions named there are dropped no more."""
    mapping = document["mapping"]
    entry = {"question": question, "relation": relation, "earlier": list(earlier)}
    kept = {part["question"]: part for part in mapping["questions"]} | {question: entry}
    order = [part["code"] for part in document["questions"]]
    # What is listed but is no question stays, so that its fault stays to be seen.
    order += [code for code in kept if code not in order]
    dropped = [code for code in mapping.get("dropped", ()) if code not in earlier]
    entries = [kept[code] for code in order if code in kept]
    return {**document, "mapping": {**mapping, "questions": entries, "dropped": dropped}}


def rest_settled(document: Document, earlier: Document) -> dict[str, Any]:
    """Whatever nobody has spoken of: questions are new, earlier questions dropped."""
    new, gone = left_open(document, earlier)
    settled = dict(document)
    for code in new:
        settled = remapped(settled, code, "new", ())
    return with_dropped(settled, gone)


def with_dropped(document: Document, codes: Collection[str]) -> dict[str, Any]:
    """These earlier questions dropped too."""
    mapping = document["mapping"]
    dropped = list(dict.fromkeys([*mapping.get("dropped", ()), *codes]))
    return {**document, "mapping": {**mapping, "dropped": dropped}}
