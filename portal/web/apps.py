"""The page kit as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """App portal.web."""

    name = "portal.web"
    label = "web"
