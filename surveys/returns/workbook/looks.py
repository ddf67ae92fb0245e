"""How the workbook looks: column heads and widths, and the formats of its cells."""

import xlsxwriter
from xlsxwriter.format import Format

from surveys.returns.workbook.layout import Line

HEADS = (
    *("Code", "Question", "Row or option", "Your answer", "We cannot answer this because"),
    *("Note to the reason", "How to answer", "Last answer", "Key", "Version"),
)
WIDTHS = (8, 46, 34, 34, 26, 26, 46, 30, 12, 12)  # characters

_BLUE, _TINT, _LINE, _GREY = "#12436d", "#eef3f8", "#b1b4b6", "#505a5f"
_CELL = {"font_name": "Arial", "font_size": 10, "text_wrap": True, "valign": "top"}
_ENTRY = {**_CELL, "border": 1, "border_color": "#6b7780"}


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        add = book.add_format
        self._book = book
        self._answers: dict[tuple[str, bool], Format] = {}
        self.title = add({"font_name": "Arial", "font_size": 16, "bold": True, "font_color": _BLUE})
        self.plain = add({"font_name": "Arial", "font_size": 10, "font_color": _GREY})
        self.text = add(_CELL)
        self.strong = add({**_CELL, "bold": True})
        self.first = add({**_CELL, "top": 1, "top_color": _LINE})
        self.head = add(
            {**_CELL, "bold": True, "font_color": "white", "bg_color": _BLUE, "valign": "bottom"}
        )
        self._why = {
            True: add({**_ENTRY, "locked": False, "num_format": "@", "bg_color": _TINT}),
            False: self.text,
        }

    def why(self, *, open_: bool) -> Format:
        """Cells of reason and note."""
        return self._why[open_]

    def answer(self, line: Line, *, shut: bool) -> Format:
        """An answer cell: typed words stay words, numbers are numbers, amounts have their pound."""
        shape = _number_format(line)
        if (shape, shut) not in self._answers:
            look = {**_ENTRY, "num_format": shape, "locked": shut, "align": "left"}
            look["bg_color"] = "#f3f2f1" if shut else "#ffffff"
            if shape == "@" and line.shape == "text":
                look["quote_prefix"] = True
            self._answers[shape, shut] = self._book.add_format(look)
        return self._answers[shape, shut]


def _number_format(line: Line) -> str:
    question = line.question
    if line.shape != "number":
        return "@"
    if question.type == "money":
        return "£#,##0"
    if question.unit == "year":
        return "0"
    return "#,##0" + ("." + "0" * question.decimals if question.decimals else "")
