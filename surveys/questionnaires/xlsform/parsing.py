"""An XLSForm expression as a condition, as far as the portal's conditions can say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires.xlsform.expressions import ATTRIBUTES, OPERATORS

Node = dict[str, Any]
TOKEN = re.compile(
    r"""\s*(?:
    (?P<ref>\$\{\s*[^{}\s]+\s*\}) | (?P<text>'[^']*'|"[^"]*") | (?P<number>-?\d+(?:\.\d+)?) |
    (?P<sign><=|>=|!=|[=<>+(),]) | (?P<word>[a-z][a-z-]*)
    )""",
    re.VERBOSE,
)
LONGEST = 8_000  # characters
DEEPEST = 10
COMPARED = {sign: name for name, sign in OPERATORS.items()}
TURNED = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
ATTRIBUTE_OF = {name: key for key, name in ATTRIBUTES.items()}
NUMBERS = ("number", "money")


class CannotSay(Exception):
    """The expression is broken, or says what no condition here can; the words say why."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a field of the XLSForm has become: a question, or a row of a grid."""

    question: str
    type: str
    row: str | None = None
    # Name of each choice in the XLSForm → option code.
    options: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Sum:
    """An operand: fields added up, or one literal."""

    refs: tuple[str, ...] = ()
    text: str | None = None
    number: float | None = None


def condition(expression: str, fields: Mapping[str, Target]) -> Node:
    """The condition an expression stands for; `fields`: what each name has become.

    Raises CannotSay.
    """
    if len(expression) > LONGEST:
        raise CannotSay(f"it is longer than {LONGEST:,} characters")
    return _Reader(_tokens(expression), fields).whole()


def _tokens(expression: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place, text = 0, expression.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise CannotSay(f"“{text[place : place + 20]}” is not understood here")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Reader:
    """Recursive descent: or, and, comparison, sum, atom."""

    def __init__(self, tokens: list[tuple[str, str]], fields: Mapping[str, Target]) -> None:
        self.tokens, self.place, self.depth, self.fields = tokens, 0, 0, fields

    def whole(self) -> Node:
        node = self.either()
        if self.place < len(self.tokens):
            raise CannotSay(f"“{self.tokens[self.place][1]}” is not understood here")
        return node

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CannotSay("it is nested too deep")
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        self.depth -= 1
        parts = _joined(parts)
        return parts[0] if len(parts) == 1 else {"any": parts}

    def both(self) -> Node:
        parts = [self.single()]
        while self.takes("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else {"all": parts}

    def single(self) -> Node:
        if self.takes("not"):
            return {"not": self.bracketed()}
        if self.takes("selected"):
            return self.selected()
        if self.peek() == "(":
            return self.bracketed()
        return self.compared()

    def bracketed(self) -> Node:
        self.needs("(")
        node = self.either()
        self.needs(")")
        return node

    def selected(self) -> Node:
        self.needs("(")
        name = self.ref()
        self.needs(",")
        kind, code = self.next()
        if kind != "text":
            raise CannotSay("selected() needs a choice in quotation marks")
        self.needs(")")
        return self.chosen(name, code[1:-1])

    def compared(self) -> Node:
        left = self.added()
        sign = self.next()[1]
        if sign not in COMPARED:
            raise CannotSay(f"“{sign}” is not understood here")
        right = self.added()
        name = COMPARED[sign]
        if left.refs:
            return self.compare(left, name, right)
        return self.compare(right, TURNED[name], left)

    def added(self) -> _Sum:
        first = self.operand()
        refs = list(first.refs)
        while self.takes("+"):
            more = self.operand()
            if not more.refs or not refs:
                raise CannotSay("only answers can be added up")
            refs += more.refs
        return _Sum(tuple(refs)) if refs else first

    def operand(self) -> _Sum:
        kind, text = self.next()
        if kind == "ref":
            return _Sum((text[2:-1].strip(),))
        if kind == "text":
            return _Sum(text=text[1:-1])
        if kind == "number":
            number = float(text)
            return _Sum(text=text, number=int(number) if number.is_integer() else number)
        raise CannotSay(f"“{text}” is not understood here")

    def compare(self, left: _Sum, name: str, right: _Sum) -> Node:
        if not left.refs:
            if left.number is None or right.number is None:
                raise CannotSay("it compares no answer")
            return {name: [{"value": left.number}, {"value": right.number}]}
        is_code = len(left.refs) == 1 and right.text is not None
        if is_code and (right.number is None or not self.is_number(left.refs[0])):
            return self.equal(left.refs[0], name, right.text or "")
        sides = [self.amount(left), self.amount(right)]
        if name != "ne":
            return {name: sides}
        # There, an empty field differs from every number.
        open_fields = [{"not": self.answered(ref)} for ref in (*left.refs, *right.refs)]
        return {"any": [*open_fields, {"ne": sides}]}

    def equal(self, name: str, sign: str, code: str) -> Node:
        if sign not in ("eq", "ne"):
            raise CannotSay("choices can only be equal or not")
        same = {"not": self.answered(name)} if code == "" else self.chosen(name, code)
        if sign == "eq":
            return same
        return same.get("not", {"not": same})

    def amount(self, side: _Sum) -> Node:
        if side.number is not None:
            return {"value": side.number}
        if not side.refs:
            raise CannotSay("it compares a number with text")
        codes = []
        for name in side.refs:
            if not self.is_number(name):
                raise CannotSay(f"{name} is not a number")
            codes.append(self.target(name).question)
        return {"number": codes[0]} if len(codes) == 1 else {"sum": codes}

    def is_number(self, name: str) -> bool:
        return name not in ATTRIBUTE_OF and self.target(name).type in NUMBERS

    def chosen(self, name: str, code: str) -> Node:
        if name in ATTRIBUTE_OF:
            return _attribute(ATTRIBUTE_OF[name], code)
        target = self.target(name)
        if target.type not in ("single", "multi", "grid"):
            raise CannotSay(f"{name} has no choices")
        known = (target.options or {}).get(code)
        if known is None:
            raise CannotSay(f"{name} has no choice {code}")
        if target.type == "multi":
            return {"question": target.question, "includes_any": [known]}
        row = {"row": target.row} if target.row else {}
        return {"question": target.question, **row, "in": [known]}

    def answered(self, name: str) -> Node:
        if name in ATTRIBUTE_OF:
            raise CannotSay(f"{name} is always known")
        target = self.target(name)
        row = {"row": target.row} if target.row else {}
        return {"question": target.question, **row, "answered": True}

    def target(self, name: str) -> Target:
        if name not in self.fields:
            raise CannotSay(f"it looks at {name}, which is not a question before it")
        return self.fields[name]

    def ref(self) -> str:
        kind, text = self.next()
        if kind != "ref":
            raise CannotSay("selected() needs a question such as ${A01}")
        return text[2:-1].strip()

    def next(self) -> tuple[str, str]:
        if self.place >= len(self.tokens):
            raise CannotSay("it ends too early")
        self.place += 1
        return self.tokens[self.place - 1]

    def peek(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def takes(self, token: str) -> bool:
        found = self.peek() == token
        self.place += found
        return found

    def needs(self, token: str) -> None:
        if not self.takes(token):
            raise CannotSay(f"“{token}” is missing")


def _attribute(key: str, text: str) -> Node:
    if key == "authority_codes":
        return {"lsp": key, "includes_any": [text]}
    if key == "nrf":
        if text not in ("true", "false"):
            raise CannotSay("lsp_nrf is true or false")
        return {"lsp": key, "eq": text == "true"}
    return {"lsp": key, "eq": text}


def _joined(parts: list[Node]) -> list[Node]:
    """Choices of one question put side by side as one condition: {"in": ["a", "b"]}."""
    found: list[Node] = []
    for part in parts:
        last = found[-1] if found else {}
        many = next((key for key in ("in", "includes_any") if key in part), None)
        rest = {key: value for key, value in part.items() if key != many}
        if many and many in last and rest == {k: v for k, v in last.items() if k != many}:
            found[-1] = {**rest, many: [*last[many], *part[many]]}
        elif part.get("lsp") and last.get("lsp") == part["lsp"] and "eq" in part:
            found[-1] = {"lsp": part["lsp"], "in": [*last.get("in", [last.get("eq")]), part["eq"]]}
        else:
            found.append(part)
    return found
