"""Minutes from circulation to the public copy, PDFs."""

from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {}
