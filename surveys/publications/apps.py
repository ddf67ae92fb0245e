"""The publications room as a Django app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """App surveys.publications."""

    name = "surveys.publications"
    label = "publications"
    default_auto_field = "django.db.models.BigAutoField"
