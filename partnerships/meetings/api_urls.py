"""/api/v1/p/<slug>/…: meetings, minutes, decisions and actions."""

from django.urls import path

from partnerships.meetings.api import actions, decisions, items, meetings, minutes

urlpatterns = [
    path("meetings/", meetings.MeetingList.as_view(), name="meetings"),
    path("meetings/<int:meeting_id>/", meetings.MeetingDetail.as_view(), name="meeting"),
    path("meetings/<int:meeting_id>/items/", items.MeetingItems.as_view(), name="meeting_items"),
    path(
        "meetings/<int:meeting_id>/minutes/",
        minutes.MeetingMinutes.as_view(),
        name="meeting_minutes",
    ),
    path("items/<int:item_id>/", items.ItemDetail.as_view(), name="item"),
    path("passages/<int:passage_id>/", minutes.PassageDetail.as_view(), name="passage"),
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions/<int:decision_id>/", decisions.DecisionDetail.as_view(), name="decision"),
    path("actions/", actions.ActionList.as_view(), name="actions"),
    path("actions/<int:action_id>/", actions.ActionDetail.as_view(), name="action"),
    path(
        "actions/<int:action_id>/updates/", actions.ActionUpdates.as_view(), name="action_updates"
    ),
    path("actions/<int:action_id>/close/", actions.ActionClose.as_view(), name="action_close"),
]
