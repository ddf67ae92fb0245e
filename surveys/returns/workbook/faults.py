"""Faults as a page lists them: under their sheets, not more than can be read."""

from collections.abc import Iterable
from dataclasses import dataclass

from surveys.returns.workbook.records import Fault

MOST = 200


@dataclass(frozen=True, slots=True)
class SheetFaults:
    """One sheet's faults in the order of its cells."""

    sheet: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The faults shown, and how many more there are."""

    sheets: tuple[SheetFaults, ...]
    more: int


def by_sheet(faults: Iterable[Fault]) -> Listed:
    """The first faults under their sheets."""
    found = list(faults)
    shown: dict[str, list[Fault]] = {}
    for fault in found[:MOST]:
        shown.setdefault(fault.sheet, []).append(fault)
    sheets = tuple(SheetFaults(sheet, tuple(mine)) for sheet, mine in shown.items())
    return Listed(sheets, max(0, len(found) - MOST))
