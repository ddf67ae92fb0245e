"""Reading a filled-in workbook: what it changes, and every fault by sheet and cell."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from portal.errors import Refused
from surveys.questionnaires import types
from surveys.questionnaires.structure import Attributes, Form, Question
from surveys.questionnaires.types.base import cleaned
from surveys.returns.entry import LONGEST_NOTE
from surveys.returns.joining import Held
from surveys.returns.workbook import layout, typed
from surveys.returns.workbook.layout import Line, Sheet, Stamp
from surveys.returns.workbook.package import FRESH, OpenedSheet
from surveys.returns.workbook.records import Change, Doors, Fault, Reading
from surveys.returns.workbook.typed import Unreadable


def read_workbook(
    opened: Sequence[OpenedSheet],
    *,
    form: Form,
    attributes: Attributes,
    stamp: Stamp,
    doors: Doors | None = None,
) -> Reading:
    """What the workbook changes. Raises Refused when it was made for something else."""
    _refuse_other(opened, stamp)
    reading = Reading()
    by_section = _section_sheets(opened, reading)
    for sheet in layout.sheets_of(form, attributes):
        found = by_section.get(sheet.section.code)
        if found is None:
            reading.faults.append(
                Fault(
                    layout.sheet_name(sheet.section), "", f"This sheet is not in the file. {FRESH}"
                )
            )
            continue
        _SheetReader(sheet, found, reading, doors or Doors()).read()
    return reading


def _refuse_other(opened: Sequence[OpenedSheet], stamp: Stamp) -> None:
    """Raises Refused for a workbook of another kind, layout, partnership, year or questionnaire."""
    stamps = [sheet for sheet in opened if sheet.text(0, 0) == layout.MARK]
    if len(stamps) != 1:
        raise Refused(
            "This is not the workbook of a return, or it was saved in a way that lost its hidden"
            f" sheets. {FRESH}"
        )
    said = {stamps[0].text(n, 0): stamps[0].at(n, 1) for n in range(1, 8)}
    if said.get("partnership") != stamp.partnership:
        raise Refused(
            "This workbook was made for another partnership. Download your own partnership’s"
            " workbook, copy your answers into it and upload that one."
        )
    year = said.get("year")
    if year != stamp.year:
        other = f"the {year:.0f} survey" if isinstance(year, float) else "another survey"
        raise Refused(f"This workbook was made for {other}, not for {stamp.year}. {FRESH}")
    if said.get("questionnaire") != stamp.questionnaire or said.get("format") != layout.FORMAT:
        raise Refused(
            "This workbook was made from another version of the questionnaire, whose questions"
            f" may differ. {FRESH}"
        )


def _section_sheets(opened: Iterable[OpenedSheet], reading: Reading) -> dict[str, OpenedSheet]:
    """Section code → its sheet, whatever it is called now."""
    found: dict[str, OpenedSheet] = {}
    for sheet in opened:
        if sheet.text(0, layout.KEY) != layout.SECTION_MARK:
            continue
        code = sheet.text(0, layout.TOKEN)
        if code in found:
            words = f"This sheet is a copy of “{found[code].name}”. Delete one of the two."
            reading.faults.append(Fault(sheet.name, "", words))
        else:
            found[code] = sheet
    return found


class _SheetReader:
    """Reads one section's sheet into the reading."""

    def __init__(self, sheet: Sheet, found: OpenedSheet, reading: Reading, doors: Doors) -> None:
        self.sheet, self.found, self.reading, self.doors = sheet, found, reading, doors
        self.places: dict[str, int] = {}

    def read(self) -> None:
        """Find every line, then read question by question."""
        before = len(self.reading.faults)
        self._find_lines()
        if len(self.reading.faults) > before:
            return  # which cell belongs to which question is not certain any more
        for _, lines in groupby(self.sheet.lines, key=lambda line: line.question.code):
            self._question(tuple(lines))

    def _find_lines(self) -> None:
        known = {line.key: line for line in self.sheet.lines}
        for number in range(layout.FIRST_LINE, len(self.found.lines)):
            key = self.found.text(number, layout.KEY)
            if key in known and key not in self.places:
                self.places[key] = number
                self._compare(number, known[key])
            elif key in self.places:
                self._fault(
                    number,
                    layout.CODE,
                    f"This line is there twice: also as line {self.places[key] + 1}."
                    " Delete one of the two.",
                )
            elif any(not typed.is_blank(self.found.at(number, c)) for c in layout.ENTRIES):
                self._fault(
                    number,
                    layout.ANSWER,
                    "This line was added, so nobody can tell which question it answers. Move the"
                    " answer to a line that the portal made, and delete this line.",
                )
        for line in self.sheet.lines:
            if line.key not in self.places:
                words = f"The line of {_named(line)} is gone. {FRESH}"
                self._fault(None, layout.CODE, words)

    def _compare(self, number: int, line: Line) -> None:
        """Somebody may have sorted the words but not the hidden keys, or written over them."""
        same_code = self.found.text(number, layout.CODE) == line.question.code
        label = " ".join(cleaned(self.found.text(number, layout.ROW)).split())
        if not same_code or label != " ".join(line.label.split()):
            self._fault(
                number,
                layout.CODE,
                f"The portal made this line for {_named(line)}, but it says something else now."
                f" {FRESH}",
            )

    def _question(self, lines: tuple[Line, ...]) -> None:
        first, question = lines[0], lines[0].question
        before = len(self.reading.faults)
        value = self._value(question, lines)
        cannot, note = self._why_not(first)
        if len(self.reading.faults) > before:
            return
        if cannot and value is not None and not question.rows:
            self._fault(
                self.places[first.key],
                layout.CANNOT,
                "There is an answer and a reason why there is none. Clear one of the two.",
            )
            return
        self._change(first, Held(value, cannot, note))

    def _change(self, first: Line, held: Held) -> None:
        number = self.places[first.key]
        token = layout.read_token(self.found.text(number, layout.TOKEN))
        if token is None:
            words = f"The hidden column that goes with this line was changed. {FRESH}"
            self._fault(number, layout.TOKEN, words)
            return
        base, _ = token
        if layout.token_of(base, held) == self.found.text(number, layout.TOKEN):
            return
        shut = self.doors.why_shut(self.sheet.section.code)
        if shut:
            self._fault(number, layout.ANSWER, shut)
            return
        self.reading.changes[first.question.code] = Change(held, base)

    def _value(self, question: Question, lines: tuple[Line, ...]) -> Any:
        """The answer in the question's lines; None when blank or at fault."""
        raw: dict[str, list[str]] = {}
        before = len(self.reading.faults)
        for line in lines:
            text = self._entry(line, self._answer_text)
            if text:
                raw.setdefault(line.field, []).append(text)
        if len(self.reading.faults) > before:
            return None
        parsed = types.of(question).parse(question, raw)
        places = {line.field: self.places[line.key] for line in reversed(lines)}
        for error in parsed.errors:
            place = places.get(error.field, self.places[lines[0].key])
            self._fault(place, layout.ANSWER, f"{error.message}.")
        return parsed.value

    def _answer_text(self, line: Line) -> str:
        """The answer cell of a line as the question's type reads it. Raises Unreadable."""
        text = typed.typed_text(self._cell(line, layout.ANSWER))
        if line.shape == "tick":
            return line.tick if typed.is_ticked(text) else ""
        return typed.option_code(line, text) if line.shape == "choice" else text

    def _entry(self, line: Line, read: Callable[[Line], str]) -> str:
        try:
            return read(line)
        except Unreadable as fault:
            self._fault(self.places[line.key], layout.ANSWER, str(fault))
            return ""

    def _why_not(self, first: Line) -> tuple[str, str]:
        """Reason and note of a question that cannot be answered."""
        number = self.places[first.key]
        column = layout.CANNOT
        try:
            cannot = typed.reason_key(typed.typed_text(self._cell(first, column)))
            column = layout.NOTE
            note = cleaned(typed.typed_text(self._cell(first, column))[: LONGEST_NOTE * 2])
        except Unreadable as fault:
            self._fault(number, column, str(fault))
            return "", ""
        if len(note) > LONGEST_NOTE:
            self._fault(number, column, f"Enter {LONGEST_NOTE:,} characters or fewer.")
        if note and not cannot:
            words = "This note has no reason beside it. Choose one, or clear the note."
            self._fault(number, column, words)
        return cannot, note

    def _cell(self, line: Line, column: int) -> Any:
        """The cell's content. Raises Unreadable for a formula or an error value."""
        place = (self.places[line.key], column)
        if place in self.found.scan.formulas:
            raise Unreadable(typed.FORMULA)
        if place in self.found.scan.errors:
            raise Unreadable(typed.ERROR)
        return self.found.at(*place)

    def _fault(self, number: int | None, column: int, message: str) -> None:
        cell = "" if number is None else layout.cell_name(number, column)
        self.reading.faults.append(Fault(self.found.name, cell, message))


def _named(line: Line) -> str:
    """question A01; “Crime” of question H02"""
    question = f"question {line.question.code}"
    return f"“{line.label}” of {question}" if line.label else question
