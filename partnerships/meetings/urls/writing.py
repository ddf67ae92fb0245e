"""/p/<slug>/…: the meeting itself, attendance and minutes being written."""

from django.urls import URLPattern, path

from partnerships.meetings.views import record, record_acts, record_items

AT = "meetings/<int:meeting_id>"
ITEM = f"{AT}/minutes/write/<int:item_id>"

urlpatterns: list[URLPattern] = [
    path(f"{AT}/record/", record.record, name="record"),
    path(f"{AT}/held/", record.held, name="held"),
    path(f"{AT}/held/undo/", record.held_undone, name="held_undone"),
    path(f"{AT}/minutes/write/", record.minutes_write, name="minutes_write"),
    path(f"{ITEM}/", record_items.minutes_item, name="minutes_item"),
    path(f"{ITEM}/interest/", record_acts.declare, name="declare"),
    path(
        f"{AT}/interests/<int:declaration_id>/withdraw/",
        record_acts.withdraw,
        name="declaration_withdraw",
    ),
    path(f"{ITEM}/decision/", record_acts.decision_record, name="decision_record"),
    path(
        f"{AT}/decisions/<int:decision_id>/change/",
        record_acts.decision_change,
        name="decision_change",
    ),
    path(f"{ITEM}/action/", record_acts.action_record, name="action_record"),
]
