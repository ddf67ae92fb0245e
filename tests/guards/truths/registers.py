"""Decisions, actions, attendance over time, calendar."""

from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {}
