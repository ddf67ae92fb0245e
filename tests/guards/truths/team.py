"""Sharing out sections and endorsing."""

from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {}
