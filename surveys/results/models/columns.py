"""The array columns that hold one value a group."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


def by_group(*, null: bool = False) -> ArrayField:
    """One whole number a group, in the order of breakdowns.GROUPS."""
    return ArrayField(models.IntegerField(null=null))


def statistics() -> ArrayField:
    """One number a group, NULL where withheld; empty for items that are no numbers."""
    return ArrayField(models.FloatField(null=True), default=list)
