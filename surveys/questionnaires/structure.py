"""The compiled shape of a questionnaire: frozen sections, questions, items, columns and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# A stored answer: "code" (single), ["a", "b"] in option order (multi), {"row": "code"} (grid),
# int or float (number), int (money), str (text). An absent or None answer is "not answered".
Value = str | int | float | list[str] | dict[str, str]
Answers = Mapping[str, Any]
# What is known of the partnership: {"nrf": bool, "authority_type": key, "region": label,
# "authority_codes": [code, ...]}.
Attributes = Mapping[str, Any]
# A condition as it stands in the document; frozen (MappingProxyType, tuples) once compiled.
Node = Mapping[str, Any] | None

ItemKind = Literal["choice", "multi", "number", "text"]
Relation = Literal["same", "reworded", "split", "merged", "new"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a single, multi or grid question.

    `in_base` False ("Don't know", "Not applicable") keeps the option out of percentage bases;
    `group` rebuilds published categories; `exclusive` stands alone in a multi question.
    """

    code: str
    label: str
    score: float | None = None
    group: str | None = None
    in_base: bool = True
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid, with its own condition."""

    code: str
    label: str
    show_if: Node = None


@dataclass(frozen=True, slots=True)
class Item:
    """One answerable unit: a question, or one row of a grid. `key` is "A01" or "H02.crime"."""

    key: str
    question: str
    row: str | None
    label: str
    kind: ItemKind
    options: tuple[Option, ...]
    anchor: str  # id of the control an error summary links to

    @property
    def field(self) -> str:
        """Name of the HTML field."""
        return self.key


@dataclass(frozen=True, slots=True)
class Column:
    """One byte of `codes`: an item, or one option of a multi item."""

    item_index: int
    option_index: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `number` counts from 1 within its section and never moves with routing."""

    code: str
    section: str
    number: int
    type: str
    text: str
    help: str
    required: bool
    show_if: Node
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    min: float = 0  # number and money only, as are the next four
    max: float = 0
    decimals: int = 0
    unit: str = ""
    currency: str = ""
    period: str = ""
    max_length: int = 0
    max_choices: int | None = None
    row_name: str = "row"
    rows_name: str = "rows"
    option_name: str = "an answer"
    theme: str = ""
    source: str = ""
    source_ref: str = ""
    figure: str = ""
    # Other questions of the same section that this question or one of its rows looks at.
    local: frozenset[str] = frozenset()
    items: tuple[Item, ...] = ()
    # Codes of all rows, where none has a condition: asked with the question, always.
    always: tuple[str, ...] = ()
    # HTML made once per questionnaire version by the question's type; see types/<type>.py.
    pieces: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """One section, one page of the return."""

    code: str
    number: int
    title: str
    intro: str
    show_if: Node
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between answers. It fails when `when` is true and `require` is false.

    `questions[0]` is where the person is sent to put it right; `rows` maps a grid question to
    the row the rule speaks of, `rows_of` to all of them where it speaks of nothing else in it.
    """

    code: str
    kind: Literal["hard", "soft"]
    questions: tuple[str, ...]
    when: Node
    require: Node
    message: str
    remedy: str
    note: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    rows_of: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """How one question follows earlier ones; `earlier` holds their codes, none when it is new."""

    relation: Relation
    earlier: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether an earlier answer stands for the same answer now, and may be copied."""
        return self.relation == "same"


@dataclass(frozen=True, slots=True)
class MappedTo:
    """The one version of an earlier questionnaire that a mapping speaks of."""

    code: str
    year: int
    version: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


@dataclass(frozen=True, slots=True)
class Form:
    """A whole questionnaire, ready to route, check, draw and code."""

    code: str
    year: int
    version: int
    title: str
    status: str
    notice: str
    sha256: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    columns: tuple[Column, ...]
    checks: tuple[Check, ...]
    figures: tuple[Mapping[str, Any], ...]
    breakdowns: tuple[Mapping[str, Any], ...]
    by_code: Mapping[str, Question] = field(repr=False)
    by_item: Mapping[str, Item] = field(repr=False)
    eligible_if: Node = None  # a return counts only if this is true of its answers
    # How every question follows those of `mapped_to`; all are new when that is None.
    mapping: Mapping[str, Match] = field(default_factory=dict, repr=False)
    mapped_to: MappedTo | None = None
    dropped: tuple[str, ...] = ()  # codes of earlier questions that are no longer asked

    def question(self, code: str) -> Question:
        """The question of that code; KeyError when there is none."""
        return self.by_code[code]

    def section(self, code: str) -> Section:
        """The section of that code; KeyError when there is none."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    def item(self, key: str) -> Item:
        """The item of that key ("A01", "H02.crime"); KeyError when there is none."""
        return self.by_item[key]
