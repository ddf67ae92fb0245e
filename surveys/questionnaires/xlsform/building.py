"""The sections and questions of a document, built from the fields of an XLSForm."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from surveys.questionnaires.xlsform.expressions import ATTRIBUTES
from surveys.questionnaires.xlsform.limits import limits
from surveys.questionnaires.xlsform.naming import (
    answer_code,
    one_line,
    question_code,
    section_code,
)
from surveys.questionnaires.xlsform.parsing import CannotSay, Node, Target, condition

Field = Mapping[str, Any]
TYPES = {
    "select one": "single",
    "select all that apply": "multi",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "text": "text",
    "string": "text",
}
SILENT = {*ATTRIBUTES.values(), "meta"}
HEADS = "reserved_name_for_field_list_labels"
LABEL = "generated_table_list_label"
KNOWN = {"type", "name", "label", "hint", "bind", "itemset", "list_name", "choices"}
KNOWN |= {"parameters", "control", "children"}
RULES = {"relevant", "required", "constraint"}
YES = {"yes", "true", "true()", "1"}
NO = {"", "no", "false", "false()", "0"}
MOST_OPTIONS = 248
HIGHEST = 1_000_000_000
LONGEST_ANSWER = 2_000
LOOSE = "Questions"  # title of a section for fields outside of any group
QUOTE = re.compile(r"\$\{[^}]*\}")


class Builder:
    """Walks the fields once, in order; `left_out` grows with everything not taken over."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.sections: list[dict[str, Any]] = []
        self.questions: list[dict[str, Any]] = []
        self.left_out: list[str] = []
        self.notice = ""
        self.fields: dict[str, Target] = {}
        self.loose = False  # the last section holds fields that stood outside of any group
        self.unasked: set[str] = set()  # codes of such sections, which the form knows nothing of

    def build(self, children: Sequence[Field]) -> None:
        """All fields of the form."""
        for child in children:
            if child["name"] in SILENT:
                continue
            if child["type"] == "note" and child["name"] == "notice":
                self.notice = self._words(child, "label", 5000)
            elif child["type"] == "group" and not _is_grid(child):
                self._section(child)
            else:
                if not self.loose:
                    self.unasked.add(self._begin({"name": "", "label": LOOSE})["code"])
                    self.loose = True
                self._field(child, [])
        filled = {question["section"] for question in self.questions}
        for section in self.sections:
            if section["code"] not in filled | self.unasked:
                self._lose(f"The group “{section['title']}”: it holds no question")
        self.sections = [part for part in self.sections if part["code"] in filled]

    def _begin(self, group: Field) -> dict[str, Any]:
        code = section_code(group["name"], [section["code"] for section in self.sections])
        section = {"code": code, "title": self._words(group, "label", 500) or group["name"]}
        self.sections.append(section)
        self.loose = False
        return section

    def _section(self, group: Field) -> None:
        section = self._begin(group)
        node = self._condition(group)
        if node:
            section["show_if"] = node
        self._others(group)
        children = list(group.get("children", ()))
        if children and children[0]["type"] == "note" and "bind" not in children[0]:
            section["intro"] = self._words(children.pop(0), "label", 1000)
        for child in children:
            self._field(child, [])

    def _field(self, child: Field, outer: list[Node]) -> None:
        """A question, a grid, or a group inside a group; `outer`: conditions of such groups."""
        if _is_grid(child):
            self._grid(child, outer)
        elif child["type"] == "group":
            node = self._condition(child)
            self._lose(f"The group “{child['name']}” inside a group; its questions are taken over")
            for each in child.get("children", ()):
                self._field(each, [*outer, *([node] if node else [])])
        elif child["type"] in TYPES:
            self._question(child, TYPES[child["type"]], outer)
        elif child["type"] == "note":
            self._lose(f"The note “{self._words(child, 'label', 60) or child['name']}”")
        else:
            self._lose(f"“{child['name']}”: there is no question of the type {child['type']} here")

    def _question(self, child: Field, kind: str, outer: list[Node]) -> None:
        question = self._common(child, kind, outer)
        names: dict[str, str] = {}
        if kind in ("single", "multi"):
            question["options"], names = self._options(child)
            if not 2 <= len(question["options"]) <= MOST_OPTIONS:
                count = len(question["options"])
                self._lose(f"“{child['name']}”: a question needs 2 to 248 choices, not {count}")
                return
        self._limit(question, child, names)
        self._others(child)
        self._keep(question)
        self.fields[child["name"]] = Target(question["code"], kind, None, names)

    def _grid(self, group: Field, outer: list[Node]) -> None:
        heading = next((c for c in group["children"] if c["name"].startswith(LABEL)), group)
        rows = [c for c in group["children"] if not c["name"].startswith((HEADS, LABEL))]
        question = self._common(
            {**heading, "name": group["name"], "bind": group.get("bind", {})}, "grid", outer
        )
        question["options"], names = self._options(rows[0])
        question["rows"] = []
        targets = {}
        for row in rows:
            code = answer_code(
                row["name"].removeprefix(f"{group['name']}_"), [r["code"] for r in question["rows"]]
            )
            made = {"code": code, "label": self._words(row, "label", 500) or row["name"]}
            node = self._condition(row)
            question["rows"].append({**made, "show_if": node} if node else made)
            targets[row["name"]] = Target(question["code"], "grid", code, names)
            self._others(row, look=False)
        needed = [self._required(row) for row in rows]
        if all(needed):
            question["required"] = True
        elif any(needed):
            self._lose(f"“{group['name']}”: only some of its rows must be answered")
        self._keep(question)
        self.fields |= targets

    def _common(self, child: Field, kind: str, outer: list[Node]) -> dict[str, Any]:
        section = self.sections[-1]["code"]
        name = child["name"]
        code = question_code(name, [q["code"] for q in self.questions], section)
        if code != name:
            self._lose(f"The name “{name}”: the question is called {code} here")
        text = self._words(child, "label", 500) or name
        question: dict[str, Any] = {"code": code, "section": section, "type": kind, "text": text}
        hint = self._words(child, "hint", 1000)
        if hint:
            question["help"] = hint
        if QUOTE.search(text + hint):
            self._lose(f"“{name}”: the text shows another answer (${{…}}); here it stays as typed")
        if self._required(child):
            question["required"] = True
        node = self._condition(child)
        nodes = [*outer, *([node] if node else [])]
        if nodes:
            question["show_if"] = nodes[0] if len(nodes) == 1 else {"all": nodes}
        return question

    def _keep(self, question: dict[str, Any]) -> None:
        self.questions.append(question)

    def _options(self, child: Field) -> tuple[list[dict[str, Any]], dict[str, str]]:
        options: list[dict[str, Any]] = []
        names: dict[str, str] = {}
        for choice in child.get("choices") or ():
            name = str(choice["name"])
            code = answer_code(name, names.values())
            names[name] = code
            options.append({"code": code, "label": self._words(choice, "label", 500) or name})
            extra = set(choice) - {"name", "label", "__row"}
            if extra:
                self._lose(f"“{child['name']}”, choice “{name}”: {', '.join(sorted(extra))}")
        return options, names

    def _limit(self, question: dict[str, Any], child: Field, names: Mapping[str, str]) -> None:
        kind, name = question["type"], child["name"]
        found, rest = limits(str(child.get("bind", {}).get("constraint", "")).strip(), kind)
        if rest:
            self._lose(f"“{name}”: the rule {rest[:100]}")
        for alone in found.pop("exclusive", ()):
            for option in question.get("options", ()):
                if option["code"] == names.get(alone):
                    option["exclusive"] = True
        question |= found
        self._assume(question, child, found)

    def _assume(self, question: dict[str, Any], child: Field, found: Mapping[str, Any]) -> None:
        """Limits that questions must have here and fields need not have there."""
        kind, name = question["type"], child["name"]
        if kind == "number":
            if child["type"] == "decimal":
                question.setdefault("decimals", 2)
            if not {"min", "max"} <= set(found):
                self._lose(f"“{name}” has no limits at both ends: 0 to 1,000,000,000 is assumed")
            question.setdefault("min", 0)
            question.setdefault("max", HIGHEST)
        if kind == "text" and "max_length" not in found:
            self._lose(f"“{name}” has no longest answer: 2,000 characters are assumed")
            question["max_length"] = LONGEST_ANSWER

    def _condition(self, child: Field) -> Node | None:
        relevant = str(child.get("bind", {}).get("relevant", "")).strip()
        if not relevant:
            return None
        try:
            return condition(relevant, self.fields)
        except CannotSay as why:
            self._lose(
                f"“{child['name']}”: the condition {relevant[:100]}, because {why};"
                " it is asked of everybody"
            )
            return None

    def _required(self, child: Field) -> bool:
        said = str(child.get("bind", {}).get("required", "")).strip().lower()
        if said not in YES | NO:
            self._lose(f"“{child['name']}”: it must be answered only if {said[:100]}")
        return said in YES

    def _others(self, child: Field, *, look: bool = True) -> None:
        """Names every property there is no place for."""
        extra = sorted(set(child) - KNOWN)
        extra += sorted(set(child.get("bind", {})) - RULES)
        if child.get("parameters"):
            extra.append("parameters")
        if look and child.get("control"):
            extra += sorted(child["control"])
        if isinstance(child.get("label"), dict) and len(child["label"]) > 1:
            extra.append("translations")
        if extra:
            self._lose(f"“{child['name']}”: {', '.join(extra)}")

    def _words(self, part: Field, key: str, longest: int) -> str:
        name = part.get("name", "")
        cut = f"“{name}”: the text after {longest:,} characters"
        return one_line(part.get(key), self.language, longest, lambda: self._lose(cut))

    def _lose(self, words: str) -> None:
        if words not in self.left_out:
            self.left_out.append(words)


def _is_grid(child: Field) -> bool:
    """A table-list whose rows all have the same choices."""
    if child["type"] != "group" or not child.get("children"):
        return False
    inside = child["children"]
    rows = [c for c in inside if not c["name"].startswith((HEADS, LABEL))]
    return (
        any(c["name"].startswith(HEADS) for c in inside)
        and all(c["type"] == "select one" for c in rows)
        and len({c.get("list_name") for c in rows}) == 1
    )
