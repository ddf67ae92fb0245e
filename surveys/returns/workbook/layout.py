"""Which line of which sheet holds which answer; the same for writing and for reading. Pure."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from surveys.questionnaires import conditions
from surveys.questionnaires.structure import Attributes, Form, Node, Option, Question, Section
from surveys.returns.joining import Held

FORMAT = 1  # a new layout needs a new number: workbooks of the old one are refused by name
MARK = "lsp-portal-return"  # A1 of the hidden sheet that says what the workbook was made for
SECTION_MARK = "section"  # in KEY of a section sheet's first line, its code beside it
STAMP_SHEET, LISTS_SHEET = "Stamp", "Lists"
COVER_SHEET, NOTES_SHEET = "Start here", "Notes"
# Lines of a section sheet, from 0: title, introduction, heads, then the answers.
HEAD_LINE = 2
FIRST_LINE = 3
# Columns of a section sheet, from 0.
CODE, QUESTION, ROW, ANSWER, CANNOT, NOTE, HOW, EARLIER, KEY, TOKEN = range(10)
ENTRIES = (ANSWER, CANNOT, NOTE)
YES, NO = "Yes", "No"

Shape = Literal["choice", "tick", "number", "text"]

_TOKEN = re.compile(r"(\d{1,9})-([0-9a-f]{16})", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a question, a row of its grid, or one of its options to tick.

    `field` is the name under which the question's type reads the answer; `first` is true of the
    line that also takes the reason why the question cannot be answered.
    """

    key: str
    field: str
    question: Question
    label: str
    shape: Shape
    options: tuple[Option, ...]
    tick: str
    first: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One section's sheet."""

    section: Section
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a workbook was made for."""

    partnership: str
    year: int
    questionnaire: str


def sheets_of(form: Form, attributes: Attributes) -> tuple[Sheet, ...]:
    """Every section with all that this partnership may ever be asked, whatever its answers."""
    codes = frozenset(form.by_code)

    def ever(node: Node) -> bool:
        return conditions.reduce(node, {}, attributes, open_questions=codes) is not False

    sheets = []
    for section in form.sections:
        lines = tuple(
            line
            for question in section.questions
            if ever(question.show_if)
            for line in _lines(
                question, ever_rows={r.code for r in question.rows if ever(r.show_if)}
            )
        )
        if lines and ever(section.show_if):
            sheets.append(Sheet(section, lines))
    return tuple(sheets)


def _lines(question: Question, ever_rows: set[str]) -> Iterator[Line]:
    code = question.code
    if question.rows:
        kept = [row for row in question.rows if row.code in ever_rows]
        for number, row in enumerate(kept):
            key = f"{code}.{row.code}"
            yield Line(key, key, question, row.label, "choice", question.options, "", not number)
    elif question.type == "multi":
        for number, option in enumerate(question.options):
            key = f"{code}.{option.code}"
            yield Line(key, code, question, option.label, "tick", (), option.code, not number)
    else:
        shape: Shape = "choice" if question.options else "number"
        shape = "text" if question.type == "text" else shape
        yield Line(code, code, question, "", shape, question.options, "", first=True)


def shown_value(question: Question, value: Any, lines: tuple[Line, ...]) -> Any:
    """The part of a stored value that has lines in the workbook; None when nothing is left."""
    if not question.rows or value is None:
        return value
    rows = {line.key.partition(".")[2] for line in lines}
    return {row: code for row, code in value.items() if row in rows} or None


def token_of(revision: int, held: Held) -> str:
    """Revision and digest of what stood in a question's lines: tells an edited line from one that
    was left alone, whatever happened to the answer on the site meanwhile.
    """
    parts = [_folded(held.value), held.cannot, _folded(held.cannot_note)]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return f"{revision}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def with_rest(question: Question, value: Any, stored: Any, lines: tuple[Line, ...]) -> Any:
    """A value as read, with the stored rows of its grid that have no line in the workbook."""
    if not question.rows:
        return value
    shown = {line.key for line in lines}
    rest = {r: code for r, code in (stored or {}).items() if f"{question.code}.{r}" not in shown}
    both = {**rest, **(value or {})}
    return {row.code: both[row.code] for row in question.rows if row.code in both} or None


def read_token(text: str) -> tuple[int, str] | None:
    """Revision and digest, or None."""
    match = _TOKEN.fullmatch(text)
    return (int(match[1]), match[2]) if match else None


def _folded(value: Any) -> Any:
    """A text without Excel's own escapes, which its readers undo once too often."""
    if not isinstance(value, str):
        return value
    before = ""
    while before != value:
        before, value = value, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    # A lone half of a character cannot be hashed, and a carriage return is a line end.
    value = value.encode("utf-8", "replace").decode()
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def sheet_name(section: Section) -> str:
    """A title that spreadsheets take: up to 31 characters, cut between words."""
    words = _NOT_IN_NAMES.sub(" ", f"{section.code} {section.title}").split()
    name = words[0][:LONGEST_NAME]
    for word in words[1:]:
        if len(name) + 1 + len(word) > LONGEST_NAME:
            break
        name = f"{name} {word}"
    return name


def column_letter(column: int) -> str:
    """A, B, … Z; section sheets have no more."""
    return chr(ord("A") + column)


def cell_name(line: int, column: int) -> str:
    """B7, from line and column counted from 0."""
    return f"{column_letter(column)}{line + 1}"


def cells_of(line: Line, value: Any) -> str | int | float | None:
    """What stands in a line's answer cell for a stored value of its question."""
    if value is None:
        return None
    if line.shape == "tick":
        return YES if line.tick in value else NO
    if line.question.rows:
        value = value.get(line.key.partition(".")[2])
    if line.shape == "choice":
        return next((o.label for o in line.options if o.code == value), None)
    return value
