"""Writing the workbook: cover, a sheet for each section, notes, and two hidden sheets."""

import io
from collections.abc import Sequence
from itertools import groupby

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from surveys.questionnaires import types
from surveys.questionnaires.structure import Option
from surveys.returns.joining import Held
from surveys.returns.models import Cannot
from surveys.returns.workbook import layout
from surveys.returns.workbook.checking import rule_of
from surveys.returns.workbook.content import NOTHING, Content
from surveys.returns.workbook.layout import Line, Sheet, Stamp
from surveys.returns.workbook.looks import HEADS, WIDTHS, Looks
from surveys.returns.workbook.prose import cover_lines, note_lines

LOCKS = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
}


def write_workbook(content: Content) -> bytes:
    """The workbook as .xlsx."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {
                "title": f"{content.stamp.year} annual return: {content.partnership}",
                "author": "LSP Portal",
                "created": content.made_at.replace(tzinfo=None),
                "comments": content.synthetic,
            }
        )
        looks = Looks(book)
        _prose(book.add_worksheet(layout.COVER_SHEET), cover_lines(content), looks)
        lists = _Lists()
        for sheet in content.sheets:
            place = book.add_worksheet(layout.sheet_name(sheet.section))
            _SectionWriter(content, sheet, place, looks, lists).write()
        _prose(book.add_worksheet(layout.NOTES_SHEET), note_lines(content), looks)
        lists.write(book.add_worksheet(layout.LISTS_SHEET))
        _stamp(book.add_worksheet(layout.STAMP_SHEET), content.stamp)
    return out.getvalue()


def _prose(place: Worksheet, lines: Sequence[tuple[str, str]], looks: Looks) -> None:
    """A sheet of two columns: names in bold and what they say; the first line is the title."""
    place.set_column(0, 0, 30)
    place.set_column(1, 1, 95)
    place.hide_gridlines(2)
    for number, (name, words) in enumerate(lines):
        place.write_string(number, 0, name, looks.title if number == 0 else looks.strong)
        place.write_string(number, 1, words, looks.text)
    place.protect("", LOCKS)
    place.set_portrait()
    place.set_paper(9)
    place.fit_to_pages(1, 0)


def _stamp(place: Worksheet, stamp: Stamp) -> None:
    place.write_string(0, 0, layout.MARK)
    place.write_row(1, 0, ["format", layout.FORMAT])
    place.write_string(2, 0, "partnership")
    place.write_string(2, 1, stamp.partnership)
    place.write_row(3, 0, ["year", stamp.year])
    place.write_string(4, 0, "questionnaire")
    place.write_string(4, 1, stamp.questionnaire)
    place.protect()
    place.very_hidden()


class _Lists:
    """The hidden sheet of what the drop-downs offer: a list in the cell itself could not hold
    commas or more than 255 characters."""

    def __init__(self) -> None:
        self.columns: dict[tuple[str, ...], int] = {}

    def range_of(self, words: Sequence[str]) -> str:
        """Where these words stand, as a validation names it."""
        column = self.columns.setdefault(tuple(words), len(self.columns))
        name = xlsxwriter.utility.xl_col_to_name(column)
        return f"={layout.LISTS_SHEET}!${name}$1:${name}${len(words)}"

    def write(self, place: Worksheet) -> None:
        """Write all lists that were asked for."""
        for words, column in self.columns.items():
            for number, word in enumerate(words):
                place.write_string(number, column, word)
        place.protect()
        place.very_hidden()


class _SectionWriter:
    """Writes one section's sheet."""

    def __init__(
        self, content: Content, sheet: Sheet, place: Worksheet, looks: Looks, lists: _Lists
    ) -> None:
        self.content, self.sheet, self.place = content, sheet, place
        self.looks, self.lists = looks, lists
        self.shut = content.shut.get(sheet.section.code, "")
        self.number = layout.FIRST_LINE

    def write(self) -> None:
        """Head, lines, and how the sheet behaves."""
        self._head()
        for _, lines in groupby(self.sheet.lines, key=lambda line: line.question.code):
            self._question(tuple(lines))
        self._behave()

    def _head(self) -> None:
        section, place = self.sheet.section, self.place
        place.write_string(0, 0, f"{section.number}. {section.title}", self.looks.title)
        place.write_string(0, layout.KEY, layout.SECTION_MARK)
        place.write_string(0, layout.TOKEN, section.code)
        words = (self.content.asked.get(section.code, ""), section.intro, self.shut)
        place.write_string(1, 0, " ".join(filter(None, words)), self.looks.plain)
        year = self.content.earlier_year
        for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            if column == layout.EARLIER:
                head = f"Answer in {year}" if year else "Last answer"  # noqa: PLW2901 one head differs
            place.set_column(column, column, width)
            place.write_string(layout.HEAD_LINE, column, head, self.looks.head)
        if not year:
            place.set_column(layout.EARLIER, layout.EARLIER, 0, None, {"hidden": True})
        place.set_column(layout.KEY, layout.TOKEN, 12, None, {"hidden": True})

    def _behave(self) -> None:
        place = self.place
        place.protect("", LOCKS)
        place.freeze_panes(layout.FIRST_LINE, 1)
        place.hide_gridlines(0)
        place.set_landscape()
        place.set_paper(9)
        place.fit_to_pages(1, 0)
        place.repeat_rows(layout.HEAD_LINE)
        place.set_footer(f"&L{self.content.synthetic}&RPage &P of &N")
        place.set_selection(layout.FIRST_LINE, layout.ANSWER, layout.FIRST_LINE, layout.ANSWER)

    def _question(self, lines: tuple[Line, ...]) -> None:
        question = lines[0].question
        stored = self.content.stored.get(question.code, NOTHING)
        value = layout.shown_value(question, stored.held.value, lines)
        held = Held(value, stored.held.cannot, stored.held.cannot_note)
        token = layout.token_of(stored.revision, held)
        for line in lines:
            self._words(line)
            self._answer(line, layout.cells_of(line, value))
            self._why_not(line, held)
            self.place.write_string(self.number, layout.KEY, line.key)
            self.place.write_string(self.number, layout.TOKEN, token if line.first else "")
            self.number += 1

    def _words(self, line: Line) -> None:
        question, looks, number = line.question, self.looks, self.number
        write = self.place.write_string
        look = looks.first if line.first else looks.text
        write(number, layout.CODE, question.code, look)
        words = question.text if line.first else ""
        if line.first and not question.required:
            words += " (optional)"
        write(number, layout.QUESTION, words, look)
        write(number, layout.ROW, line.label, look)
        how = ""
        if line.first:
            parts = (
                question.help,
                types.of(question).how(question),
                self.content.asked.get(question.code, ""),
            )
            how = " ".join(filter(None, parts))
        elif line.key in self.content.asked:
            how = self.content.asked[line.key]
        write(number, layout.HOW, how, look)
        before = layout.cells_of(line, self.content.earlier.get(question.code))
        write(number, layout.EARLIER, "" if before is None else str(before), look)

    def _answer(self, line: Line, cell: str | int | float | None) -> None:
        place, at = self.place, (self.number, layout.ANSWER)
        look = self.looks.answer(line, shut=bool(self.shut))
        if cell is None:
            place.write_blank(*at, None, look)
        elif isinstance(cell, str):
            place.write_string(*at, cell, look)
        else:
            place.write_number(*at, cell, look)
        if not self.shut:
            place.data_validation(*at, *at, rule_of(line, self._list_of(line.options)))

    def _list_of(self, options: Sequence[Option]) -> str:
        return self.lists.range_of([option.label for option in options]) if options else ""

    def _why_not(self, line: Line, held: Held) -> None:
        place, number = self.place, self.number
        look = self.looks.why(open_=line.first and not self.shut)
        reason = Cannot(held.cannot).label if line.first and held.cannot else ""
        note = held.cannot_note if line.first else ""
        for column, words in ((layout.CANNOT, reason), (layout.NOTE, note)):
            if words:
                place.write_string(number, column, words, look)
            else:
                place.write_blank(number, column, None, look)
        if line.first and not self.shut:
            reasons = self.lists.range_of([each.label for each in Cannot])
            rule = {
                "validate": "list",
                "source": reasons,
                "error_title": "Not one of the reasons",
                "error_message": "Choose a reason from the list, or leave the cell empty.",
            }
            place.data_validation(number, layout.CANNOT, number, layout.CANNOT, rule)
