"""Base models of everything that belongs to a partnership."""

from collections.abc import Collection
from typing import Any

from django.db import models

from portal.tenancy.context import current_partnership_id


class _Owned(models.Model):
    """Validates uniqueness with the partnership included, though no form shows it."""

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """As Django does, but never leaving the partnership out."""
        super().validate_unique(exclude=set(exclude or ()) - {"partnership"})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django does, but never leaving the partnership out."""
        super().validate_constraints(exclude=set(exclude or ()) - {"partnership"})


def _partnership(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        "register.Partnership",
        models.PROTECT,
        default=current_partnership_id,
        editable=False,
        db_index=False,
        related_name="+",
        **options,
    )


class TenantModel(_Owned):
    """A row of one partnership. Its Meta names a PartnershipFloor (portal.tenancy.rls)."""

    partnership = _partnership()

    class Meta:
        abstract = True


class HeldModel(_Owned):
    """A row of one partnership or of the nation (no partnership). Its Meta names a HolderFloor."""

    partnership = _partnership(null=True, blank=True)

    class Meta:
        abstract = True
