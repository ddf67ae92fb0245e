"""What disclosure control must know of a questionnaire: public facts, money, who asks whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from surveys.questionnaires import conditions
from surveys.questionnaires.structure import Form, Item, Question
from surveys.results.places import maturity_item

Node = Mapping[str, Any] | None


@dataclass(frozen=True)
class Route:
    """One item is asked by the answer to another.

    `sides`: option code → a mark; two answers of one mark lead to the same: both to the item, or
    both past it. An answer that is not in it has a mark of its own.
    """

    filter: int
    item: int
    sides: Mapping[str, int]

    def parts(self, one: str, other: str) -> bool:
        """True when exchanging these two answers would change who is asked the item."""
        return one != other and self.sides.get(one, -1) != self.sides.get(other, -2)


@dataclass(frozen=True)
class Traits:
    """Item positions, but `money` and `maturity`: positions among the number items."""

    public: frozenset[int] = frozenset()
    money: tuple[int, ...] = ()
    maturity: int | None = None
    routes: tuple[Route, ...] = ()


def traits(form: Form, public: Collection[str]) -> Traits:
    """The traits of a questionnaire; `public`: codes of questions whose answers are public facts."""
    numbers = [item for item in form.items if item.kind == "number"]
    money = [form.question(item.question).type == "money" for item in numbers]
    return Traits(
        public=frozenset(i for i, item in enumerate(form.items) if item.question in public),
        money=tuple(position for position, is_money in enumerate(money) if is_money),
        maturity=maturity_item(form),
        routes=tuple(_routes(form, public)),
    )


def section_filters(form: Form) -> tuple[str, ...]:
    """Questions that open or close whole sections: whether there is a partnership, and how far it
    is. That is known to anyone who asks the council, so by default they count as public facts."""
    found = {code for section in form.sections for code in conditions.references(section.show_if)}
    return tuple(question.code for question in form.questions if question.code in found)


def _routes(form: Form, public: Collection[str]) -> list[Route]:
    sections = {section.code: section.show_if for section in form.sections}
    positions: dict[str, list[int]] = {}
    for index, item in enumerate(form.items):
        positions.setdefault(item.question, []).append(index)
    found = []
    for index, item in enumerate(form.items):
        question = form.question(item.question)
        for node in (sections[question.section], question.show_if, _row_condition(question, item)):
            for code in sorted(conditions.references(node) - set(public)):
                if code in positions:
                    sides = _sides(form.question(code), node)
                    found += [Route(at, index, sides) for at in positions[code] if at != index]
    return found


def _row_condition(question: Question, item: Item) -> Node:
    return next((row.show_if for row in question.rows if row.code == item.row), None)


def _sides(question: Question, node: Node) -> Mapping[str, int]:
    """Which options lead to the same, where that hangs on this question alone."""
    alone = conditions.references(node) == {question.code} and "'lsp'" not in str(
        conditions.plain(node)
    )
    if not alone:
        return {}
    codes = [option.code for option in question.options]
    if question.type == "single":
        sides = {code: int(_holds(node, question, code)) for code in codes}
        return {**sides, "": int(conditions.evaluate(node, {}, {}))}
    return _sides_of_ticks(question, node, codes) if question.type == "multi" else {}


def _sides_of_ticks(question: Question, node: Node, codes: list[str]) -> Mapping[str, int]:
    """Ticking an option matters if it alone changes who is asked; two together must not either."""
    without = _holds(node, question, [])
    idle = [code for code in codes if _holds(node, question, [code]) == without]
    for pair in combinations(idle, 2):
        if _holds(node, question, list(pair)) != without:
            return {}
    decides = {code: int(code not in idle) for code in codes}
    return {**decides, **{f"not {code}": 0 for code in codes}}


def _holds(node: Node, question: Question, value: Any) -> bool:
    return conditions.evaluate(node, {question.code: value}, {})
