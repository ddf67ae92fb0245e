"""What a fault is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Replace `old` by `new` in a file; `old` must stand there exactly once."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Fault:
    """One deliberate fault.

    tests: pytest arguments (files, node ids, -k) of the guards that must notice it.
    sql: run in the test database after its migrations. role_sql: run for the whole cluster and taken
    back by role_undo. edits: made in a copy of the project.
    unmoved: tests that must still pass, because a second lock holds.
    """

    name: str
    tests: tuple[str, ...]
    sql: str = ""
    role_sql: str = ""
    role_undo: str = ""
    edits: tuple[Edit, ...] = ()
    unmoved: tuple[str, ...] = ()
