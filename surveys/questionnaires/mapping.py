"""How the questions of a document follow those of an earlier one: same, reworded, split, merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from surveys.questionnaires import types
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.structure import Form, MappedTo, Match, Question

__all__ = [
    "RELATIONS",
    "MappedTo",
    "Match",
    "carried_value",
    "faults_against",
    "left_open",
    "mapped_to",
    "mapping_faults",
    "matches",
    "matches_of",
]

Part = Mapping[str, Any]
# Relation -> what it says of a question; "dropped" is said of the earlier one.
RELATIONS = MappingProxyType(
    {
        "same": "Same question",
        "reworded": "Reworded or changed",
        "split": "Split from one earlier question",
        "merged": "Merged from earlier questions",
        "new": "New",
        "dropped": "Dropped",
    }
)
NEW = Match("new")
# What must be as before for an earlier answer to stand for the same answer now.
ANSWER_RULES = {"unit": "unit", "currency": "currency", "decimals": "number of decimals"}


def matches(form: Form) -> Mapping[str, Match]:
    """How every question of the form follows earlier ones; those not mapped are new."""
    return form.mapping


def matches_of(document: Part) -> Mapping[str, Match]:
    """The same, of a document without faults."""
    listed = {
        entry["question"]: Match(entry["relation"], tuple(entry["earlier"]))
        for entry in document.get("mapping", {}).get("questions", ())
    }
    codes = [question["code"] for question in document["questions"]]
    return MappingProxyType({code: listed.get(code, NEW) for code in codes})


def mapped_to(document: Part) -> MappedTo | None:
    """The earlier version the document is mapped to, or None."""
    mapping = document.get("mapping")
    return MappedTo(**mapping["to"]) if mapping else None


def carried_value(question: Question, earlier_question: Question, value: Any) -> Any:
    """An earlier answer as an answer to `question`, or None when it does not fit there.

    Whether it may be copied is for the caller to judge (Match.is_same). Rows that are gone are
    left out; multi options are put in today's order; a number out of today's bounds does not fit.
    """
    if value is None or question.type != earlier_question.type:
        return None
    if isinstance(value, Mapping):
        rows = {row.code for row in question.rows}
        value = {row: code for row, code in value.items() if row in rows}
    return types.of(question).parse_value(question, value).value


def mapping_faults(document: Part) -> list[Fault]:
    """What is wrong with the mapping as far as this document alone can tell; its shape holds."""
    mapping = document.get("mapping")
    if mapping is None:
        return []
    found: list[Fault] = []
    if mapping["to"]["year"] >= document["year"]:
        message = f"must be before {document['year']}, the year of this questionnaire"
        found.append(Fault("mapping, to, year", message))
    codes = {question["code"] for question in document["questions"]}
    times = Counter(entry["question"] for entry in mapping["questions"])
    for code, count in times.items():
        if code not in codes:
            found.append(Fault(f"mapping, question {code}", "no such question"))
        if count > 1:
            found.append(Fault(f"mapping, question {code}", f"is mapped {count} times"))
    for entry in mapping["questions"]:
        found += _count_faults(entry)
    return found + _sharing_faults(mapping["questions"]) + _dropped_faults(mapping)


def faults_against(document: Part, earlier: Part, earlier_sha256: str) -> list[Fault]:
    """What is wrong with the mapping in view of the document it speaks of; both are valid."""
    mapping = document.get("mapping")
    if mapping is None:
        return []
    found = [
        Fault(f"mapping, to, {key}", f"is {mapping['to'][key]}, but that questionnaire has {value}")
        for key, value in _identity(earlier, earlier_sha256).items()
        if mapping["to"][key] != value
    ]
    before = {question["code"]: question for question in earlier["questions"]}
    now = {question["code"]: question for question in document["questions"]}
    for entry in mapping["questions"]:
        place = f"mapping, question {entry['question']}"
        missing = [code for code in entry["earlier"] if code not in before]
        found += [Fault(place, f"{earlier['code']} has no question {code}") for code in missing]
        if entry["relation"] == "same" and not missing and entry["question"] in now:
            differs = differences_of_sense(now[entry["question"]], before[entry["earlier"][0]])
            found += [Fault(place, f"is not the same: {words}") for words in differs]
    found += [
        Fault("mapping, dropped", f"{earlier['code']} has no question {code}")
        for code in mapping.get("dropped", ())
        if code not in before
    ]
    return found


def left_open(document: Part, earlier: Part) -> tuple[list[str], list[str]]:
    """Codes nobody has spoken of: questions of the document, and questions of the earlier one."""
    mapping = document.get("mapping") or {"questions": []}
    listed = {entry["question"] for entry in mapping["questions"]}
    used = {code for entry in mapping["questions"] for code in entry["earlier"]}
    used.update(mapping.get("dropped", ()))
    return (
        [question["code"] for question in document["questions"] if question["code"] not in listed],
        [question["code"] for question in earlier["questions"] if question["code"] not in used],
    )


def differences_of_sense(question: Part, earlier: Part) -> list[str]:
    """Why an answer to the earlier question is not an answer to this one; empty when it is."""
    if question["type"] != earlier["type"]:
        return [f"the type was {earlier['type']} and is {question['type']}"]
    found = []
    for key, word in ANSWER_RULES.items():
        old, new = earlier.get(key), question.get(key)
        if old != new and (old or new):
            found.append(f"the {word} was {_said(old)} and is {_said(new)}")
    for key, noun in (("options", "option"), ("rows", "row")):
        old_codes, new_codes = _codes(earlier, key), _codes(question, key)
        found += [f"the {noun} {code} was added" for code in new_codes if code not in old_codes]
        found += [f"the {noun} {code} was removed" for code in old_codes if code not in new_codes]
    return found


def _identity(document: Part, sha256: str) -> dict[str, Any]:
    return {**{key: document[key] for key in ("code", "year", "version")}, "sha256": sha256}


def _count_faults(entry: Part) -> Iterator[Fault]:
    relation, count = entry["relation"], len(entry["earlier"])
    wanted = {"new": "none", "merged": "two or more"}.get(relation, "one")
    fits = {"new": count == 0, "merged": count >= 2}.get(relation, count == 1)
    if not fits:
        place = f"mapping, question {entry['question']}"
        yield Fault(place, f"{relation} needs {wanted} of the earlier questions, not {count}")


def _sharing_faults(entries: Sequence[Part]) -> list[Fault]:
    """An earlier question may go on in one question only, unless it was split or merged."""
    heirs: defaultdict[str, list[Part]] = defaultdict(list)
    for entry in entries:
        for code in entry["earlier"]:
            heirs[code].append(entry)
    found: list[Fault] = []
    for code, shared in heirs.items():
        names = ", ".join(entry["question"] for entry in shared)
        plain = [entry for entry in shared if entry["relation"] in ("same", "reworded")]
        if len(shared) > 1 and plain:
            message = f"earlier question {code} goes on in {names}: say split for each of them"
            found.append(Fault(f"mapping, question {plain[0]['question']}", message))
        elif len(shared) == 1 and shared[0]["relation"] == "split":
            message = f"earlier question {code} is split into this one alone: say reworded"
            found.append(Fault(f"mapping, question {names}", message))
    return found


def _dropped_faults(mapping: Part) -> list[Fault]:
    used = {code: entry["question"] for entry in mapping["questions"] for code in entry["earlier"]}
    return [
        Fault("mapping, dropped", f"{code} is dropped, yet {used[code]} is mapped to it")
        for code in mapping.get("dropped", ())
        if code in used
    ]


def _codes(question: Part, key: str) -> list[str]:
    return [part["code"] for part in question.get(key, ())]


def _said(value: Any) -> str:
    return "none" if value is None else str(value)
