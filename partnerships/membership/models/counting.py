"""Running numbers of a partnership's registers."""

from django.db import models

from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor


class Counter(TenantModel):
    """The last number given in one register in one year; numbering.py gives the next."""

    register = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="counter_floor"),
            models.UniqueConstraint(
                fields=["partnership", "register", "year"], name="counter_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"
