"""The sheets of an edition as an Excel workbook."""

import io
from datetime import datetime
from itertools import count

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.web.print.attachments import safe
from surveys.results.exports.about import PUBLISHER, About
from surveys.results.exports.sheets import Sheet
from surveys.results.exports.widths import widths_of

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_TEXT = {"font_name": "Arial", "font_size": 11, "valign": "top"}


def write(sheets: tuple[Sheet, ...], about: About) -> bytes:
    """One worksheet for each sheet; every table is marked up as one. Dated by the edition."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties(_properties(about))
        looks = {
            "title": book.add_format({**_TEXT, "font_size": 16, "bold": True}),
            "text": book.add_format({**_TEXT, "text_wrap": True}),
            "plain": book.add_format(_TEXT),
            "head": book.add_format({**_TEXT, "bold": True, "text_wrap": True}),
            "number": book.add_format({**_TEXT, "align": "right", "num_format": "#,##0.##"}),
            "whole": book.add_format({**_TEXT, "align": "right", "num_format": "#,##0"}),
        }
        numbers = count(1)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, looks, next(numbers))
    return out.getvalue()


def _properties(about: About) -> dict[str, str | datetime]:
    return {
        "title": about.words,
        "author": PUBLISHER,
        "comments": " ".join(about.notices),
        "created": about.built_at.replace(tzinfo=None, microsecond=0),
    }


def _write(place: Worksheet, sheet: Sheet, looks: dict[str, Format], number: int) -> None:
    place.write_string(0, 0, safe(sheet.title), looks["title"])
    for line, remark in enumerate(sheet.remarks, start=1):
        place.write_string(line, 0, safe(remark), looks["plain"])
    first = 1 + len(sheet.remarks)
    for column, width in enumerate(widths_of(sheet)):
        place.set_column(column, column, width)
    last = first + len(sheet.rows)
    place.add_table(
        first, 0, last, len(sheet.head) - 1,
        {
            "name": f"table_{number}",
            "style": "Table Style Light 1",
            "columns": [{"header": name, "header_format": looks["head"]} for name in sheet.head],
            "autofilter": sheet.words > 2,
            "banded_rows": False,
        },
    )  # fmt: skip
    for line, row in enumerate(sheet.rows, start=first + 1):
        for column, value in enumerate(row):
            if sheet.links and column == 0:
                place.write_url(line, column, f"internal:'{value}'!A1", looks["text"], str(value))
            else:
                _cell(place, line, column, value, looks)
    place.freeze_panes(first + 1, 0)
    place.hide_gridlines(0)


def _cell(
    place: Worksheet, line: int, column: int, value: object, looks: dict[str, Format]
) -> None:
    if isinstance(value, str):
        look = "number" if value.startswith("[") else "text"
        place.write_string(line, column, safe(value), looks[look])
    elif isinstance(value, int):
        place.write_number(line, column, value, looks["whole"])
    else:
        place.write_number(line, column, value, looks["number"])  # type: ignore[arg-type]
