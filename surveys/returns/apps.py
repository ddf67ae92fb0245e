"""The returns room as a Django app."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """App surveys.returns."""

    name = "surveys.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"
