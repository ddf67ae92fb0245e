"""What the larger components are fed with: small frozen records, no HTML but ready-made charts."""

from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary list. `about` completes the action's name for screen readers."""

    key: str
    value: object
    action: str = ""
    url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list. Without `url` the task cannot be started yet.

    `colour` makes a tag of the status; plain text is for "Completed" and "Cannot start yet".
    `lines` stand under the hint; `links` (words, URL) open under `links_title` when asked for.
    """

    key: str
    name: str
    status: str
    url: str = ""
    colour: str | None = None
    hint: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()
    links_title: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """A numbered group of tasks under its own heading; `number` may be empty."""

    key: str
    title: str
    tasks: tuple[Task, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure with what it counts above and a remark below."""

    label: str
    value: str
    note: str = ""
    trend: Literal["", "up", "down"] = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of one row heading and figures; cells are ready to print."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A chart with its finding as the title, the measure beneath, and its data as a table.

    `wide` and `narrow` are finished SVG; without `narrow` the wide one serves every screen.
    `downloads` are (words, URL) pairs. `columns` is the card's width in the twelve-column grid.
    """

    key: str
    title: str
    measure: str
    wide: SafeString
    narrow: SafeString | None = None
    table: DataTable | None = None
    source: str = ""
    downloads: tuple[tuple[str, str], ...] = ()
    columns: int = 12


@dataclass(frozen=True, slots=True)
class PageError:
    """One line of an error summary and the id of the field it leads to ("" for none)."""

    message: str
    field_id: str = ""
