"""The membership room as a Django app."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """App partnerships.membership."""

    name = "partnerships.membership"
    label = "membership"
    default_auto_field = "django.db.models.BigAutoField"
