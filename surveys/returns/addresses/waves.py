"""Waves, more time for one partnership, reminders: under /national/waves/."""

from django.urls import path

from surveys.returns.views import reminders, waves

urlpatterns = [
    path("waves/", waves.waves, name="waves"),
    path("waves/new/", waves.new_wave, name="new_wave"),
    path("waves/<int:year>/", waves.wave, name="wave"),
    path("waves/<int:year>/change/", waves.change, name="change_wave"),
    path("waves/<int:year>/open/", waves.open_, name="open_wave"),
    path("waves/<int:year>/discard/", waves.discard, name="discard_wave"),
    path("waves/<int:year>/close/", waves.close, name="close_wave"),
    path("waves/<int:year>/settle/", waves.settle, name="settle_wave"),
    path("waves/<int:year>/more-time/<slug:partnership_slug>/", waves.more_time, name="more_time"),
    path("waves/<int:year>/reminders/new/", reminders.new_reminder, name="new_reminder"),
    path("waves/<int:year>/reminders/<int:reminder_id>/", reminders.reminder, name="reminder"),
]
