"""Rules that tie the parts of a questionnaire document together, beyond its JSON Schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from surveys.questionnaires import conditions
from surveys.questionnaires.conditions import Scope
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.mapping import mapping_faults

Part = Mapping[str, Any]


def consistency_faults(document: Part) -> list[Fault]:
    """Every fault of a document whose shape already holds."""
    questions = document["questions"]
    scope = Scope(
        questions={question["code"]: question for question in questions},
        positions={question["code"]: place for place, question in enumerate(questions)},
    )
    found = _repeated(document["sections"], "sections", "section")
    found += _repeated(questions, "questions", "question")
    found += _repeated(document.get("checks", ()), "checks", "check")
    found += _order_faults(document)
    circle = _circle(questions)
    if circle:
        chain = " → ".join(circle)
        found.append(Fault(f"question {circle[0]}", f"conditions go round in a circle: {chain}"))
    found += _section_condition_faults(document, scope)
    found += conditions.faults(document.get("eligibility"), "eligibility", scope)
    for place, question in enumerate(questions):
        found += _question_faults(question, scope, place)
    for check in document.get("checks", ()):
        found += _check_faults(check, scope)
    for figure in document.get("figures", ()):
        found += _figure_faults(figure, scope)
    return found + mapping_faults(document)


def _repeated(parts: Iterable[Part], place: str, what: str) -> list[Fault]:
    counts = Counter(part["code"] for part in parts)
    return [
        Fault(place, f"the {what} code {code} is used {count} times")
        for code, count in counts.items()
        if count > 1
    ]


def _order_faults(document: Part) -> list[Fault]:
    sections = [section["code"] for section in document["sections"]]
    found: list[Fault] = []
    latest = 0
    for place, question in enumerate(document["questions"], start=1):
        name = f"question {question['code']}"
        if question["section"] not in sections:
            found.append(Fault(f"{name}, section", f"no section {question['section']}"))
            continue
        number = sections.index(question["section"])
        if number < latest:
            found.append(Fault(f"{name}, section", "stands after a question of a later section"))
        latest = max(latest, number)
        if question.get("order", place) != place:
            found.append(Fault(f"{name}, order", f"must be {place}, its place in the list"))
    filled = {question["section"] for question in document["questions"]}
    found += [
        Fault(f"section {code}", "has no question") for code in sections if code not in filled
    ]
    return found


def _circle(questions: Iterable[Part]) -> list[str]:
    """The first chain of conditions that leads back to where it began, or nothing."""
    looks_at = {
        question["code"]: sorted(
            _references(question.get("show_if")).union(
                *(_references(row.get("show_if")) for row in question.get("rows", ()))
            )
        )
        for question in questions
    }
    done: set[str] = set()
    for start in looks_at:
        trail: list[str] = []
        steps = [iter([start])]
        while steps:
            code = next(steps[-1], None)
            if code is None:
                steps.pop()
                if trail:
                    done.add(trail.pop())
            elif code in trail:
                return [*trail[trail.index(code) :], code]
            elif code not in done and code in looks_at:
                trail.append(code)
                steps.append(iter(looks_at[code]))
    return []


def _references(node: Any) -> frozenset[str]:
    """References of a condition that may be malformed; its own faults are reported elsewhere."""
    try:
        return frozenset(code for code in conditions.references(node) if isinstance(code, str))
    except (TypeError, AttributeError, KeyError, ValueError, RecursionError):
        return frozenset()


def _section_condition_faults(document: Part, scope: Scope) -> list[Fault]:
    found: list[Fault] = []
    passed = 0  # where the questions of a section without any would begin
    for section in document["sections"]:
        places = [
            scope.positions[question["code"]]
            for question in document["questions"]
            if question["section"] == section["code"]
        ]
        inside = Scope(scope.questions, scope.positions, before=min(places, default=passed))
        passed += len(places)
        place = f"section {section['code']}, show_if"
        found += conditions.faults(section.get("show_if"), place, inside)
    return found


def _question_faults(question: Part, scope: Scope, place: int) -> list[Fault]:
    name = f"question {question['code']}"
    options = question.get("options", ())
    found = _repeated(options, f"{name}, options", "option")
    found += _repeated(question.get("rows", ()), f"{name}, rows", "row")
    earlier = Scope(scope.questions, scope.positions, before=place)
    found += conditions.faults(question.get("show_if"), f"{name}, show_if", earlier)
    for row in question.get("rows", ()):
        where = f"{name}, row {row['code']}, show_if"
        found += conditions.faults(row.get("show_if"), where, earlier)
    if question["type"] != "multi":
        found += [
            Fault(f"{name}, option {option['code']}", "exclusive belongs to multi questions only")
            for option in options
            if option.get("exclusive")
        ]
    found += _limit_faults(question, name)
    return found


def _limit_faults(question: Part, name: str) -> list[Fault]:
    found: list[Fault] = []
    free = [option for option in question.get("options", ()) if not option.get("exclusive")]
    most = question.get("max_choices")
    if most is not None and most > len(free):
        found.append(
            Fault(f"{name}, max_choices", f"is {most}, but only {len(free)} can be chosen together")
        )
    if question["type"] == "multi" and not free:
        found.append(Fault(f"{name}, options", "all are exclusive; use a single question"))
    if "min" in question and question["min"] > question["max"]:
        low, high = question["min"], question["max"]
        message = f"{low} is more than {high}, the largest number allowed"
        found.append(Fault(f"{name}, min", message))
    return found


def _check_faults(check: Part, scope: Scope) -> list[Fault]:
    name = f"check {check['code']}"
    found = [
        Fault(f"{name}, questions", f"no question {code}")
        for code in check["questions"]
        if code not in scope.questions
    ]
    found += conditions.faults(check.get("when"), f"{name}, when", scope)
    found += conditions.faults(check["require"], f"{name}, require", scope)
    if check["require"] is None:
        found.append(Fault(f"{name}, require", "must not be null: the check could never fail"))
    if found:
        return found
    named = set(check["questions"])
    used = conditions.references(check.get("when")) | conditions.references(check["require"])
    return [
        Fault(f"{name}, questions", f"{code} is used in the rule but not listed")
        for code in sorted(used - named)
    ]


def _figure_faults(figure: Part, scope: Scope) -> list[Fault]:
    name = f"figure {figure['figure']}"
    codes = [*figure.get("questions", ()), *([figure["question"]] if "question" in figure else ())]
    found: list[Fault] = []
    for code in codes:
        question = scope.questions.get(code)
        if question is None:
            found.append(Fault(name, f"no question {code}"))
            continue
        options = question.get("options", ())
        known = {option["code"] for option in options} | {o.get("group") for o in options}
        for category in figure.get("categories", ()):
            wanted = category if isinstance(category, str) else category["group"]
            if wanted not in known:
                found.append(Fault(name, f"question {code} has no option or group {wanted}"))
    return found
