"""The results room as a Django app."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """App surveys.results."""

    name = "surveys.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"
