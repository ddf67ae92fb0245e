"""The sectors an LSP brings together, counted as the survey counts seats (questions B03 to B08)."""

from django.db import models


class Sector(models.TextChoices):
    """In the order of every picture. Stored keys; never rename one."""

    COUNCILLOR = "councillor", "Councillors"
    AUTHORITY = "authority", "Local authority officers"
    PUBLIC = "public", "Other public sector"
    BUSINESS = "business", "Business"
    VOLUNTARY = "voluntary", "Voluntary, community and faith"
    OTHER = "other", "Others"


# A seat is a councillor's or an officer's; the organisation of both is the authority itself.
ORGANISATION_SECTORS = [
    (key, "Local authority" if key == Sector.AUTHORITY else label) for key, label in Sector.choices
]


def organisation_sector(key: str) -> str:
    """The sector of an organisation in words."""
    return str(dict(ORGANISATION_SECTORS)[key])
