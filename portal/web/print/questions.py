"""Blocks of questionnaires: a question to be answered on paper, and one with its answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blank:
    """A question with room for its answer.

    `remarks`: who is asked, how to answer. `options` are listed with a box (`many`: any number of
    them may be ticked). With `rows` the options head the columns of a table when there are up to
    `widest`, else they are lettered and each row has room for a letter. `lines`: empty lines to
    write on; `unit` stands behind a box for a number.
    """

    number: str
    text: str
    code: str
    help: str = ""
    remarks: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    many: bool = False
    rows: tuple[str, ...] = ()
    row_name: str = ""
    lines: int = 0
    unit: str = ""
    widest = 6
    template = "web/print/questions/blank.html"

    @property
    def is_wide(self) -> bool:
        """Whether the options do not fit side by side."""
        return len(self.options) > self.widest

    @property
    def line_numbers(self) -> range:
        """For the template, which cannot count."""
        return range(self.lines)

    @property
    def letters(self) -> tuple[tuple[str, str], ...]:
        """The options, each with its letter."""
        return tuple(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", self.options, strict=False))


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer: `rows` (label, words) of a grid under `row_name`, `points` of several options,
    else `words` as they were typed. `none`: there is no answer and `words` say so."""

    number: str
    text: str
    code: str
    words: str = ""
    points: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    row_name: str = "row"
    remarks: tuple[str, ...] = ()
    none: bool = False
    whole_rows = 12
    template = "web/print/questions/answered.html"

    @property
    def is_short(self) -> bool:
        """Whether it is kept on one page."""
        most = len(self.rows) <= self.whole_rows and len(self.points) <= self.whole_rows
        return most and len(self.words) < 600


QuestionBlock = Blank | Answered
