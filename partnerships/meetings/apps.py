"""The meetings room as a Django app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """App partnerships.meetings."""

    name = "partnerships.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
