"""Attendance and minutes being written."""

from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {}
