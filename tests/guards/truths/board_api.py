"""The API of the board room."""

from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {}
