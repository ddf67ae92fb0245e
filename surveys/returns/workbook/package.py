"""Opening a workbook that somebody sent: everything in it is looked through before it is read.

The reader, calamine, keeps a sheet as a full rectangle, so one cell in the farthest corner would
fill the memory; and it shows the last result of a formula and nothing for an error. Therefore every
part is parsed here first: sizes, places, formulas and errors. Calamine then gets a package of
exactly the parts that were looked through.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import python_calamine
from django.core.files.uploadedfile import UploadedFile

from portal.errors import Refused
from portal.web.uploads import XLSX, Upload, checked, size_words

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 25 * 1024 * 1024
MOST_SHEETS = 60
MOST_LINES, MOST_COLUMNS = 3000, 100
MOST_ELEMENTS = 600_000
FRESH = "Download the workbook again, copy your answers into it and upload that one."

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
_CONTENT = {"v", "f", "is"}  # what stands in a cell that is not empty
_PACKAGE_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)

Cell = Any  # str, int, float, bool, date, datetime, time or timedelta; "" where there is nothing


@dataclass
class Scan:
    """What one part holds that its reader would not say. Places are (line, column) from 0."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class OpenedSheet:
    """A sheet's cells line by line, and where formulas and error values stand."""

    name: str
    lines: list[list[Cell]]
    scan: Scan

    def at(self, line: int, column: int) -> Cell:
        """The cell's content; "" outside."""
        if line >= len(self.lines) or column >= len(self.lines[line]):
            return ""
        return self.lines[line][column]

    def text(self, line: int, column: int) -> str:
        """The cell's content as text."""
        found = self.at(line, column)
        return found.strip() if isinstance(found, str) else str(found)


class _Unsafe(Exception):
    """The message says what is wrong, to go on after the file's name."""


def open_workbook(file: UploadedFile) -> tuple[Upload, list[OpenedSheet]]:
    """The file and its sheets. Raises Refused, in plain words, for whatever is not a sound .xlsx."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused(
            f"“{file.name}” is larger than {size_words(MOST_BYTES)}, far more than a filled-in"
            f" workbook needs. {FRESH}"
        )
    _refuse_bomb(file)
    upload = checked(file, allowed=(XLSX,))
    try:
        return upload, _sheets(file)
    except _Unsafe as fault:
        raise Refused(f"“{upload.name}” {fault} {FRESH}") from fault
    except (python_calamine.CalamineError, expat.ExpatError, KeyError, *_PACKAGE_FAULTS) as error:
        raise Refused(f"“{upload.name}” is damaged, so it could not be read. {FRESH}") from error


def _refuse_bomb(file: UploadedFile) -> None:
    """Before anything is unpacked; what is no package at all is named later."""
    try:
        with zipfile.ZipFile(file) as package:
            size = sum(part.file_size for part in package.infolist())
    except _PACKAGE_FAULTS:
        size = 0
    file.seek(0)
    if size > MOST_UNPACKED:
        raise Refused(
            f"“{file.name}” unpacks to far more than a filled-in workbook holds, so it was not"
            f" opened. {FRESH}"
        )


def _sheets(file: UploadedFile) -> list[OpenedSheet]:
    parts, scans = _looked_through(file)
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    clean.seek(0)
    with python_calamine.CalamineWorkbook.from_filelike(clean) as book:
        if len(book.sheet_names) > MOST_SHEETS:
            raise _Unsafe("has far more sheets than the workbook that the portal made.")
        places = _places(parts)
        return [
            OpenedSheet(
                name,
                book.get_sheet_by_name(name).to_python(skip_empty_area=False),
                scans.get(places.get(name, ""), Scan()),
            )
            for name in book.sheet_names
        ]


def _looked_through(file: UploadedFile) -> tuple[dict[str, bytes], dict[str, Scan]]:
    """Every XML part by name and what was found in it; pictures and the like are left behind."""
    parts: dict[str, bytes] = {}
    scans: dict[str, Scan] = {}
    budget = [MOST_ELEMENTS]
    with zipfile.ZipFile(file) as package:
        for info in package.infolist():
            if info.filename.endswith((".xml", ".rels")):
                content = package.read(info)
                scans[info.filename] = _scan(content, budget)
                parts[info.filename] = content
    file.seek(0)
    return parts, scans


def _scan(content: bytes, budget: list[int]) -> Scan:
    """Walk through one part. `budget`: elements that the whole file may still have."""
    walk = _Walk(budget)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = walk.start
    parser.StartDoctypeDeclHandler = walk.doctype
    parser.Parse(content, True)
    return walk.scan


class _Walk:
    """Follows where in a sheet the parser is; in other parts it only counts."""

    def __init__(self, budget: list[int]) -> None:
        self.scan = Scan()
        self.budget = budget
        self.line = self.column = -1

    def doctype(self, *_: object) -> None:
        """No office writes one; they serve to blow up what is small."""
        raise _Unsafe("holds instructions (a document type) that no workbook needs.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.budget[0] -= 1
        if self.budget[0] < 0:
            raise _Unsafe("holds far more cells than the workbook that the portal made.")
        kind = name.rpartition(" ")[2]
        if kind == "row":
            number = attributes.get("r", "")
            self.line = int(number) - 1 if number.isdecimal() else self.line + 1
            self.column = -1
        elif kind == "c":
            self._cell(attributes)
        elif kind in _CONTENT and self.column >= 0:
            self._content(kind)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self.column = _column(place[1]) if place else self.column + 1
        self.line = int(place[2]) - 1 if place else self.line
        if attributes.get("t") == "e":
            self.scan.errors.add((self.line, self.column))

    def _content(self, kind: str) -> None:
        if self.line >= MOST_LINES or self.column >= MOST_COLUMNS:
            raise _Unsafe("has something written far outside the lines that the portal made.")
        if kind == "f":
            self.scan.formulas.add((self.line, self.column))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _places(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet's name → the part it stands in."""
    targets = {
        given["Id"]: given["Target"]
        for kind, given in _elements(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"))
        if kind == "Relationship" and {"Id", "Target"} <= given.keys()
    }
    return {
        given["name"]: _whole(targets.get(_relation(given), ""))
        for kind, given in _elements(parts["xl/workbook.xml"])
        if kind == "sheet" and "name" in given
    }


def _relation(given: dict[str, str]) -> str:
    """The attribute `id` of whichever namespace this office uses for relations."""
    return next((value for name, value in given.items() if name.endswith(" id")), "")


def _whole(target: str) -> str:
    return target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"


def _elements(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, given: found.append((name.rpartition(" ")[2], given))
    parser.Parse(content, True)
    yield from found
