"""Reading a CSV file of members: every line, and every fault by line, column and remedy."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from partnerships.membership.forms.days import DayField
from partnerships.membership.member_file.columns import (
    COLUMNS,
    EMAIL,
    JOB_TITLE,
    KIND,
    MAY_SIGN,
    NAME,
    NAME_PUBLIC,
    ORGANISATION,
    PHONE,
    SECTOR,
    SINCE,
    Column,
    is_guarded,
)
from partnerships.membership.models import ORGANISATION_SECTORS, Organisation, Sector

MOST_LINES = 5000
DAY = DayField()
Choices = Sequence[tuple[str, str]]  # key, label
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong where, and what to do about it. Line 1 is the one with the headings."""

    line: int
    column: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Line:
    """One member as a line says; `sector` and `kind` are keys or empty."""

    number: int
    organisation: str
    sector: str
    kind: str
    name: str
    job_title: str
    email: str
    phone: str
    may_sign: bool
    name_public: bool
    since: date | None

    @property
    def who(self) -> tuple[str, str]:
        """What two lines about one member share."""
        return self.organisation.casefold(), (self.email or f"name {self.name}").casefold()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: good lines, every fault by line, and the headings of the columns it has."""

    lines: tuple[Line, ...]
    faults: tuple[LineFault, ...]
    columns: frozenset[str] = frozenset()


def text_of(content: bytes) -> str:
    """The file's text, whether a spreadsheet saved it as UTF-8 or as Windows text.

    Raises ValueError, in words for the person, if it is neither.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError(
            "This file is saved as Unicode text. Save it as “CSV UTF-8” and upload it again."
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValueError("This is not a text file. Save the list as “CSV UTF-8” and upload it again.")


def read(text: str) -> Reading:
    """Every line read and checked by itself and against the others. Nothing is looked up."""
    rows = _rows(text)
    headings, problem = _headings(rows)
    if problem:
        return Reading((), (problem,))
    reader = _Reader(headings)
    for number, cells in rows:
        if reader.read > MOST_LINES:
            break
        if any(cell.strip() for cell in cells):
            reader.take(number, cells)
    if not reader.read:
        remedy = "Put one member on each line below the headings."
        return Reading((), (LineFault(2, "", "The file has no members in it.", remedy),))
    return Reading(tuple(reader.lines), tuple(reader.faults), frozenset(headings))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line number in the file, cells); a line with a line break inside a cell keeps its first."""
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # one cell of more than 128 KB: a quotation mark that is never closed
            yield number, ["…"] * (len(COLUMNS) + 1)
            return
        yield number, cells
        number = reader.line_num + 1


def _headings(
    rows: Iterator[tuple[int, list[str]]],
) -> tuple[dict[str, int], LineFault | None]:
    """Where each column is; a fault if one that is needed is missing or one is unknown or twice."""
    _, cells = next(rows, (1, []))
    found = [cell.strip().casefold() for cell in cells]
    places: dict[str, int] = {}
    known = {column.heading.casefold(): column.heading for column in COLUMNS}
    for place, heading in enumerate(found):
        if heading in known and known[heading] not in places:
            places[known[heading]] = place
        elif heading:
            message = (
                f"“{cells[place].strip()[:60]}” is not a column of this file, or is there twice."
            )
            return {}, LineFault(1, "", message, "Take the column out, or start from the template.")
    missing = [c.heading for c in COLUMNS if c.needed and c.heading not in places]
    if missing:
        message = f"The first line has no column “{'” and no column “'.join(missing)}”."
        remedy = "Put the headings on the first line as in the template."
        return {}, LineFault(1, "", message, remedy)
    return places, None


class _Reader:
    """Takes line after line and remembers whom it has met."""

    def __init__(self, headings: dict[str, int]):
        self.headings = headings
        self.width = max(headings.values()) + 1
        self.read = 0
        self.lines: list[Line] = []
        self.faults: list[LineFault] = []
        self.met: dict[tuple[str, str], int] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Read one line: a good line, or its faults."""
        self.read += 1
        if self.read > MOST_LINES:
            message = f"The file has more than {MOST_LINES:,} members."
            self._fault(number, None, message, "Split it in two and import one after the other.")
            return
        if any(cell.strip() for cell in cells[self.width :]):
            message = "This line has more cells than there are headings."
            remedy = "Put text that has a comma in it between quotation marks."
            self._fault(number, None, message, remedy)
            return
        before = len(self.faults)
        line = self._line(number, cells)
        if len(self.faults) == before:
            self._meet(line)

    def _line(self, number: int, cells: Sequence[str]) -> Line:
        def cell(column: Column) -> str:
            return self._text(number, column, cells)

        return Line(
            number=number,
            organisation=cell(ORGANISATION),
            sector=self._choice(number, SECTOR, cell(SECTOR), ORGANISATION_SECTORS, Sector.choices),
            kind=self._choice(number, KIND, cell(KIND), Organisation.Kind.choices),
            name=cell(NAME),
            job_title=cell(JOB_TITLE),
            email=self._email(number, cell(EMAIL)),
            phone=cell(PHONE),
            may_sign=self._yes(number, MAY_SIGN, cell(MAY_SIGN)),
            name_public=self._yes(number, NAME_PUBLIC, cell(NAME_PUBLIC)),
            since=self._day(number, cell(SINCE)),
        )

    def _text(self, number: int, column: Column, cells: Sequence[str]) -> str:
        place = self.headings.get(column.heading)
        raw = cells[place] if place is not None and place < len(cells) else ""
        text = " ".join((raw.strip()[1:] if is_guarded(raw.strip()) else raw).split())
        if column.needed and not text:
            self._fault(number, column, f"{column.heading} is empty.", f"Enter the {_low(column)}.")
        if column.longest and len(text) > column.longest:
            message = f"{column.heading} has {len(text)} characters."
            self._fault(number, column, message, f"Shorten it to {column.longest} or fewer.")
        return text

    def _choice(
        self, number: int, column: Column, text: str, choices: Choices, also: Choices = ()
    ) -> str:
        for key, label in (*choices, *also):
            if text.casefold() in (key.casefold(), label.casefold()):
                return key
        if text:
            remedy = f"Write one of: {'; '.join(label for _, label in choices)}."
            message = f"“{text[:60]}” is not a {_low(column)}."
            self._fault(number, column, message, remedy)
        return ""

    def _email(self, number: int, text: str) -> str:
        try:
            if text:
                validate_email(text)
        except ValidationError:
            message = f"“{text[:80]}” is not an email address."
            self._fault(
                number, EMAIL, message, "Write it like name@example.org, or leave it empty."
            )
        return text.lower()

    def _yes(self, number: int, column: Column, text: str) -> bool:
        if text.casefold() not in (*YES, *NO):
            self._fault(number, column, f"“{text[:60]}” is not Yes or No.", "Write Yes or No.")
        return text.casefold() in YES

    def _day(self, number: int, text: str) -> date | None:
        if not text:
            return None
        try:
            return DAY.clean(text)
        except ValidationError:
            message = f"“{text[:60]}” is not a day."
            self._fault(number, SINCE, message, "Write it like 31/3/2004, or leave it empty.")
        return None

    def _meet(self, line: Line) -> None:
        if earlier := self.met.get(line.who):
            column = EMAIL if line.email else NAME
            message = f"{line.name} of {line.organisation} is on line {earlier} already."
            self._fault(line.number, column, message, "Take one of the two lines out.")
        else:
            self.met[line.who] = line.number
            self.lines.append(line)

    def _fault(self, line: int, column: Column | None, message: str, remedy: str) -> None:
        self.faults.append(LineFault(line, column.heading if column else "", message, remedy))


def _low(column: Column) -> str:
    return column.heading[:1].lower() + column.heading[1:]
