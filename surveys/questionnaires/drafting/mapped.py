"""The mapping to an earlier version keeps up with the edits of a draft."""

from __future__ import annotations

from typing import Any

from surveys.questionnaires.drafting.parts import Document, Part


def all_same(document: Document, sha256: str) -> dict[str, Any]:
    """The mapping of a copy to the version it was copied from: every question is the same."""
    identity = {key: document[key] for key in ("code", "year", "version")}
    return {
        "to": {**identity, "sha256": sha256},
        "questions": [
            {"question": part["code"], "relation": "same", "earlier": [part["code"]]}
            for part in document["questions"]
        ],
        "dropped": [],
    }


def remembered(document: Document, code: str) -> dict[str, Any]:
    """A question is added: it is new."""
    mapping = document.get("mapping")
    if mapping is None:
        return dict(document)
    entry = {"question": code, "relation": "new", "earlier": []}
    return {**document, "mapping": {**mapping, "questions": [*mapping["questions"], entry]}}


def relation_of(document: Document, code: str) -> str:
    """What the mapping says of a question; empty where it says nothing."""
    entries = document.get("mapping", {}).get("questions", ())
    return next((each["relation"] for each in entries if each["question"] == code), "")


def doubted(document: Document, code: str, before: Part, after: Part) -> dict[str, Any]:
    """A question is changed: with other words, options or rows it is no longer taken as the same.

    It becomes reworded; only its author can say that the answers still mean the same.
    """
    if relation_of(document, code) != "same" or _read(before) == _read(after):
        return dict(document)
    mapping = document["mapping"]
    entries = [
        {**each, "relation": "reworded"} if each["question"] == code else each
        for each in mapping["questions"]
    ]
    return {**document, "mapping": {**mapping, "questions": entries}}


def forgotten(document: Document, code: str) -> dict[str, Any]:
    """A question is removed: the earlier ones that go on nowhere else are dropped."""
    mapping = document.get("mapping")
    if mapping is None:
        return dict(document)
    left = [entry for entry in mapping["questions"] if entry["question"] != code]
    used = {earlier for entry in left for earlier in entry["earlier"]}
    gone = [
        earlier
        for entry in mapping["questions"]
        if entry["question"] == code
        for earlier in entry["earlier"]
        if earlier not in used
    ]
    dropped = [*mapping.get("dropped", ()), *gone]
    return {
        **document,
        "mapping": {**mapping, "questions": left, "dropped": list(dict.fromkeys(dropped))},
    }


def _read(question: Part) -> tuple[str, list[list[tuple[str, str]]]]:
    """What a respondent reads of it: the words, the options, the rows."""
    lists = [question.get(key, ()) for key in ("options", "rows")]
    return question["text"], [[(each["code"], each["label"]) for each in one] for one in lists]
