"""The reading room as a Django app."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    """App surveys.reading."""

    name = "surveys.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"
