"""What domain functions ask of whoever runs them: a task, a command, a test."""

from contextlib import AbstractContextManager
from typing import Protocol


class Progress(Protocol):
    """How running work says where it is, and opens its transactions."""

    def report(self, done: int, total: int, message: str) -> None:
        """Tell the person waiting; call it outside `scope()`."""

    def scope(self) -> AbstractContextManager[None]:
        """One transaction of the holder: the nation or the partnership."""
