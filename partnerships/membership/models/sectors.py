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
