"""What reading a workbook gives: changes and faults, and what may change at all. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field

from surveys.returns.joining import Held


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place and what to do; `cell` is empty where a whole sheet is meant."""

    sheet: str
    cell: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a question's lines now say, other than what was written into them; `base`: the revision
    that was written."""

    held: Held
    base: int


@dataclass
class Reading:
    """A workbook as read. With any fault, none of the changes may be used."""

    changes: dict[str, Change] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doors:
    """Sections whose answers may change: `mine` those that this person may write, `open` those
    that take answers; None: all."""

    mine: Collection[str] | None = None
    open: Collection[str] | None = None

    def why_shut(self, section: str) -> str:
        """Why an answer of the section may not change; empty when it may."""
        if self.mine is not None and section not in self.mine:
            return (
                "This section was not given to you, so its answers must stay as they were."
                " Put the old answer back, or ask the co-ordinator to upload the workbook."
            )
        if self.open is not None and section not in self.open:
            return (
                "This section was not reopened, so its answers must stay as they were."
                " Put the old answer back."
            )
        return ""
