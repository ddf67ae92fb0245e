"""All that goes into a workbook. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from surveys.questionnaires.structure import Form
from surveys.returns.joining import Held
from surveys.returns.workbook.layout import Sheet, Stamp


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands for one question on the site: the answer and its revision."""

    held: Held = field(default_factory=Held)
    revision: int = 0


NOTHING = Stored()


@dataclass(frozen=True)
class Content:
    """All that goes into a workbook.

    `shut`: section code → why its answers cannot be changed here, empty or absent where they can.
    `asked`: question code → when it is asked, in words. `earlier`: last year's value by question,
    for those that are the same as then; `earlier_year` 0: there is none.
    """

    form: Form
    sheets: tuple[Sheet, ...]
    stamp: Stamp
    partnership: str
    made_at: datetime
    made_by: str
    stored: Mapping[str, Stored]
    shut: Mapping[str, str]
    asked: Mapping[str, str]
    due: str
    synthetic: str
    earlier: Mapping[str, Any]
    earlier_year: int
