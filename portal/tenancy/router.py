"""Which database connection does what."""

from typing import Any


class OwnerMigrates:
    """Schema changes run on the owner's connection only; reads and writes stay on the default."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """True for the alias `owner`."""
        return db == "owner"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Rows read through the evaluator's role may be compared with national rows."""
        return True
