"""An answer as it is stored, without the weight of a model: every page of a return reads them all."""

from datetime import datetime
from typing import Any, NamedTuple


class StoredAnswer(NamedTuple):
    """What a row of Answer says (see there). `author`: who answered, as a page names them; `at`:
    when, as it came from the database."""

    question: str
    value: Any
    cannot: str = ""
    cannot_note: str = ""
    carried_from: int | None = None
    revision: int = 1
    answered_by_id: int = 0
    author: str = ""
    at: str = ""

    @property
    def answered_at(self) -> datetime:
        """When it was saved."""
        return datetime.fromisoformat(self.at)

    def as_dict(self) -> dict[str, Any]:
        """Its fields by name."""
        return self._asdict()
