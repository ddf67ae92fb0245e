"""Reads about authorities and partnerships."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from partnerships.register.models import Authority, Partnership


def partnership_by_slug(slug: str) -> Partnership | None:
    """The active partnership with this slug, or None."""
    return Partnership.objects.filter(slug=slug, is_active=True).first()


def active_partnerships(
    *, search: str = "", region: str = "", authority_type: str = ""
) -> QuerySet[Partnership]:
    """Active partnerships by name, narrowed by words of their or their authorities' names."""
    found = Partnership.objects.filter(is_active=True)
    if region:
        found = found.filter(region=region)
    if authority_type:
        found = found.filter(authority_type=authority_type)
    if search:
        covering = Partnership.objects.filter(coverage__authority__name__icontains=search)
        found = found.filter(Q(name__icontains=search) | Q(pk__in=covering.values("pk")))
    return found.prefetch_related("authorities").order_by("name", "pk")


def authorities() -> QuerySet[Authority]:
    """Every authority with its county, by code."""
    return Authority.objects.select_related("county", "coverage__partnership").order_by("code")


def uncovered_authorities() -> QuerySet[Authority]:
    """Authorities without a partnership, by name."""
    return Authority.objects.filter(coverage__isnull=True).order_by("name")


def covered_authorities(partnership: Partnership) -> QuerySet[Authority]:
    """What the partnership covers, with each district's county, by name."""
    return partnership.authorities.select_related("county").order_by("name")


def other_tier(partnership: Partnership) -> QuerySet[Partnership]:
    """Partnerships of the other tier on the same ground: the county's for a district, the
    districts' for a county; empty elsewhere."""
    covered = partnership.authorities.all()
    above = Q(coverage__authority__districts__in=covered)
    below = Q(coverage__authority__county__in=covered)
    return (
        Partnership.objects.filter(above | below, is_active=True)
        .exclude(pk=partnership.pk)
        .distinct()
        .order_by("name")
    )


def survey_attributes(
    partnership: Partnership, authority_codes: Collection[str] | None = None
) -> dict[str, object]:
    """What a questionnaire's conditions may ask about a partnership (see its JSON Schema).

    `authority_codes`: of what it covers, where they were read with it; else one query.
    """
    if authority_codes is None:
        authority_codes = [each.code for each in partnership.authorities.all()]
    return {
        "nrf": partnership.nrf,
        "authority_type": partnership.authority_type,
        "region": partnership.get_region_display(),
        "authority_codes": sorted(authority_codes),
    }
