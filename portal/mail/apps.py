"""The mail room as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """App portal.mail."""

    name = "portal.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"
