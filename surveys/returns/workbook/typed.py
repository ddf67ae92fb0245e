"""From a cell to what a person would have typed, and what to say of a cell that cannot be read."""

import math
from datetime import date, datetime, time, timedelta
from typing import Any

from surveys.questionnaires.types.base import cleaned
from surveys.questionnaires.types.number import plain
from surveys.returns.models import Cannot
from surveys.returns.workbook.layout import NO, YES, Line

SHOWN = 60  # so much of a cell's content is repeated in a message
NAMED_OPTIONS = 12
FORMULA = "This cell holds a formula. Type the answer itself, or paste it as a value."
ERROR = "This cell holds an error of the spreadsheet. Delete it and type the answer."
DATE = "This cell holds a date or a time. Type the answer itself."


class Unreadable(Exception):
    """What is wrong with a cell and what to do about it."""


def typed_text(cell: Any) -> str:
    """The cell's content as typed. Raises Unreadable for dates."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, datetime | date | time | timedelta):
        raise Unreadable(DATE)
    if isinstance(cell, float) and not math.isfinite(cell):
        raise Unreadable(ERROR)
    return plain(cell)


def is_blank(cell: Any) -> bool:
    """Whether the cell holds nothing but spaces."""
    return isinstance(cell, str) and not cell.strip()


def option_code(line: Line, text: str) -> str:
    """The code of the option that the cell names; "" for a blank. Raises Unreadable."""
    wanted = _plainly(text)
    if not wanted:
        return ""
    found = [option.code for option in line.options if _plainly(option.label) == wanted]
    exact = [option.code for option in line.options if option.label == text.strip()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    labels = [f"“{option.label}”" for option in line.options]
    if len(labels) > NAMED_OPTIONS:
        return _refuse(text, "Choose one from the list of this cell.")
    return _refuse(text, f"Choose {', '.join(labels[:-1])} or {labels[-1]}.")


def is_ticked(text: str) -> bool:
    """Whether an option is ticked. Raises Unreadable."""
    said = _plainly(text)
    if said in ("yes", "y", "x", "1", "true"):
        return True
    if said in ("", "no", "n", "0", "false"):
        return False
    return bool(_refuse(text, f"Choose {YES} or {NO}."))


def reason_key(text: str) -> str:
    """The key of the reason why a question cannot be answered. Raises Unreadable."""
    wanted = _plainly(text)
    if not wanted:
        return ""
    for reason in Cannot:
        if wanted in (_plainly(reason.label), reason.value):
            return reason.value
    return _refuse(text, "Choose a reason from the list of this cell.", "the reasons")


def excerpt(text: str) -> str:
    """The beginning of a cell's content, fit to be shown."""
    said = " ".join(cleaned(text[: SHOWN * 4]).split())
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"


def _plainly(text: str) -> str:
    """Words only: spaces, case and the shape of quotation marks do not count."""
    said = cleaned(text[:400]).replace("’", "'").replace("‘", "'").replace("“", '"')
    return " ".join(said.replace("”", '"').split()).casefold()


def _refuse(text: str, remedy: str, among: str = "the options") -> str:
    raise Unreadable(f"“{excerpt(text)}” is not one of {among}. {remedy}")
