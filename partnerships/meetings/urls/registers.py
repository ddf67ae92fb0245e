"""/p/<slug>/…: decisions, actions and attendance over time."""

from django.urls import URLPattern, path

from partnerships.meetings.views import actions, attendance, calendar, decisions

urlpatterns: list[URLPattern] = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:decision_id>/", decisions.decision, name="decision"),
    path("actions/", actions.actions, name="actions"),
    path("actions/new/", actions.new_action, name="new_action"),
    path("actions/<int:action_id>/", actions.action, name="action"),
    path("actions/<int:action_id>/update/", actions.update, name="action_update"),
    path("actions/<int:action_id>/close/", actions.close, name="action_close"),
    path("actions/<int:action_id>/change/", actions.change, name="action_change"),
    path("attendance/", attendance.attendance, name="attendance"),
    path("attendance/reports/new/", attendance.new_report, name="new_attendance_report"),
    path("attendance/reports/<int:report_id>/", attendance.report, name="attendance_report"),
    path(
        "attendance/reports/<int:report_id>/replies/<int:organisation_id>/",
        attendance.reply,
        name="attendance_reply",
    ),
    path("meetings/<int:meeting_id>/calendar/", calendar.meeting_calendar, name="meeting_calendar"),
]
