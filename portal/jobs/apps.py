"""The jobs room as a Django app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """App portal.jobs."""

    name = "portal.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
