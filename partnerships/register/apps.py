"""The register room as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """App partnerships.register."""

    name = "partnerships.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
