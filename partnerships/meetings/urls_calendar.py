"""/calendar/… and /account/calendar/: a person's meetings over all their partnerships."""

from django.urls import path

from partnerships.meetings.views import calendar

app_name = "calendar"
urlpatterns = [
    path("calendar/<str:secret>.ics", calendar.feed, name="feed"),
    path("account/calendar/", calendar.calendar_settings, name="settings"),
    path("account/calendar/revoke/", calendar.revoke, name="revoke"),
]
