"""The tenant wall as a Django app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class TenancyConfig(AppConfig):
    """Registers the checks; has no tables."""

    name = "portal.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        """Every process proves its database role before its first query."""
        from portal.tenancy.checks import refuse_unsafe_role  # noqa: PLC0415 -- apps must be loaded

        connection_created.connect(refuse_unsafe_role)
