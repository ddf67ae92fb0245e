"""The protocols room as a Django app."""

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    """App partnerships.protocols."""

    name = "partnerships.protocols"
    label = "protocols"
    default_auto_field = "django.db.models.BigAutoField"
