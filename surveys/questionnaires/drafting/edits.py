"""Edits of a document: parts are added, changed, copied, moved, removed. All give a new document.

What is refused changes nothing: a code that is taken, and any edit that would leave something
elsewhere in the document without sense (a condition on what is gone, or on what comes later).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.errors import Refused
from surveys.questionnaires.consistency import consistency_faults
from surveys.questionnaires.document import shape_faults
from surveys.questionnaires.drafting import saying
from surveys.questionnaires.drafting.mapped import doubted, forgotten, remembered
from surveys.questionnaires.drafting.parts import (
    LISTS,
    Document,
    Kind,
    Part,
    code_of,
    end_place,
    found,
    listed,
    position_of,
    questions_of,
)
from surveys.questionnaires.drafting.renaming import question_renamed, section_renamed
from surveys.questionnaires.faults import Fault

UP, DOWN = "up", "down"
NAMED = 8  # faults or places named in one message


def added(document: Document, kind: Kind, part: Part) -> dict[str, Any]:
    """The part at the end of its list; a question at the end of its section."""
    code = code_of(part, kind)
    _free(document, kind, code)
    parts = list(listed(document, kind))
    place = end_place(document, part["section"]) if kind == "question" else len(parts)
    parts.insert(place, part)
    after = _with(document, kind, parts)
    return _proved(document, remembered(after, code) if kind == "question" else after, kind, code)


def changed(document: Document, kind: Kind, code: str, part: Part) -> dict[str, Any]:
    """The part in place of the one of this code; with another code, all that names it follows."""
    before = found(document, kind, code)
    if kind == "settings":
        kept = {
            key: value for key, value in document.items() if key not in found(document, kind, "")
        }
        return _proved(document, {**part, **kept}, kind, "")
    new = code_of(part, kind)
    if new != code:
        _free(document, kind, new)
    renamed = _renamed(document, kind, code, new)
    parts = [part if code_of(each, kind) == new else each for each in listed(renamed, kind)]
    after = _with(renamed, kind, parts)
    if kind == "question":
        after = doubted(after, new, before, part)
    return _proved(renamed, after, kind, new)


def copied(document: Document, code: str, new: str) -> dict[str, Any]:
    """A copy of a question right after it, under another code."""
    question = found(document, "question", code)
    _free(document, "question", new)
    parts = list(document["questions"])
    parts.insert(parts.index(question) + 1, {**question, "code": new})
    after = remembered(_with(document, "question", parts), new)
    return _proved(document, after, "question", new)


def moved(document: Document, kind: Kind, code: str, direction: str) -> dict[str, Any]:
    """One place up or down; a question stays in its section. At the end nothing changes."""
    part = found(document, kind, code)
    beside: Sequence[Part] = listed(document, kind)
    if kind == "question":
        beside = questions_of(document, part["section"])
    place = [code_of(each, kind) for each in beside].index(code)
    other = place + (-1 if direction == UP else 1)
    if not 0 <= other < len(beside):
        return dict(document)
    parts = list(listed(document, kind))
    here, there = parts.index(part), parts.index(beside[other])
    parts[here], parts[there] = parts[there], parts[here]
    after = _with(document, kind, parts)
    if kind == "section":
        after = _in_sections(after)
    return _moved_proof(document, after, f"{saying.capital(kind)} {code}")


def put_into(document: Document, code: str, section: str) -> dict[str, Any]:
    """The question at the end of another section."""
    question = found(document, "question", code)
    found(document, "section", section)
    if question["section"] == section:
        return dict(document)
    rest = {**document, "questions": [q for q in document["questions"] if q is not question]}
    parts = list(rest["questions"])
    parts.insert(end_place(rest, section), {**question, "section": section})
    return _moved_proof(document, _with(document, "question", parts), f"Question {code}")


def removed(document: Document, kind: Kind, code: str) -> dict[str, Any]:
    """The document without the part. Refused while something else names it."""
    part = found(document, kind, code)
    if kind == "section" and questions_of(document, code):
        count = len(questions_of(document, code))
        noun = "question" if count == 1 else "questions"
        raise Refused(
            f"Section {code} still has {count} {noun}. Move or remove them first, then remove the"
            " section."
        )
    parts = [each for each in listed(document, kind) if each is not part]
    if not parts and kind in ("section", "question"):
        raise Refused(f"A questionnaire needs at least one {kind}. Add another one first.")
    after = _with(document, kind, parts)
    if kind == "question":
        after = forgotten(after, code)
    faults = new_faults(document, after)
    if faults:
        raise Refused(
            f"{saying.capital(kind)} {code} is used by {_places(faults)}. Change those first, then"
            " remove it."
        )
    return after


def own_faults(document: Document, kind: Kind, code: str, part: Part) -> list[Fault]:
    """What is wrong with the part itself, once it stands where `code` stood (empty: at the end)."""
    new = code_of(part, kind)
    others = [each for each in listed(document, kind) if code_of(each, kind) != code]
    if any(code_of(each, kind) == new for each in others):
        key = LISTS[kind][1]
        return [Fault(f"{kind} {new}, {key}", f"there is a {kind} {new} already")]
    if code:
        renamed = _renamed(document, kind, code, new)
        parts = [part if code_of(each, kind) == new else each for each in listed(renamed, kind)]
    else:
        renamed, parts = dict(document), list(listed(document, kind))
        parts.insert(
            end_place(document, part["section"]) if kind == "question" else len(parts), part
        )
    after = _with(renamed, kind, parts)
    faults = shape_faults(_alone(kind, part)) or consistency_faults(after)
    own = [f for f in faults if f.place.split(", ")[0] == f"{kind} {new}"]
    return [fault for fault in own if fault.message != "has no question"]


def new_faults(before: Document, after: Document, own: str = "") -> list[Fault]:
    """Faults of sense the edit brings, less those of the part `own` itself ("question B03"), of
    the mapping, and empty sections: these may wait, the list of faults shows them."""
    known = set(consistency_faults(before))
    return [
        fault
        for fault in consistency_faults(after)
        if fault not in known
        and fault.message != "has no question"
        and not fault.place.startswith("mapping")
        and (not own or fault.place.split(", ")[0] != own)
    ]


def _proved(before: Document, after: dict[str, Any], kind: Kind, code: str) -> dict[str, Any]:
    faults = new_faults(before, after, own=f"{kind} {code}")
    if faults:
        named = " ".join(saying.sentence(fault) for fault in faults[:NAMED])
        raise Refused(f"Something else in the draft needs what you took away. {named}")
    return after


def _alone(kind: Kind, part: Part) -> dict[str, Any]:
    """A document of this part and little else: its shape is proved fast."""
    section = {"code": "A", "title": "A"}
    question = {"code": "A1", "section": "A", "text": "A", "type": "text", "max_length": 1}
    document = {"code": "A", "year": 2000, "version": 1, "title": "A", "sections": [section]}
    return {**document, "questions": [question], LISTS[kind][0]: [part]}


def _moved_proof(before: Document, after: dict[str, Any], what: str) -> dict[str, Any]:
    faults = new_faults(before, after)
    if faults:
        named = " ".join(saying.sentence(fault) for fault in faults[:NAMED])
        raise Refused(f"{what} cannot stand there. {named}")
    return after


def _places(faults: Sequence[Fault]) -> str:
    places = list(dict.fromkeys(saying.place(fault) for fault in faults))
    if len(places) > NAMED:
        places = [*places[:NAMED], f"{len(places) - NAMED} more"]
    return f"{'; '.join(places[:-1])} and {places[-1]}" if len(places) > 1 else places[0]


def _free(document: Document, kind: Kind, code: str) -> None:
    if position_of(document, kind, code) is not None:
        raise Refused(f"There is a {kind} {code} already. Give this one another code.")


def _renamed(document: Document, kind: Kind, old: str, new: str) -> dict[str, Any]:
    if kind == "question":
        return question_renamed(document, old, new)
    if kind == "section":
        return section_renamed(document, old, new)
    key = LISTS[kind][1]
    parts = [
        {**part, key: new} if code_of(part, kind) == old else part
        for part in listed(document, kind)
    ]
    return {**document, LISTS[kind][0]: parts}


def _with(document: Document, kind: Kind, parts: Sequence[Part]) -> dict[str, Any]:
    """The document with this list; `order`, where questions bear it, follows the list."""
    if kind == "question":
        ordered = any("order" in part for part in parts)
        parts = [{**p, "order": n} if ordered else p for n, p in enumerate(parts, start=1)]
    return {**document, LISTS[kind][0]: list(parts)}


def _in_sections(document: dict[str, Any]) -> dict[str, Any]:
    """Questions follow their sections."""
    parts = [
        question
        for section in document["sections"]
        for question in questions_of(document, section["code"])
    ]
    return _with(document, "question", parts)
