"""Organisations, members, bodies and seats."""

from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {}
