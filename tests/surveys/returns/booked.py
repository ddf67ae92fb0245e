"""Workbooks for tests: written from a form, edited as a person would, read back."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import openpyxl  # comes with pyxform; edits cells as a spreadsheet would
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.questionnaires import form as forms
from surveys.questionnaires.structure import Attributes, Form
from surveys.returns.joining import Held
from surveys.returns.workbook import layout
from surveys.returns.workbook.content import Content, Stored
from surveys.returns.workbook.layout import Stamp, sheet_name, sheets_of
from surveys.returns.workbook.package import open_workbook
from surveys.returns.workbook.reading import read_workbook
from surveys.returns.workbook.records import Doors, Reading
from surveys.returns.workbook.writing import write_workbook
from tests.surveys.questionnaires.conftest import LSP2004, NRF, SMALL

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SMALL_FORM: Form = forms.compile(SMALL)
LSP_FORM: Form = forms.compile(json.loads(LSP2004.read_text(encoding="utf-8")))


def stamp_of(form: Form) -> Stamp:
    return Stamp("alpha", form.year, form.sha256)


def content_of(form: Form, attributes: Attributes, stored: Mapping[str, Stored]) -> Content:
    return Content(
        form=form,
        sheets=sheets_of(form, attributes),
        stamp=stamp_of(form),
        partnership="Alpha Partnership",
        made_at=datetime(2004, 11, 3, 10, 42, tzinfo=UTC),
        made_by="Alpha Coordinator",
        stored=stored,
        shut={},
        asked={},
        due="17 December 2004",
        synthetic="Synthetic data",
        earlier={},
        earlier_year=0,
    )


def stored_from(answers: Mapping[str, Any], revision: int = 3) -> dict[str, Stored]:
    return {code: Stored(Held(value), revision) for code, value in answers.items()}


def file_of(data: bytes, name: str = "return.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, XLSX)


def read(form: Form, attributes: Attributes, data: bytes, doors: Doors | None = None) -> Reading:
    _, opened = open_workbook(file_of(data))
    return read_workbook(
        opened, form=form, attributes=attributes, stamp=stamp_of(form), doors=doors
    )


class Book:
    """A workbook in the hands of somebody with a spreadsheet."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def place(self, key: str) -> tuple[Any, int]:
        """The sheet and the line (from 1) of a key."""
        for sheet in self.book.worksheets:
            for line in range(layout.FIRST_LINE + 1, sheet.max_row + 1):
                if sheet.cell(line, layout.KEY + 1).value == key:
                    return sheet, line
        raise KeyError(key)

    def cell(self, key: str, column: int = layout.ANSWER) -> str:
        """A01's answer cell: "D4"."""
        return layout.cell_name(self.place(key)[1] - 1, column)

    def put(self, key: str, value: Any, column: int = layout.ANSWER) -> "Book":
        """Write into a cell as it is, a leading = included."""
        sheet, line = self.place(key)
        cell = sheet.cell(line, column + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        return self

    def formula(self, key: str, formula: str) -> "Book":
        """Type a formula into an answer cell."""
        sheet, line = self.place(key)
        sheet.cell(line, layout.ANSWER + 1).value = formula
        return self

    def data(self) -> bytes:
        """Save."""
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


BOOK = write_workbook(content_of(SMALL_FORM, NRF, stored_from({"A1": "yes", "B2": 12})))
FIRST = sheet_name(SMALL_FORM.section("A"))
SECOND = sheet_name(SMALL_FORM.section("B"))


def repacked(change: dict[str, bytes], data: bytes = BOOK) -> bytes:
    """The package with other parts, or with more."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, change.pop(name, None) or before.read(name))
        for name, content in change.items():
            after.writestr(name, content)
    return out.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as package:
        return package.read(name)
