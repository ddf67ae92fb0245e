"""Meetings, agendas, papers, attendance, minutes, decisions and actions."""

from partnerships.meetings.models.attendance import (
    Attendance,
    AttendanceReply,
    AttendanceReport,
    Declaration,
)
from partnerships.meetings.models.feeds import CalendarFeed
from partnerships.meetings.models.meetings import AgendaItem, Meeting, Proposal, Series
from partnerships.meetings.models.minutes import (
    Amendment,
    Correction,
    Minutes,
    MinutesVersion,
    Passage,
    PassageRevision,
)
from partnerships.meetings.models.papers import Paper, PaperVersion
from partnerships.meetings.models.printed import PrintedFile
from partnerships.meetings.models.registers import Action, ActionUpdate, Decision

__all__ = [
    "Action",
    "ActionUpdate",
    "AgendaItem",
    "Amendment",
    "Attendance",
    "AttendanceReply",
    "AttendanceReport",
    "CalendarFeed",
    "Correction",
    "Decision",
    "Declaration",
    "Meeting",
    "Minutes",
    "MinutesVersion",
    "Paper",
    "PaperVersion",
    "Passage",
    "PassageRevision",
    "PrintedFile",
    "Proposal",
    "Series",
]
