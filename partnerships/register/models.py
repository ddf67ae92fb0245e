"""Authorities of England and the partnerships that cover them. National: no tenant rows here."""

from django.db import models
from django.db.models import Q


class AuthorityType(models.TextChoices):
    """Kinds of principal authority in 2004-05, in the order of every published breakdown."""

    COUNTY = "county", "County council"
    SHIRE_DISTRICT = "shire_district", "Shire district"
    UNITARY = "unitary", "Unitary authority"
    METROPOLITAN_DISTRICT = "metropolitan_district", "Metropolitan district"
    LONDON_BOROUGH = "london_borough", "London borough"


class Region(models.TextChoices):
    """The nine Government Office regions, in the order of every published breakdown."""

    NORTH_EAST = "north_east", "North East"
    NORTH_WEST = "north_west", "North West"
    YORKSHIRE_AND_THE_HUMBER = "yorkshire_and_the_humber", "Yorkshire and the Humber"
    EAST_MIDLANDS = "east_midlands", "East Midlands"
    WEST_MIDLANDS = "west_midlands", "West Midlands"
    EAST_OF_ENGLAND = "east_of_england", "East of England"
    LONDON = "london", "London"
    SOUTH_EAST = "south_east", "South East"
    SOUTH_WEST = "south_west", "South West"


class Authority(models.Model):
    """A principal local authority. `nrf`: one of the 88 Neighbourhood Renewal Fund areas."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    authority_type = models.CharField(max_length=24, choices=AuthorityType)
    region = models.CharField(max_length=24, choices=Region)
    county = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="districts"
    )
    nrf = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "authorities"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(county__isnull=True) | Q(authority_type=AuthorityType.SHIRE_DISTRICT),
                name="authority_only_districts_have_a_county",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """A Local Strategic Partnership: the tenant. Covers one authority or several.

    Type and region are the lead authority's; nrf is true if any authority covered is NRF.
    """

    name = models.CharField(max_length=160, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    lead = models.ForeignKey(Authority, models.PROTECT, related_name="led")
    authority_type = models.CharField(max_length=24, choices=AuthorityType)
    region = models.CharField(max_length=24, choices=Region)
    nrf = models.BooleanField()
    is_active = models.BooleanField(default=True)
    authorities: "models.ManyToManyField[Authority, Coverage]" = models.ManyToManyField(
        Authority, through="Coverage", related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """One authority covered by one partnership; an authority has at most one."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="coverage")
    authority = models.OneToOneField(Authority, models.PROTECT, related_name="coverage")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.authority} in {self.partnership}"
