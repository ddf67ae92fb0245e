"""Meetings, agendas, proposals and papers."""

from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {}
