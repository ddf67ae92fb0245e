"""The roof as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Every process that loads Django loads the Celery app with it: without that, the web
    processes would send their wake-up calls to Celery's default broker."""

    name = "portal"
    label = "portal"

    def ready(self) -> None:
        """The package's own __init__ stays empty, as set-up runs it before Celery is installed."""
        import_module("portal.celery")
