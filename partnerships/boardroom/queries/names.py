"""Members whose names the partnership may make public."""

from datetime import date

from django.db.models import QuerySet

from partnerships.membership.models import Member
from partnerships.membership.queries.serving import serving_on


def members_to_name(today: date) -> QuerySet[Member]:
    """Members who serve, by organisation and name."""
    there = Member.objects.filter(serving_on(today))
    return there.select_related("organisation").order_by("organisation__name", "name", "id")


def serving(today: date) -> list[Member]:
    """The same, ids and names only."""
    return list(members_to_name(today).only("name", "organisation_id", "organisation__name"))
