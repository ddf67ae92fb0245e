"""/p/<slug>/…: meetings, minutes, decisions, actions, attendance."""

from partnerships.meetings.urls import agenda, life, registers, writing

app_name = "meetings"
urlpatterns = [
    *agenda.urlpatterns,
    *writing.urlpatterns,
    *life.urlpatterns,
    *registers.urlpatterns,
]
